package org.coverfiji.engine.impl.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.coverfiji.engine.api.Tensor;

/** Small random inputs of the dense methods' cores, of two images each. */
final class DenseExamples {

    private static final int IMAGES = 2;
    private static final int CHANNELS = 5;

    /** One core with what it reads; the map holds what has a gradient. */
    static final class Example {

        final Map<String, Tensor> trained;
        final Function<Map<String, Tensor>, CoreResult> core;
        /** Of every loss in the objective, in their order. */
        final double[] weights;

        Example(Map<String, Tensor> trained, Function<Map<String, Tensor>, CoreResult> core, double... weights) {
            this.trained = trained;
            this.core = core;
            this.weights = weights;
        }

        double objective(CoreResult result) {
            double sum = 0;
            int i = 0;
            for (double loss : result.losses().values()) {
                sum += weights[i++] * loss;
            }
            return sum;
        }
    }

    private DenseExamples() {
    }

    /** Of all cores, on maps of these extents. */
    static Map<String, Example> all(int... size) {
        Map<String, Example> all = new LinkedHashMap<>();
        all.put("pixel contrast", pixels(size));
        all.put("dense contrast", dense(new DenseContrast(0.2, 0.3), 0.7, 0.3, size));
        all.put("set contrast", dense(new SetContrast(0.2, 0.4, 0.3, 0, 0.6, false), 0.6, 0.4, size));
        all.put("set contrast with the nearest", dense(new SetContrast(0.3, 0.4, 0.5, 0, 0.6, true), 0.6, 0.4, size));
        all.put("category contrast", categories(size));
        all.put("pixel consistency", consistency(2, size));
        all.put("pixel consistency of power 3", consistency(3, size));
        all.put("partition contrast", partitions(false));
        all.put("partition contrast across volumes", partitions(true));
        all.put("region contrast", regions(size.length));
        return all;
    }

    private static Tensor map(long seed, int samples, int channels, int... size) {
        return CoreGradient.random(seed, Tensor.batchShape(samples, channels, size));
    }

    static Tensor queue(long seed) {
        return new UnitRows(CoreGradient.random(seed, 7, CHANNELS)).toTensor();
    }

    /** The whole of each image; or the upper part of it, of the first image mirrored along the last axis. */
    static Tensor boxes(boolean second, int axes) {
        Tensor boxes = Tensor.zeros(IMAGES, 2 * axes);
        for (int i = 0; i < IMAGES; i++) {
            for (int axis = 0; axis < axes; axis++) {
                boxes.data()[(i * 2 + 1) * axes + axis] = second ? 0.8f : 1;
            }
        }
        if (second) {
            boxes.data()[axes - 1] = 1;
            boxes.data()[2 * axes - 1] = 0.1f;
        }
        return boxes;
    }

    private static Example pixels(int... size) {
        Tensor keys = map(2, IMAGES, CHANNELS, size);
        Tensor positions = new Tensor(new float[] {1, 2, 1, 0, 1, 0}, IMAGES, 3);
        Map<String, Tensor> extras = Map.of(PixelContrast.BOX_1, boxes(false, size.length), PixelContrast.BOX_2,
                boxes(true, size.length), PixelContrast.POSITIONS, positions, PixelContrast.QUEUE, queue(3));
        return new Example(Map.of(PixelContrast.QUERY, map(1, IMAGES, CHANNELS, size)),
                trained -> new PixelContrast(0.2).evaluate(
                        new CoreInput(trained, Map.of(PixelContrast.KEY, keys), extras)), 1);
    }

    private static Example dense(LossCore core, double globalWeight, double denseWeight, int... size) {
        Tensor backbone = map(11, IMAGES, 6, size);
        Map<String, Tensor> target = Map.of(DenseContrast.GLOBAL, CoreGradient.random(12, IMAGES, CHANNELS),
                DenseContrast.DENSE, map(13, IMAGES, CHANNELS, size), DenseContrast.MAP, map(14, IMAGES, 6, size));
        Map<String, Tensor> extras = Map.of(DenseContrast.QUEUE, queue(15), DenseContrast.DENSE_QUEUE, queue(16),
                SetContrast.BOX_1, boxes(false, size.length), SetContrast.BOX_2, boxes(true, size.length));
        Map<String, Tensor> trained = Map.of(DenseContrast.GLOBAL, CoreGradient.random(17, IMAGES, CHANNELS),
                DenseContrast.DENSE, map(18, IMAGES, CHANNELS, size));
        return new Example(trained, online -> {
            Map<String, Tensor> all = new LinkedHashMap<>(online);
            all.put(DenseContrast.MAP, backbone);
            return core.evaluate(new CoreInput(all, target, extras));
        }, globalWeight, denseWeight);
    }

    private static Example categories(int... size) {
        Map<String, Tensor> target = Map.of(DenseContrast.GLOBAL, CoreGradient.random(21, 2 * IMAGES, CHANNELS),
                DenseContrast.DENSE, map(22, 2 * IMAGES, CHANNELS, size), DenseContrast.MAP,
                map(23, 2 * IMAGES, 6, size));
        // A code has no gradient: it is that of the prototypes as they were.
        Tensor prototypes = new UnitRows(CoreGradient.random(24, 3, CHANNELS)).toTensor();
        Map<String, Tensor> trained = Map.of(DenseContrast.GLOBAL, CoreGradient.random(25, IMAGES, CHANNELS),
                DenseContrast.DENSE, map(26, IMAGES, CHANNELS, size));
        CategoryContrast core = new CategoryContrast(0.2, 0.3, 0.05, 3, 0.5, 0.8, 1.5);
        return new Example(trained, online -> core.evaluate(new CoreInput(online, target,
                Map.of(DenseContrast.QUEUE, queue(27), DenseContrast.DENSE_QUEUE, queue(28),
                        CategoryContrast.PROTOTYPES, prototypes))), 0.5, 0.8, 1.5);
    }

    private static Example consistency(double power, int... size) {
        Tensor keys = map(31, 2 * IMAGES, CHANNELS, size);
        Map<String, Tensor> extras = Map.of(PixelConsistency.BOX_1, boxes(false, size.length), PixelConsistency.BOX_2,
                boxes(true, size.length));
        Map<String, Tensor> trained = Map.of(PixelConsistency.PROJECTION, map(32, 2 * IMAGES, 4, size),
                PixelConsistency.VALUE, map(33, 2 * IMAGES, CHANNELS, size));
        return new Example(trained, online -> new PixelConsistency(power, 0.7).evaluate(
                new CoreInput(online, Map.of(PixelConsistency.PROJECTION, keys), extras)), 1);
    }

    /** Three parts of two volumes, in two views or in three. */
    private static Example partitions(boolean across) {
        Tensor part = new Tensor(new float[] {0, 1, 2, 0, 1, 2}, 6);
        return new Example(
                Map.of(PartitionContrast.EMBEDDING, CoreGradient.random(41, across ? 12 : 18, CHANNELS)),
                online -> new PartitionContrast(0.3, across).evaluate(
                        new CoreInput(online, Map.of(), Map.of(PartitionContrast.PART, part))), 1);
    }

    private static Example regions(int axes) {
        int[] size = axes == 2 ? new int[] {6, 7} : new int[] {3, 4, 3};
        return new Example(Map.of(RegionContrast.REGIONS, map(51, 2 * IMAGES, 4, size)),
                online -> new RegionContrast(0.3).evaluate(new CoreInput(online)), 1);
    }
}
