package org.coverfiji.image.label;

/** What an image is for. */
public enum Part {

    /** The weights are fitted to it. */
    TRAINING("training"),

    /** It chooses among weights, so that its score is a selection score, better than the truth. */
    VALIDATION("validation"),

    /** It has no say in the model: its score is the one to quote. */
    TEST("test");

    private final String word;

    Part(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
