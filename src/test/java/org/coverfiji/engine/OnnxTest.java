package org.coverfiji.engine;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.metric.Temperature;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What ONNX Runtime makes of an exported network is what the engine makes of the network. */
public class OnnxTest {

    private static final double TOLERANCE = 1e-4;
    private static final float[] THREE = {1, 1, 1};

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final Random random = new Random(5);
    private final Engine engine = EngineLoader.load("cpu");

    @Test
    public void backbonesIn2D() throws IOException {
        assertBackbone(TestModels.network(2, 2), new int[] {2, 2, 32, 48}, new int[] {1, 2, 64, 16},
                new int[] {3, 2, 16, 16});
    }

    @Test
    public void backbonesIn3D() throws IOException {
        assertBackbone(TestModels.network(3, 1), new int[] {1, 1, 16, 32, 48}, new int[] {2, 1, 32, 16, 16});
    }

    private void assertBackbone(NetworkConfiguration network, int[]... shapes) throws IOException {
        Map<String, Tensor> weights = TestModels.weights(network);
        List<Tensor> tiles = tiles(shapes);
        List<Map<String, Tensor>> theirs = theirs(engine.onnx(network, null, 1, weights), tiles);
        try (FeatureNetwork own = engine.backbone(network, 1)) {
            own.setParameters(weights);
            for (int i = 0; i < tiles.size(); i++) {
                Tensor[] levels = own.features(tiles.get(i));
                assertEquals(5, theirs.get(i).size());
                for (int level = 0; level < 5; level++) {
                    assertSame("level" + level + " of " + tiles.get(i), levels[level],
                            theirs.get(i).get("level" + level));
                }
            }
        }
    }

    @Test
    public void segmentationWithAPlainHead() throws IOException {
        assertTask(TestModels.network(2, 1), new TaskConfiguration(Task.SEGMENTATION, Protocol.FULL, THREE,
                new int[] {4}, null, null), 1, new int[] {2, 1, 48, 32}, new int[] {1, 1, 16, 64});
    }

    @Test
    public void segmentationIn3DOnAllLevelsStandardised() throws IOException {
        NetworkConfiguration network = TestModels.network(3, 1);
        int[] levels = {0, 1, 2, 3, 4};
        int[] channels = Arrays.stream(levels).map(network::levelChannels).toArray();
        assertTask(network, new TaskConfiguration(Task.SEGMENTATION, Protocol.FULL, THREE, levels, vectors(channels),
                positive(channels)), 1, new int[] {1, 1, 16, 16, 32}, new int[] {1, 1, 32, 32, 16});
    }

    @Test
    public void classificationOfPooledMapsBothWaysCalibrated() throws IOException {
        NetworkConfiguration network = TestModels.network(2, 1);
        int[] places = {1, 4, 5, 8};
        // Averages and deviations of each.
        int[] values = Arrays.stream(places).map(place -> 2 * network.widths()[place]).toArray();
        assertTask(network, new TaskConfiguration(Task.CLASSIFICATION, Protocol.FULL, THREE, places, vectors(values),
                positive(values)), 2.5, new int[] {2, 1, 48, 32}, new int[] {1, 1, 64, 64});
    }

    @Test
    public void classificationIn3DOfPlainAverages() throws IOException {
        assertTask(TestModels.network(3, 1), new TaskConfiguration(Task.CLASSIFICATION, Protocol.FULL, THREE,
                new int[] {4}, null, null), 1, new int[] {2, 1, 16, 32, 16});
    }

    private void assertTask(NetworkConfiguration network, TaskConfiguration task, double temperature, int[]... shapes)
            throws IOException {
        List<Tensor> tiles = tiles(shapes);
        try (TaskNetwork own = engine.task(network, task, OptimizerConfiguration.PUBLISHED, 1)) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            own.parameters().forEach((name, tensor) -> weights.put(name, tile(tensor.shape())));
            own.setParameters(weights);
            List<Map<String, Tensor>> theirs = theirs(engine.onnx(network, task, temperature, weights), tiles);
            for (int i = 0; i < tiles.size(); i++) {
                Tensor expected = own.predict(tiles.get(i));
                assertSame(tiles.get(i).toString(), calibrated(expected, task, temperature),
                        theirs.get(i).get("probabilities"));
            }
        }
    }

    private static Tensor calibrated(Tensor probabilities, TaskConfiguration task, double temperature) {
        if (task.task() == Task.SEGMENTATION) {
            return probabilities;
        }
        int classes = task.classes();
        float[] data = new float[probabilities.data().length];
        for (int from = 0; from < data.length; from += classes) {
            System.arraycopy(Temperature.apply(Arrays.copyOfRange(probabilities.data(), from, from + classes),
                    temperature), 0, data, from, classes);
        }
        return new Tensor(data, probabilities.size(0), classes);
    }

    private List<Map<String, Tensor>> theirs(byte[] onnx, List<Tensor> tiles) throws IOException {
        File model = folder.newFile("model.onnx");
        Files.write(model.toPath(), onnx);
        return OnnxRun.run(model, folder.getRoot(), tiles);
    }

    private List<Tensor> tiles(int[]... shapes) {
        return Stream.of(shapes).map(this::tile).collect(Collectors.toList());
    }

    private Tensor tile(int... shape) {
        Tensor tile = Tensor.zeros(shape);
        for (int i = 0; i < tile.data().length; i++) {
            tile.data()[i] = (float) random.nextGaussian();
        }
        return tile;
    }

    private float[][] vectors(int[] lengths) {
        return Arrays.stream(lengths).mapToObj(length -> tile(length).data()).toArray(float[][]::new);
    }

    private float[][] positive(int[] lengths) {
        float[][] vectors = vectors(lengths);
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = 0.5f + Math.abs(vector[i]);
            }
        }
        return vectors;
    }

    private static void assertSame(String message, Tensor expected, Tensor actual) {
        assertArrayEquals(message, expected.shape(), actual.shape());
        double largest = 0;
        for (int i = 0; i < expected.data().length; i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i] - actual.data()[i]));
        }
        assertEquals(message, 0, largest, TOLERANCE);
    }
}
