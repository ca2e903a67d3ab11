package org.coverfiji.app.forecast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.coverfiji.CoverException;

/**
 * What a dialog says before a run: what it will cost, and which settings cannot work or will not work well. Immutable.
 */
public final class Forecast {

    private final String cost;
    private final List<String> warnings;
    private final Map<String, String> automatic;

    private Forecast(String cost, List<String> warnings, Map<String, String> automatic) {
        this.cost = cost;
        this.warnings = Collections.unmodifiableList(warnings);
        this.automatic = Collections.unmodifiableMap(automatic);
    }

    /** Memory and time; empty if they are not known. */
    public String cost() {
        return cost;
    }

    /** A sentence each; empty if there is nothing to say against the settings. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * What parameters that may be left to the command will be, by key, and the settings of the method by its name and
     * the key, {@code SimCLR/temperature}; absent where it is not known.
     */
    public Map<String, String> automatic() {
        return automatic;
    }

    /** Gathers what can be said; where one thing cannot be reckoned, that is what is said of it. */
    static final class Builder {

        private final List<String> warnings = new ArrayList<>();
        private final Map<String, String> automatic = new LinkedHashMap<>();
        private String cost = "";

        Builder automatic(String key, Object value) {
            automatic.put(key, String.valueOf(value));
            return this;
        }

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
            return new Forecast(cost, new ArrayList<>(warnings), new LinkedHashMap<>(automatic));
        }
    }
}
