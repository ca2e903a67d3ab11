package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Inference gives what DL4J's own pass does, and knows of every change of the weights. */
public class ForwardPassTest {

    /** Of values around 1; convolutions forwards alone may be others. */
    private static final float TOLERANCE = 1e-5f;
    private static final float RATE = 0.01f;
    private static final int[] LEVELS = {2, 3, 4};

    /** With maps in blocks of channels, of which two are concatenated, and wide enough for Winograd's algorithm. */
    private static NetworkConfiguration network(int dimensions) {
        return new NetworkConfiguration(dimensions, 1, new int[] {16, 32, 40, 8, 16, 8, 16, 32, 16});
    }

    private static TaskConfiguration segmentation(Protocol protocol) {
        float[][] statistics = new float[LEVELS.length][];
        for (int i = 0; i < LEVELS.length; i++) {
            statistics[i] = new float[network(2).levelChannels(LEVELS[i])];
            for (int channel = 0; channel < statistics[i].length; channel++) {
                statistics[i][channel] = 1 + 0.1f * channel;
            }
        }
        return new TaskConfiguration(Task.SEGMENTATION, protocol, new float[] {1, 1, 1}, LEVELS, statistics,
                statistics);
    }

    private static Tensor images(long seed, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) random.nextDouble();
        }
        return tensor;
    }

    @Test
    public void everyGraphGivesWhatDl4jMakesOfIt() {
        TaskGraphs tasks = new TaskGraphs(network(2), segmentation(Protocol.FULL), 1, DataType.FLOAT);
        for (ComputationGraphConfiguration graph : List.of(Graphs.backbone(network(2), 1, DataType.FLOAT),
                Graphs.encoder(network(2), 1, DataType.FLOAT),
                tasks.trained(OptimizerConfiguration.PUBLISHED, new LearningRate()))) {
            requireTheSame(graph, images(1, 2, 1, 32, 64), images(2, 1, 1, 64, 16), images(3, 2, 1, 32, 64));
        }
        requireTheSame(Graphs.backbone(network(3), 1, DataType.FLOAT), images(1, 1, 1, 16, 32, 16),
                images(2, 1, 1, 16, 32, 16));
    }

    private static void requireTheSame(ComputationGraphConfiguration configuration, Tensor... batches) {
        try (GraphRunner runner = new GraphRunner(configuration)) {
            for (Tensor batch : batches) {
                INDArray input = runner.array(Graphs.IMAGES, batch);
                INDArray[] expected = runner.graph().output(false, input);
                INDArray[] own = runner.outputs(input);
                assertEquals(expected.length, own.length);
                for (int i = 0; i < own.length; i++) {
                    assertArrayEquals(expected[i].shape(), own[i].shape());
                    assertArrayEquals(Tensors.copy(expected[i]).data(), Tensors.copy(own[i]).data(), 0);
                    expected[i].close();
                }
            }
        }
    }

    @Test
    public void arraysStayWhileTheShapeDoes() {
        try (GraphRunner runner = new GraphRunner(Graphs.backbone(network(2), 1, DataType.FLOAT))) {
            // Finds out what is needed; the next pass lays it out.
            runner.outputs(runner.array(Graphs.IMAGES, images(1, 1, 1, 32, 32)));
            INDArray first = runner.outputs(runner.array(Graphs.IMAGES, images(1, 1, 1, 32, 32)))[4];
            assertSame(first, runner.outputs(runner.array(Graphs.IMAGES, images(2, 1, 1, 32, 32)))[4]);
            assertNotSame(first, runner.outputs(runner.array(Graphs.IMAGES, images(2, 2, 1, 32, 32)))[4]);
        }
    }

    @Test
    public void weightsThatStayAreKeptAndNewOnesCount() {
        Tensor tile = images(1, 1, 1, 64, 64);
        try (NativeFeatureNetwork network = NativeFeatureNetwork.backbone(network(2), 1);
                NativeFeatureNetwork other = NativeFeatureNetwork.backbone(network(2), 2)) {
            Tensor[] first = network.features(tile);
            assertClose(unheld(1, tile), first, TOLERANCE);
            assertClose(first, network.features(tile), 0);
            network.setParameters(parameters(2));
            Tensor[] second = network.features(tile);
            assertClose(other.features(tile), second, 0);
            assertFalse(Arrays.equals(first[4].data(), second[4].data()));
        }
    }

    private static Map<String, Tensor> parameters(long seed) {
        try (GraphRunner runner = new GraphRunner(Graphs.backbone(network(2), seed, DataType.FLOAT))) {
            return runner.parameters();
        }
    }

    private static Tensor[] unheld(long seed, Tensor tile) {
        try (GraphRunner runner = new GraphRunner(Graphs.backbone(network(2), seed, DataType.FLOAT))) {
            return runner.infer(runner.array(Graphs.IMAGES, tile)).values().toArray(new Tensor[0]);
        }
    }

    private static void assertClose(Tensor[] expected, Tensor[] found, float tolerance) {
        for (int level = 0; level < expected.length; level++) {
            assertArrayEquals(expected[level].data(), found[level].data(), tolerance);
        }
    }

    @Test
    public void whatAStepChangesCounts() {
        Tensor tile = images(1, 2, 1, 32, 32);
        Tensor ones = Tensor.zeros(2, 1, 32, 32);
        Arrays.fill(ones.data(), 1);
        for (Protocol protocol : Protocol.values()) {
            try (NativeTaskNetwork network = task(protocol); NativeTaskNetwork fresh = task(protocol)) {
                // Holds the weights from here on.
                Tensor before = network.predict(tile);
                network.step(new LabelBatch(tile, ones, ones), RATE);
                Tensor after = network.predict(tile);
                assertFalse(protocol.toString(), Arrays.equals(before.data(), after.data()));
                fresh.setParameters(new LinkedHashMap<>(network.parameters()));
                assertArrayEquals(protocol.toString(), fresh.predict(tile).data(), after.data(), 0);
            }
        }
    }

    private static NativeTaskNetwork task(Protocol protocol) {
        return new NativeTaskNetwork(network(2), segmentation(protocol), OptimizerConfiguration.PUBLISHED, 1);
    }
}
