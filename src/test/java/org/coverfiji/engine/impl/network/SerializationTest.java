package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;

import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own model files hold COVER networks: configuration, parameters and the optimizer's state. */
public class SerializationTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static ComputationGraphConfiguration configuration(int dimensions) {
        LearningRate rate = new LearningRate();
        rate.set(0.01);
        return Graphs.cover(TestBatches.narrow(dimensions), TestBatches.cover(0.25),
                new OptimizerConfiguration(1, 1e-4, 0.8, 0.99, 1e-6), rate, 3, DataType.FLOAT);
    }

    private static MultiDataSet dataSet(int... sides) {
        ViewBatch batch = TestBatches.random(1, 1, sides);
        INDArray views = Nd4j.concat(0, Tensors.array(DataType.FLOAT, batch.moving()),
                Tensors.array(DataType.FLOAT, batch.fixed()));
        INDArray flow = Tensors.array(DataType.FLOAT, batch.flow());
        INDArray mask = Tensors.array(DataType.FLOAT, batch.mask());
        return new MultiDataSet(new INDArray[] {views}, new INDArray[] {flow, flow}, null, new INDArray[] {mask, mask});
    }

    @Test
    public void configurationSurvivesJson() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            ComputationGraphConfiguration configuration = configuration(dimensions);
            String json = configuration.toJson();
            ComputationGraphConfiguration restored = ComputationGraphConfiguration.fromJson(json);
            assertEquals(json, restored.toJson());
            assertEquals(configuration, restored);
        }
    }

    @Test
    public void configurationSurvivesYaml() {
        ComputationGraphConfiguration configuration = configuration(2);
        assertEquals(configuration, ComputationGraphConfiguration.fromYaml(configuration.toYaml()));
    }

    @Test
    public void backboneSurvivesJson() {
        ComputationGraphConfiguration configuration = Graphs.backbone(TestBatches.narrow(3), 3, DataType.FLOAT);
        assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
    }

    @Test
    public void networksWithAHeadSurviveJson() {
        float[][] statistics = {new float[8], {1, 2, 3, 4, 5, 6, 7, 8}};
        for (Task task : Task.values()) {
            TaskConfiguration head = new TaskConfiguration(task, Protocol.FULL, new float[] {1, 2}, new int[] {3, 4},
                    statistics, statistics);
            ComputationGraphConfiguration configuration = new TaskGraphs(TestBatches.narrow(2), head, 3, DataType.FLOAT)
                    .trained(OptimizerConfiguration.PUBLISHED, new LearningRate());
            String json = configuration.toJson();
            assertEquals(json, ComputationGraphConfiguration.fromJson(json).toJson());
            assertTrue("class weights", json.replaceAll("\\s", "").contains("\"classWeights\":[1.0,2.0]"));
        }
    }

    @Test
    public void restoredNetworkGivesTheSameAndGoesOnTraining() throws Exception {
        restoredNetworkGivesTheSame(2, 16, 32);
        restoredNetworkGivesTheSame(3, 16, 16, 16);
    }

    private void restoredNetworkGivesTheSame(int dimensions, int... sides) throws Exception {
        ComputationGraph original = new ComputationGraph(configuration(dimensions));
        original.init();
        MultiDataSet batch = dataSet(sides);
        original.fit(batch);
        original.fit(batch);
        File file = folder.newFile();
        ModelSerializer.writeModel(original, file, true);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file, true);

        assertArrayEquals(TestArrays.bits(original.params()), TestArrays.bits(restored.params()));
        assertArrayEquals("optimizer", TestArrays.bits(original.getUpdater().getStateViewArray()),
                TestArrays.bits(restored.getUpdater().getStateViewArray()));
        assertArrayEquals("field", TestArrays.bits(original.output(false, batch.getFeatures())[0]),
                TestArrays.bits(restored.output(false, batch.getFeatures())[0]));
        assertEquals("score", original.score(batch, false), restored.score(batch, false), 0);
        for (int step = 0; step < 3; step++) {
            original.fit(batch);
            restored.fit(batch);
            assertArrayEquals("step " + step, TestArrays.bits(original.params()), TestArrays.bits(restored.params()));
        }
        original.setLearningRate(0.002);
        restored.setLearningRate(0.002);
        original.fit(batch);
        restored.fit(batch);
        assertArrayEquals("another rate", TestArrays.bits(original.params()), TestArrays.bits(restored.params()));
        original.close();
        restored.close();
    }
}
