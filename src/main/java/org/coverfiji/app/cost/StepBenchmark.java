package org.coverfiji.app.cost;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.read.MemoryImageSource;
import org.coverfiji.method.EpochBatches;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.method.StepCost;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.SamplingState;

/**
 * Times a method's whole training steps, views included, on random images: what later versions are compared by.
 *
 * <pre>
 * System.out.println(new StepBenchmark(recipe, values, network, 4, new int[] {128, 128}).run(engine, 5, 20));
 * </pre>
 */
public final class StepBenchmark {

    private static final double RATE = 1e-4;
    private static final int IMAGES = 8;
    /** That the run is said to have. */
    private static final int ITERATIONS = 1000;

    private final Recipe recipe;
    private final SettingValues values;
    private final NetworkConfiguration network;
    private final int batch;
    private final int[] patch;
    private final RunPlan run;
    private final StepCost cost;
    private Precision precision = Precision.FLOAT32;

    /**
     * @param values of the method's settings
     * @param batch samples per step
     * @param patch sides in array order
     */
    public StepBenchmark(Recipe recipe, SettingValues values, NetworkConfiguration network, int batch, int[] patch) {
        this.recipe = recipe;
        this.values = values;
        this.network = network;
        this.batch = recipe.samples(batch, patch.length, values);
        this.patch = patch.clone();
        run = new RunPlan(network, patch, this.batch, ITERATIONS, IMAGES, 1);
        cost = recipe.cost(run, values);
    }

    /** What the steps' convolutions multiply; float32 where it is not said. */
    public StepBenchmark precision(Precision value) {
        precision = value;
        return this;
    }

    /**
     * Runs the steps and describes their times: medians over the counted steps, in milliseconds; and whether the
     * computer was busy with something else, so that they mean little.
     *
     * @param warmUp steps that are not counted, while the virtual machine compiles
     * @param steps counted steps, at least 1
     */
    public String run(Engine engine, int warmUp, int steps) {
        BusyComputer computer = new BusyComputer();
        double[][] seconds = new double[5][steps];
        ImageSource images = images();
        BatchSampler sampler = recipe.sampler(images, run, values);
        try (PretrainingNetwork net = engine.pretraining(network, recipe.method(run, values),
                OptimizerConfiguration.PUBLISHED, 1);
                EpochBatches views = new EpochBatches(sampler, recipe.hook(images, run, values), net,
                        SamplingState.EMPTY, 1, 0)) {
            net.trainIn(precision);
            for (int i = -warmUp; i < steps; i++) {
                long start = System.nanoTime();
                Batch next = views.next(i + warmUp);
                double waited = 1e-9 * (System.nanoTime() - start);
                net.step(next, RATE);
                if (i >= 0) {
                    StepTimes times = net.lastStepTimes();
                    seconds[0][i] = 1e-9 * (System.nanoTime() - start);
                    seconds[1][i] = waited;
                    seconds[2][i] = times.forward();
                    seconds[3][i] = times.backward();
                    seconds[4][i] = times.update();
                }
            }
        }
        double step = median(seconds[0]);
        double peakBytes = new ProcessMemory(engine::nativeBytes).getAsLong();
        return String.format(Locale.ROOT, "%s%nbatch %d pairs, patch %s, %s, %d steps after %d to warm up%n"
                + "step %.0f ms (fastest %.0f): views %.1f, forward %.0f, backward %.0f, update %.0f%n"
                + "%.2f samples/s, peak memory of the process %.2f GB%n%s%n%s%s", network, batch,
                Arrays.toString(patch), precision, steps, warmUp, 1e3 * step,
                1e3 * Arrays.stream(seconds[0]).min().orElse(0),
                1e3 * median(seconds[1]), 1e3 * median(seconds[2]), 1e3 * median(seconds[3]),
                1e3 * median(seconds[4]), batch / step, peakBytes * 1e-9, bound(engine, step),
                inference(engine, median(seconds[2]), steps), computer.warning(seconds[0]));
    }

    /** What the convolutions alone would take if all were as fast as the fastest. */
    private String bound(Engine engine, double step) {
        double flops = ResourceEstimate.of(network, patch, cost).convolutionFlopsPerStep();
        double rate = engine.convolutionRate(network, cost.views() * batch, patch);
        return String.format(Locale.ROOT, "convolutions: %.1f GFLOP a step, at the %.0f GFLOP/s of the fastest %.0f ms;"
                + " the step takes %.2f times that", flops * 1e-9, rate * 1e-9, 1e3 * flops / rate,
                step * rate / flops);
    }

    /** The forward pass in training beside the backbone alone on as many images. */
    private String inference(Engine engine, double forward, int runs) {
        Tensor images = Tensor.zeros(Tensor.batchShape(cost.views() * batch, network.inputChannels(), patch));
        double[] seconds = new double[runs];
        try (FeatureNetwork backbone = engine.backbone(network, 1)) {
            for (int i = -1; i < runs; i++) {
                long start = System.nanoTime();
                backbone.features(images);
                if (i >= 0) {
                    seconds[i] = 1e-9 * (System.nanoTime() - start);
                }
            }
        }
        double millions = 1e-6 * images.shape()[0] * Tensor.size(patch);
        return String.format(Locale.ROOT,
                "forward pass in training %.3g, features of the same windows %.3g million %s a"
                + " second", millions / forward, millions / median(seconds), patch.length == 2 ? "pixels" : "voxels");
    }

    private MemoryImageSource images() {
        FloatImage[] images = new FloatImage[IMAGES];
        SplittableRandom random = new SplittableRandom(1);
        double[] spacing = new double[patch.length];
        Arrays.fill(spacing, 1);
        for (int i = 0; i < IMAGES; i++) {
            float[] values = new float[Math.toIntExact(network.inputChannels() * Tensor.size(patch))];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextDouble();
            }
            images[i] = new FloatImage("random " + i, values, network.inputChannels(), patch, spacing, "pixel");
        }
        return new MemoryImageSource(Arrays.asList(images), new ImagePreparation(Normalization.DEFAULT, 0, patch));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
