package org.coverfiji.file;

import java.io.File;

/** Names of what lies beside a model file: {@code lung.cover} has {@code lung.scores.csv}. */
public final class Beside {

    /** What fine-tuning goes on from. */
    public static final String CHECKPOINT = ".checkpoint.cover";
    /** A line per iteration. */
    public static final String PROGRESS = ".progress.csv";

    /** Scores on the test images. */
    public static final String TEST_SCORES = ".test.csv";

    static final String MODEL = ".cover";

    private Beside() {
    }

    /**
     * The file with the model's name and another ending, in the model's folder.
     *
     * @param ending such as {@code .scores.csv}
     */
    public static File file(File model, String ending) {
        String name = model.getName();
        String stem = name.endsWith(MODEL) ? name.substring(0, name.length() - MODEL.length()) : name;
        return new File(model.getAbsoluteFile().getParentFile(), stem + ending);
    }
}
