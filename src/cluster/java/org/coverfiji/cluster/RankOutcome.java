package org.coverfiji.cluster;

import java.io.Serializable;
import java.util.List;

/** How a rank's training ended. Immutable. */
final class RankOutcome implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What became of it, the cause of all others' ends last. */
    enum Kind {
        DONE,
        /** Another rank ended or did not answer. */
        LOST,
        /** It could not go on, and could not on another machine either. */
        FAILED
    }

    private final Kind kind;
    private final String text;

    RankOutcome(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    Kind kind() {
        return kind;
    }

    /** What was trained, or why not: a sentence. */
    String text() {
        return text;
    }

    /** Of all ranks' outcomes the one that explains the others. */
    static RankOutcome cause(List<RankOutcome> outcomes) {
        RankOutcome cause = outcomes.get(0);
        for (RankOutcome outcome : outcomes) {
            cause = outcome.kind.compareTo(cause.kind) > 0 ? outcome : cause;
        }
        return cause;
    }
}
