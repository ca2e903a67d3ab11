package org.coverfiji.app.compare;

import java.io.File;


/** One fine-tuning, for the task that makes it. Immutable. */
final class TaskRun {

    final ComparedProtocol protocol;
    final int labels;
    final long seed;
    final File start;
    final File output;

    /**
     * @param labels number of labelled images
     * @param seed fixes which, the new weights and the patches
     * @param start pretrained model; null from scratch
     * @param output model file, which nobody needs afterwards
     */
    TaskRun(ComparedProtocol protocol, int labels, long seed, File start, File output) {
        this.protocol = protocol;
        this.labels = labels;
        this.seed = seed;
        this.start = start;
        this.output = output;
    }
}
