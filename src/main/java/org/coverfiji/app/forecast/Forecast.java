package org.coverfiji.app.forecast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CoverException;

/**
 * What a dialog says before a run: what it will cost, and which settings cannot work or will not work well. Immutable.
 */
public final class Forecast {

    private final String cost;
    private final List<String> warnings;

    private Forecast(String cost, List<String> warnings) {
        this.cost = cost;
        this.warnings = Collections.unmodifiableList(warnings);
    }

    /** Memory and time; empty if they are not known. */
    public String cost() {
        return cost;
    }

    /** A sentence each; empty if there is nothing to say against the settings. */
    public List<String> warnings() {
        return warnings;
    }

    /** Gathers what can be said; where one thing cannot be reckoned, that is what is said of it. */
    static final class Builder {

        private final List<String> warnings = new ArrayList<>();
        private String cost = "";

        Builder cost(String value) {
            cost = value;
            return this;
        }

        Builder warn(String sentence) {
            if (!warnings.contains(sentence)) {
                warnings.add(sentence);
            }
            return this;
        }

        /** Makes a warning of what the user can mend. */
        Builder attempt(Consumer<Builder> part) {
            try {
                part.accept(this);
            } catch (CoverException e) {
                warn(e.getMessage());
            }
            return this;
        }

        Forecast build() {
            return new Forecast(cost, new ArrayList<>(warnings));
        }
    }
}
