package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

/** Networks with a head on toy problems: what is trained, what is not, and that training works. */
public class NativeTaskNetworkTest {

    private static final int SIDE = 32;
    private static final int[] ALL_LEVELS = {0, 1, 2, 3, 4};

    private static NetworkConfiguration network(int dimensions) {
        return new NetworkConfiguration(dimensions, 1, new int[] {8, 8, 8, 8, 8, 8, 8, 8, 8});
    }

    private static NativeTaskNetwork task(int dimensions, Task task, Protocol protocol, int classes, int... levels) {
        float[] weights = new float[classes];
        Arrays.fill(weights, 1);
        return new NativeTaskNetwork(network(dimensions), new TaskConfiguration(task, protocol, weights, levels, null,
                null), OptimizerConfiguration.PUBLISHED, 3);
    }

    /** A bright disc (class 1) and a bright square ring (class 2) on noise. */
    private static LabelBatch shapes(long seed, int batch) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor images = Tensor.zeros(batch, 1, SIDE, SIDE);
        Tensor labels = Tensor.zeros(batch, 1, SIDE, SIDE);
        Tensor mask = Tensor.zeros(batch, 1, SIDE, SIDE);
        Arrays.fill(mask.data(), 1);
        for (int n = 0; n < batch; n++) {
            int discY = 8 + random.nextInt(16);
            int discX = 6 + random.nextInt(5);
            int ringY = 8 + random.nextInt(16);
            int ringX = 21 + random.nextInt(5);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    boolean disc = (y - discY) * (y - discY) + (x - discX) * (x - discX) <= 25;
                    int distance = Math.max(Math.abs(y - ringY), Math.abs(x - ringX));
                    int label = disc ? 1 : distance >= 2 && distance <= 5 ? 2 : 0;
                    int i = (n * SIDE + y) * SIDE + x;
                    labels.data()[i] = label;
                    images.data()[i] = (float) ((label == 0 ? 0.2 : label == 1 ? 0.6 : 0.9)
                            + 0.2 * (random.nextDouble() - 0.5));
                }
            }
        }
        return new LabelBatch(images, labels, mask);
    }

    /** Mean over the foreground classes. */
    private static double dice(Tensor probabilities, Tensor labels) {
        int classes = probabilities.size(1);
        int pixels = labels.data().length / labels.size(0);
        double mean = 0;
        for (int k = 1; k < classes; k++) {
            int common = 0;
            int both = 0;
            for (int i = 0; i < labels.data().length; i++) {
                boolean predicted = argmax(probabilities, i / pixels, i % pixels) == k;
                boolean drawn = labels.data()[i] == k;
                common += predicted && drawn ? 1 : 0;
                both += (predicted ? 1 : 0) + (drawn ? 1 : 0);
            }
            mean += 2.0 * common / both / (classes - 1);
        }
        return mean;
    }

    private static int argmax(Tensor probabilities, int n, int pixel) {
        int classes = probabilities.size(1);
        int pixels = probabilities.data().length / probabilities.size(0) / classes;
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (probabilities.data()[(n * classes + k) * pixels + pixel]
                    > probabilities.data()[(n * classes + best) * pixels + pixel]) {
                best = k;
            }
        }
        return best;
    }

    private static double diceAfter(NativeTaskNetwork network, int iterations, double rate) {
        double first = network.step(shapes(0, 4), rate);
        double last = first;
        for (int i = 1; i < iterations; i++) {
            last = network.step(shapes(i, 4), rate);
        }
        assertTrue("loss " + first + " → " + last, last < first);
        LabelBatch test = shapes(1000, 4);
        return dice(network.predict(test.images()), test.labels());
    }

    @Test
    public void learnsToSegmentWithAllWeights() {
        try (NativeTaskNetwork network = task(2, Task.SEGMENTATION, Protocol.FULL, 3, 4)) {
            double dice = diceAfter(network, 50, 1e-2);
            assertTrue("Dice " + dice, dice > 0.95);
        }
    }

    @Test
    public void learnsToSegmentWithTheDecoderAlone() {
        try (NativeTaskNetwork network = task(2, Task.SEGMENTATION, Protocol.DECODER, 3, ALL_LEVELS)) {
            double dice = diceAfter(network, 50, 1e-2);
            assertTrue("Dice " + dice, dice > 0.95);
        }
    }

    @Test
    public void onlyTheTrainedPartChanges() {
        requireFrozen(Task.SEGMENTATION, Protocol.LINEAR, "backbone.");
        requireFrozen(Task.SEGMENTATION, Protocol.DECODER, "backbone.inc.", "backbone.down");
        requireFrozen(Task.CLASSIFICATION, Protocol.LINEAR, "backbone.");
        requireFrozen(Task.SEGMENTATION, Protocol.FULL);
    }

    private static void requireFrozen(Task task, Protocol protocol, String... prefixes) {
        try (NativeTaskNetwork network = task(2, task, protocol, 3, ALL_LEVELS)) {
            Map<String, Tensor> before = network.parameters();
            LabelBatch batch = task == Task.SEGMENTATION ? shapes(1, 2) : whole(1, 2);
            for (int i = 0; i < 3; i++) {
                network.step(batch, 1e-2);
            }
            network.parameters().forEach((name, after) -> {
                boolean frozen = Arrays.stream(prefixes).anyMatch(name::startsWith);
                assertEquals(protocol + " " + task + ": " + name, frozen,
                        Arrays.equals(before.get(name).data(), after.data()));
            });
        }
    }

    @Test
    public void headsAreNamedByTheirLevel() {
        try (NativeTaskNetwork network = task(2, Task.SEGMENTATION, Protocol.LINEAR, 3, 1, 4)) {
            Map<String, Tensor> parameters = network.parameters();
            assertArrayEquals(new int[] {3, 8, 1, 1}, parameters.get("head.4.weight").shape());
            assertArrayEquals(new int[] {3}, parameters.get("head.1.bias").shape());
            assertFalse(parameters.containsKey("head.0.weight"));
            assertTrue(parameters.containsKey("backbone.inc.double_conv.4.weight"));
            assertEquals(9 * 8 + 4, parameters.size());
        }
    }

    /** What the head on all levels should give, computed from the backbone's maps without the head's graph. */
    @Test
    public void theHeadSeesStandardisedMapsOfAllLevels() {
        int levels = NetworkConfiguration.LEVELS;
        float[][] means = new float[levels][8];
        float[][] deviations = new float[levels][8];
        for (int level = 0; level < levels; level++) {
            for (int c = 0; c < 8; c++) {
                means[level][c] = 0.1f * (level - c);
                deviations[level][c] = 0.5f + 0.1f * c + level;
            }
        }
        TaskConfiguration task = new TaskConfiguration(Task.SEGMENTATION, Protocol.LINEAR, new float[] {1, 1},
                ALL_LEVELS, means, deviations);
        Tensor images = shapes(5, 1).images();
        try (NativeTaskNetwork network = new NativeTaskNetwork(network(2), task, OptimizerConfiguration.PUBLISHED, 3);
                NativeFeatureNetwork backbone = NativeFeatureNetwork.backbone(network(2), 3)) {
            Map<String, Tensor> heads = new HashMap<>();
            SplittableRandom random = new SplittableRandom(8);
            for (int level = 0; level < levels; level++) {
                heads.put("head." + level + ".weight", random(random, 2, 8, 1, 1));
                heads.put("head." + level + ".bias", random(random, 2));
            }
            network.setParameters(heads);
            Tensor probabilities = network.predict(images);
            Tensor[] maps = backbone.features(images);
            double[][] scores = new double[2][SIDE * SIDE];
            for (int level = 0; level < levels; level++) {
                int stride = NetworkConfiguration.levelStride(level);
                for (int k = 0; k < 2; k++) {
                    double[] map = new double[maps[level].data().length / 8];
                    Arrays.fill(map, heads.get("head." + level + ".bias").data()[k]);
                    for (int c = 0; c < 8; c++) {
                        for (int i = 0; i < map.length; i++) {
                            map[i] += heads.get("head." + level + ".weight").data()[k * 8 + c]
                                    * (maps[level].data()[c * map.length + i] - means[level][c]) / deviations[level][c];
                        }
                    }
                    add(scores[k], upsampled(map, SIDE / stride, stride));
                }
            }
            for (int i = 0; i < SIDE * SIDE; i++) {
                assertEquals(1 / (1 + Math.exp(scores[0][i] - scores[1][i])),
                        probabilities.data()[SIDE * SIDE + i], 1e-4);
            }
        }
    }

    /** Up-sampled ×2 as often as needed, half-pixel centres. */
    private static double[] upsampled(double[] map, int side, int stride) {
        if (stride == 1) {
            return map;
        }
        double[] up = new double[4 * map.length];
        for (int y = 0; y < 2 * side; y++) {
            for (int x = 0; x < 2 * side; x++) {
                double sourceY = Math.max(0, Math.min(side - 1, (y + 0.5) / 2 - 0.5));
                double sourceX = Math.max(0, Math.min(side - 1, (x + 0.5) / 2 - 0.5));
                int y0 = Math.min(side - 2 < 0 ? 0 : side - 2, (int) sourceY);
                int x0 = Math.min(side - 2 < 0 ? 0 : side - 2, (int) sourceX);
                int y1 = Math.min(side - 1, y0 + 1);
                int x1 = Math.min(side - 1, x0 + 1);
                double v = sourceY - y0;
                double u = sourceX - x0;
                up[y * 2 * side + x] = (1 - v) * ((1 - u) * map[y0 * side + x0] + u * map[y0 * side + x1])
                        + v * ((1 - u) * map[y1 * side + x0] + u * map[y1 * side + x1]);
            }
        }
        return upsampled(up, 2 * side, stride / 2);
    }

    private static void add(double[] sum, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }

    private static Tensor random(SplittableRandom random, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) (random.nextDouble() - 0.5);
        }
        return tensor;
    }

    /** Class 0: vertical stripes, class 1: horizontal ones, class 2: none. */
    private static LabelBatch whole(long seed, int batch) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor images = Tensor.zeros(batch, 1, SIDE, SIDE);
        Tensor labels = Tensor.zeros(batch, 1, 1, 1);
        Tensor mask = Tensor.zeros(batch, 1, 1, 1);
        Arrays.fill(mask.data(), 1);
        for (int n = 0; n < batch; n++) {
            int label = random.nextInt(3);
            int phase = random.nextInt(4);
            labels.data()[n] = label;
            for (int i = 0; i < SIDE * SIDE; i++) {
                int along = label == 0 ? i % SIDE : i / SIDE;
                double stripe = label == 2 ? 0.5 : (along + phase) / 2 % 2;
                images.data()[n * SIDE * SIDE + i] = (float) (stripe * 0.6 + 0.4 * random.nextDouble());
            }
        }
        return new LabelBatch(images, labels, mask);
    }

    @Test
    public void learnsToClassify() {
        try (NativeTaskNetwork network = task(2, Task.CLASSIFICATION, Protocol.FULL, 3, ALL_LEVELS)) {
            for (int i = 0; i < 40; i++) {
                network.step(whole(i, 8), 1e-2);
            }
            LabelBatch test = whole(500, 16);
            Tensor probabilities = network.predict(test.images());
            assertArrayEquals(new int[] {16, 3, 1, 1}, probabilities.shape());
            int correct = 0;
            for (int n = 0; n < 16; n++) {
                correct += argmax(probabilities, n, 0) == test.labels().data()[n] ? 1 : 0;
            }
            assertTrue(correct + " of 16", correct >= 15);
        }
    }

    /** A network for whole images whose head standardises by what a batch's averages are at the start. */
    private static NativeTaskNetwork standardised(LabelBatch batch) {
        float[][] means = new float[ALL_LEVELS.length][8];
        float[][] deviations = new float[ALL_LEVELS.length][8];
        try (NativeFeatureNetwork encoder = NativeFeatureNetwork.encoder(network(2), 3)) {
            Tensor[] maps = encoder.features(batch.images());
            for (int level = 0; level < maps.length; level++) {
                int pixels = maps[level].data().length / batch.size() / 8;
                for (int c = 0; c < 8; c++) {
                    double[] averages = new double[batch.size()];
                    for (int i = 0; i < batch.size() * pixels; i++) {
                        averages[i / pixels] += maps[level].data()[(i / pixels * 8 + c) * pixels + i % pixels] / pixels;
                    }
                    double mean = Arrays.stream(averages).average().getAsDouble();
                    means[level][c] = (float) mean;
                    deviations[level][c] = (float) Math.sqrt(
                            Arrays.stream(averages).map(a -> (a - mean) * (a - mean)).average().getAsDouble());
                }
            }
        }
        return new NativeTaskNetwork(network(2), new TaskConfiguration(Task.CLASSIFICATION, Protocol.FULL,
                new float[] {1, 1, 1}, ALL_LEVELS, means, deviations), OptimizerConfiguration.PUBLISHED, 3);
    }

    /** With means that stay, the losses of these steps reach 69. */
    @Test
    public void anEncoderThatMovesDoesNotThrowTheHeadOff() {
        try (NativeTaskNetwork network = standardised(whole(100, 32))) {
            double worst = 0;
            for (int i = 0; i < 60; i++) {
                double loss = network.step(whole(i, 4), 1e-3);
                if (i == 0) {
                    assertEquals("all classes are equally likely at first", Math.log(3), loss, 1e-5);
                }
                worst = i < 10 ? 0 : Math.max(worst, loss);
            }
            assertTrue("" + worst, worst < 3);
        }
    }

    @Test
    public void meansThatFollowAreKeptWithTheWeights() {
        LabelBatch start = whole(100, 8);
        try (NativeTaskNetwork first = standardised(start); NativeTaskNetwork second = standardised(start)) {
            float[] before = first.parameters().get("head.2.mean").data();
            for (int i = 0; i < 3; i++) {
                first.step(whole(i, 4), 1e-3);
            }
            assertFalse(Arrays.equals(before, first.parameters().get("head.2.mean").data()));
            second.setParameters(first.parameters());
            second.setState(first.state());
            assertArrayEquals(first.predict(start.images()).data(), second.predict(start.images()).data(), 0);
            for (int i = 3; i < 6; i++) {
                assertEquals(first.step(whole(i, 4), 1e-3), second.step(whole(i, 4), 1e-3), 0);
            }
            CoverException e = assertThrows(CoverException.class, () -> second.setParameters(
                    Collections.singletonMap("head.2.mean", Tensor.zeros(9))));
            assertTrue(e.getMessage(), e.getMessage().contains("head.2.mean"));
        }
    }

    @Test
    public void volumesGiveProbabilities() {
        for (Protocol protocol : Protocol.values()) {
            try (NativeTaskNetwork network = task(3, Task.SEGMENTATION, protocol, 2, ALL_LEVELS)) {
                SplittableRandom random = new SplittableRandom(4);
                Tensor images = random(random, 1, 1, 16, 16, 32);
                Tensor labels = Tensor.zeros(1, 1, 16, 16, 32);
                Tensor mask = Tensor.zeros(1, 1, 16, 16, 32);
                Arrays.fill(labels.data(), 0, 2000, 1);
                Arrays.fill(mask.data(), 1);
                double before = network.step(new LabelBatch(images, labels, mask), 1e-2);
                double after = network.step(new LabelBatch(images, labels, mask), 1e-2);
                assertTrue(protocol + ": " + before + " → " + after, after < before);
                Tensor probabilities = network.predict(images);
                assertArrayEquals(new int[] {1, 2, 16, 16, 32}, probabilities.shape());
                for (int i = 0; i < 8192; i++) {
                    assertEquals(1, probabilities.data()[i] + probabilities.data()[8192 + i], 1e-5);
                }
            }
        }
    }

    @Test
    public void trainingGoesOnFromASavedState() {
        try (NativeTaskNetwork first = task(2, Task.SEGMENTATION, Protocol.DECODER, 3, 4);
                NativeTaskNetwork second = task(2, Task.SEGMENTATION, Protocol.DECODER, 3, 4)) {
            for (int i = 0; i < 3; i++) {
                first.step(shapes(i, 2), 1e-3);
            }
            second.setParameters(first.parameters());
            second.setState(first.state());
            for (int i = 3; i < 6; i++) {
                assertEquals(first.step(shapes(i, 2), 1e-3), second.step(shapes(i, 2), 1e-3), 0);
            }
            Map<String, Tensor> expected = first.parameters();
            second.parameters().forEach(
                    (name, tensor) -> assertArrayEquals(name, expected.get(name).data(), tensor.data(), 0));
        }
    }

    @Test
    public void anEmptyMaskChangesNothingButTheDecay() {
        try (NativeTaskNetwork network = task(2, Task.SEGMENTATION, Protocol.LINEAR, 3, 4)) {
            // Weights of 0 do not decay.
            network.setParameters(Collections.singletonMap("head.4.weight", Tensor.zeros(3, 8, 1, 1)));
            LabelBatch batch = shapes(1, 1);
            double loss = network.step(new LabelBatch(batch.images(), batch.labels(), Tensor.zeros(1, 1, SIDE, SIDE)),
                    1e-2);
            assertEquals(0, loss, 0);
            assertArrayEquals(new float[24], network.parameters().get("head.4.weight").data(), 0);
        }
    }

    @Test
    public void unknownWeightsAreRefused() {
        try (NativeTaskNetwork network = task(2, Task.SEGMENTATION, Protocol.LINEAR, 3, 4)) {
            CoverException e = assertThrows(CoverException.class, () -> network.setParameters(
                    Collections.singletonMap("proj.0.proj.bias", Tensor.zeros(2))));
            assertTrue(e.getMessage(), e.getMessage().contains("proj.0.proj.bias"));
            assertThrows(CoverException.class, () -> network.setParameters(
                    Collections.singletonMap("head.4.bias", Tensor.zeros(2))));
        }
    }

    /** Widths that oneDNN takes in blocks of channels, and widths of which only some are, but not for every head. */
    @Test
    public void everyHeadTrainsAsOnNd4jKernels() {
        LabelBatch pixels = shapes(5, 2);
        LabelBatch whole = new LabelBatch(pixels.images(), new Tensor(new float[] {0, 2}, 2, 1, 1, 1),
                new Tensor(new float[] {1, 1}, 2, 1, 1, 1));
        boolean all = Boolean.getBoolean("cover.long");
        for (int width : new int[] {16, 24}) {
            for (Task kind : Task.values()) {
                for (Protocol protocol : width == 16 || all ? Protocol.values() : new Protocol[] {Protocol.FULL}) {
                    int[][] reads = width == 16 ? new int[][] {ALL_LEVELS, {4}} : new int[][] {{3, 4}};
                    for (int[] levels : reads) {
                        String what = width + " " + kind + " " + protocol + " " + Arrays.toString(levels);
                        LabelBatch batch = kind == Task.CLASSIFICATION ? whole : pixels;
                        double[] fused = losses(width, kind, protocol, levels, batch);
                        System.setProperty(KernelChoice.PROPERTY, "nd4j");
                        try {
                            double[] twins = losses(width, kind, protocol, levels, batch);
                            assertArrayEquals(what, twins, fused, 1e-4 * twins[0]);
                        } finally {
                            System.clearProperty(KernelChoice.PROPERTY);
                        }
                    }
                }
            }
        }
    }

    private static double[] losses(int width, Task kind, Protocol protocol, int[] levels, LabelBatch batch) {
        NetworkConfiguration wide = new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(width));
        try (NativeTaskNetwork network = new NativeTaskNetwork(wide, new TaskConfiguration(kind, protocol,
                new float[] {1, 1, 1}, levels, null, null), OptimizerConfiguration.PUBLISHED, 3)) {
            // Weights of 0, as for whole images, pass nothing on to the encoder in their first step.
            double[] losses = new double[kind == Task.CLASSIFICATION ? 3 : 2];
            for (int i = 0; i < losses.length; i++) {
                losses[i] = network.step(batch, 1e-4);
            }
            return losses;
        }
    }
}
