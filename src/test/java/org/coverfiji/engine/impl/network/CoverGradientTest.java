package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.CoverConfiguration.Aggregation;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient of both losses of the whole COVER network in double precision: for every stage of the U-Net and
 * every projection (in 3D, where convolutions in double are slow, for the whole network), the slope along a random
 * direction of all its parameters against central differences of the score.
 */
public class CoverGradientTest {

    private static final DataType DOUBLE = DataType.DOUBLE;
    private static final double STEP = 1e-7;
    private static final double TOLERANCE = 2e-5;

    private static void check(int dimensions, String blockName, int... sides) {
        check(dimensions, TestBatches.cover(0.7), blockName, sides);
    }

    private static void check(int dimensions, CoverConfiguration method, String blockName, int... sides) {
        ComputationGraphConfiguration configuration = Graphs.cover(TestBatches.narrow(dimensions),
                method, OptimizerConfiguration.PUBLISHED, new LearningRate(), 11, DOUBLE);
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        INDArray parameters = graph.params();
        parameters.addi(TestArrays.random(DOUBLE, 5, 0.1, parameters.shape()));
        MultiDataSet batch = dataSet(TestBatches.random(21, 1, sides), method.hasVectors() ? 2 : 1);
        graph.setInputs(batch.getFeatures());
        graph.setLabels(batch.getLabels());
        graph.setLayerMaskArrays(null, batch.getLabelsMaskArrays());
        graph.computeGradientAndScore();
        double[] gradient = TestArrays.values(graph.gradient().gradient());
        double[] origin = TestArrays.values(parameters);
        double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
        assertTrue("the gradient must not vanish", norm > 0.1);
        int from = 0;
        for (Block block : blocks(graph, blockName)) {
            INDArray direction = TestArrays.random(DOUBLE, 100 + from, 1, block.length);
            double expected = 0;
            for (int i = 0; i < block.length; i++) {
                expected += gradient[from + i] * direction.getDouble(i);
            }
            double above = score(graph, batch, origin, from, direction, STEP);
            double below = score(graph, batch, origin, from, direction, -STEP);
            assertEquals(block.name, (above - below) / (2 * STEP), expected,
                    TOLERANCE * Math.max(norm, Math.abs(expected)));
            from += block.length;
        }
        assertEquals(origin.length, from);
        graph.close();
    }

    private static double score(ComputationGraph graph, MultiDataSet batch, double[] origin, int from,
            INDArray direction, double step) {
        for (int i = 0; i < direction.length(); i++) {
            graph.params().putScalar(from + i, origin[from + i] + step * direction.getDouble(i));
        }
        double score = graph.score(batch, true);
        for (int i = 0; i < direction.length(); i++) {
            graph.params().putScalar(from + i, origin[from + i]);
        }
        return score;
    }

    private static final class Block {

        private final String name;
        private int length;

        Block(String name) {
            this.name = name;
        }
    }

    /** Consecutive parts of the flat parameters: arrays whose names begin with one match of the pattern, together. */
    private static List<Block> blocks(ComputationGraph graph, String blockName) {
        List<Block> blocks = new ArrayList<>();
        graph.paramTable().forEach((name, array) -> {
            String block = name.replaceAll("(" + blockName + ").*", "$1");
            if (blocks.isEmpty() || !blocks.get(blocks.size() - 1).name.equals(block)) {
                blocks.add(new Block(block));
            }
            blocks.get(blocks.size() - 1).length += (int) array.length();
        });
        return blocks;
    }

    private static MultiDataSet dataSet(ViewBatch batch, int outputs) {
        INDArray views = Nd4j.concat(0, Tensors.array(DOUBLE, batch.moving()), Tensors.array(DOUBLE, batch.fixed()));
        INDArray flow = Tensors.array(DOUBLE, batch.flow());
        INDArray mask = Tensors.array(DOUBLE, batch.mask());
        INDArray[] labels = new INDArray[outputs];
        INDArray[] masks = new INDArray[outputs];
        Arrays.fill(labels, flow);
        Arrays.fill(masks, mask);
        return new MultiDataSet(new INDArray[] {views}, labels, null, masks);
    }

    @Test
    public void plane() {
        check(2, "inc|down.|up.|proj..", 16, 32);
    }

    @Test
    public void weightedVectors() {
        check(2, TestBatches.cover(0.7).withVectorWeight(0.3), "inc|down.|up.|proj..", 16, 32);
    }

    @Test
    public void coarsestVectorsAlone() {
        check(2, TestBatches.cover(0.7).withAggregation(Aggregation.COARSEST), "inc|down.|up.|proj..", 32, 32);
        check(3, TestBatches.cover(1).withAggregation(Aggregation.COARSEST), "^", 16, 32, 16);
    }

    @Test
    public void consistencyAlone() {
        check(2, TestBatches.cover(0.7).withVectorWeight(0), "inc|down.|up.", 16, 32);
    }

    @Test
    public void widerWindowsAndSingleHeads() {
        check(2, new CoverConfiguration(2, new int[] {3, 1, 1, 1, 1}, 3, 1), "inc|down.|up.|proj..", 16, 32);
    }

    @Test
    public void volume() {
        check(3, "^", 16, 16, 16);
    }
}
