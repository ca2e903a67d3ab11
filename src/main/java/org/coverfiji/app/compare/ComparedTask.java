package org.coverfiji.app.compare;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.TrainingControls;
import org.coverfiji.train.TrainingListener;

/**
 * A task with its images at hand, divided once and for all into those for testing, a third, and the rest, of which the
 * labelled ones are drawn and which pretraining may see.
 */
interface ComparedTask {

    /** Fixes the test images, whatever the seeds. */
    long SPLIT_SEED = 20_260;
    double TEST_SHARE = 1.0 / 3;
    /** Test images of which pictures are kept. */
    int SHOWN = 4;

    /**
     * Reads the images.
     *
     * @param log takes lines for the user
     * @throws CoverException if they cannot be used, or are too few to test on some
     */
    static ComparedTask open(TaskSettings settings, Consumer<String> log) {
        return settings.isSegmentation() ? new SegmentationTask(settings, log) : new ClassificationTask(settings, log);
    }

    /** What the score is called. */
    TestScores.Measure measure();

    /** Images that are not for testing. */
    int available();

    /** Names of the test images. */
    List<String> testNames();

    /** Names of the classes. */
    List<String> classNames();

    /** Those of them that no test image shows, the first left out, which segmentation does not score. */
    List<String> missingClasses();

    /** Groups of the test images, each once. */
    Set<String> testGroups();

    /** What pretraining sees, raw intensities. */
    List<FloatImage> unlabelled();

    /** Tells the task's images and labels, and how they are divided, from others. */
    String fingerprint();

    /** Of images of the task. */
    int channels();

    /** Sides of a training patch in array order, pixels. */
    int[] patch();

    /** How many patches the network sees when all test images are looked at. */
    long testPatches();

    /** The test images that are shown, and their truth; empty for classification. */
    List<BufferedImage[]> shown();

    /**
     * Fine-tunes, or propagates labels, and tests.
     *
     * @param watch hears of the training
     * @param running is told what can be cancelled
     * @throws CoverException if it cannot be done
     * @throws org.coverfiji.CancelledException if it was cancelled
     */
    RunResult run(Engine engine, TaskRun run, TrainingListener watch, Consumer<TrainingControls> running);

    /** @throws CoverException if a group stands on both sides */
    static void requireApart(Set<String> training, Set<String> test) {
        if (!Collections.disjoint(training, test)) {
            throw new CoverException("All images are of one group, patient or file, so that none can be tested on that"
                    + " is not of those trained on; give images of at least two.");
        }
    }
}
