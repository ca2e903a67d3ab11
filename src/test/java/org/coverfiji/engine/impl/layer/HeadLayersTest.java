package org.coverfiji.engine.impl.layer;

import static org.coverfiji.engine.impl.TestArrays.random;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

public class HeadLayersTest {

    private static ComputationGraph norm(int views, double slope) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT)
                .updater(new NoOp()).graphBuilder().addInputs("in")
                .addLayer("norm", new BatchNorm(3, views, slope), "in").setOutputs("norm")
                .validateOutputLayerConfig(false).build());
        graph.init();
        return graph;
    }

    @Test
    public void everyViewHasStatisticsOfItsOwn() {
        INDArray first = random(DataType.FLOAT, 1, 1, 4, 3, 2, 2);
        INDArray second = random(DataType.FLOAT, 2, 5, 4, 3, 2, 2).addi(7);
        ComputationGraph apart = norm(1, 0);
        ComputationGraph both = norm(2, 0);
        INDArray expected = Nd4j.concat(0, apart.outputSingle(first), apart.outputSingle(second));
        INDArray actual = both.outputSingle(Nd4j.concat(0, first, second));
        assertArrayEquals(expected.dup('c').data().asFloat(), actual.dup('c').data().asFloat(), 1e-6f);
        assertTrue("the first graph sees one view", Math.abs(norm(1, 0).outputSingle(Nd4j.concat(0, first, second))
                .getFloat(0) - actual.getFloat(0)) > 0.1);
        apart.close();
        both.close();
    }

    @Test
    public void normalisedChannelsHaveMean0AndVariance1() {
        ComputationGraph graph = norm(1, 1);
        float[] out = graph.outputSingle(random(DataType.FLOAT, 3, 4, 6, 3, 1, 1).addi(100)).dup('c').data().asFloat();
        for (int channel = 0; channel < 3; channel++) {
            float[] values = new float[6];
            for (int i = 0; i < values.length; i++) {
                values[i] = out[3 * i + channel];
            }
            double sum = 0;
            double squares = 0;
            for (float value : values) {
                sum += value;
                squares += value * value;
            }
            assertTrue(Arrays.toString(values), Math.abs(sum) < 1e-4 && Math.abs(squares / 6 - 1) < 1e-4);
        }
        graph.close();
    }

    @Test
    public void batchesWithoutStatisticsAreRefused() {
        ComputationGraph graph = norm(2, 0);
        CoverException one = assertThrows(CoverException.class,
                () -> graph.outputSingle(random(DataType.FLOAT, 1, 1, 2, 3, 1, 1)));
        assertTrue(one.getMessage(), one.getMessage().contains("one vector per view"));
        CoverException odd = assertThrows(CoverException.class,
                () -> graph.outputSingle(random(DataType.FLOAT, 1, 1, 5, 3, 1, 1)));
        assertTrue(odd.getMessage(), odd.getMessage().contains("5"));
        graph.close();
    }
}
