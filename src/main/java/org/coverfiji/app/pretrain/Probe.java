package org.coverfiji.app.pretrain;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.train.LearningRateSchedule;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.view.BatchSampler;

/**
 * Short trainings of a narrow network on a few of the images, judged on others that are held back: what lets them learn
 * in so few steps lets a long run learn. Deterministic for a seed on the CPU.
 */
final class Probe {

    private static final int IMAGES = 24;
    /** They stay in memory meanwhile. */
    private static final long MOST_PIXELS = 1L << 26;
    /** One of so many. */
    private static final int HELD_BACK = 4;
    private static final int BATCHES = 6;
    /** Wide ones rank settings alike, but take longer. */
    private static final int WIDTH = 8;

    private final Engine engine;
    private final RawImages images;
    private final StopSignal stop;

    /** @param stop ends a probe within one step */
    Probe(Engine engine, RawImages images, StopSignal stop) {
        this.engine = engine;
        this.images = images;
        this.stop = stop;
    }

    /**
     * The error that is left of what the method predicts on images that were held back, 1 where nothing was learnt.
     *
     * @param candidate settings without anything automatic
     * @param yardstick the same but for what the views are drawn by that it is judged by
     * @throws CancelledException if the run is to end
     */
    double error(PretrainSettings candidate, PretrainSettings yardstick, int steps) {
        PretrainSettings narrow = candidate.toBuilder().width(Math.min(WIDTH, candidate.width())).build();
        List<FloatImage> some = images.some(narrow, count());
        // A single image must do for both.
        int held = some.size() == 1 ? 0 : Math.max(1, some.size() / HELD_BACK);
        ImageSource training = source(some.subList(held, some.size()));
        ImageSource others = held == 0 ? training : source(some.subList(0, held));
        Recipe recipe = narrow.recipe();
        RunPlan run = narrow.plan(narrow.network(some.get(0).channels()), training.size());
        BatchSampler sampler = recipe.sampler(training, run, narrow.methodValues());
        BatchSampler judge = recipe.sampler(others, run.withSeed(~run.seed()), yardstick.methodValues());
        LearningRateSchedule schedule = LearningRateSchedule.of(narrow.learningRate(), steps);
        try (PretrainingNetwork network = engine.pretraining(run.network(),
                recipe.method(run, narrow.methodValues()), OptimizerConfiguration.PUBLISHED, run.seed())) {
            network.trainIn(narrow.precision());
            for (int i = 0; i < steps; i++) {
                requireGoingOn();
                network.step(sampler.batch(i), schedule.at(i));
            }
            double sum = 0;
            int count = 0;
            for (int i = 0; i < BATCHES; i++) {
                requireGoingOn();
                Batch batch = judge.batch(i);
                double error = recipe.error(batch, network.outputs(batch));
                sum += Double.isNaN(error) ? 0 : error;
                count += Double.isNaN(error) ? 0 : 1;
            }
            return count == 0 ? Double.POSITIVE_INFINITY : sum / count;
        }
    }

    /** Large ones are taken fewer. */
    private int count() {
        long pixels = Arrays.stream(images.shape().size()).mapToLong(side -> side).reduce(1, (a, b) -> a * b);
        return (int) Math.max(HELD_BACK, Math.min(IMAGES, MOST_PIXELS / pixels));
    }

    private void requireGoingOn() {
        CancelledException.ifInterrupted();
        if (stop.requested() != null) {
            throw new CancelledException("The training was cancelled before it began.");
        }
    }

    private static ImageSource source(List<FloatImage> images) {
        return new ImageSource() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public FloatImage get(int index) {
                return images.get(index);
            }
        };
    }
}
