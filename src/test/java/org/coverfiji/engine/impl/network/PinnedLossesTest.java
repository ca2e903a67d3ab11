package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.junit.Test;

/**
 * COVER trains as it did when these numbers were noted: losses and gradient norms of a few steps from one seed. The
 * tolerances are what processors with other instructions differ by, whose convolutions add in other orders.
 */
public class PinnedLossesTest {

    /** Of which some are made of blocks of 16 channels and some of blocks of 8 only. */
    private static final int[] WIDTHS = {16, 16, 24, 32, 32, 32, 24, 16, 16};
    private static final double RATE = 1e-4;
    private static final double LOSS_TOLERANCE = 1e-6;
    /** Gradients jump where a displacement crosses a pixel's border. */
    private static final double NORM_TOLERANCE = 1e-4;

    /** @param expected per step: L_vec, L_con and the gradient's norm */
    private static void assertTrains(int dimensions, double[][] expected, int pairs, int... sides) {
        NetworkConfiguration configuration = new NetworkConfiguration(dimensions, 1, WIDTHS);
        CoverNetwork network = new CoverNetwork(configuration,
                new CoverConfiguration(3, new int[] {4, 2, 2, 1, 1}, 2, 1), OptimizerConfiguration.PUBLISHED, 7);
        for (int step = 0; step < expected.length; step++) {
            StepResult result = network.step(TestBatches.random(10L * step, pairs, sides).batch(), RATE);
            double vector = result.losses().get("vector");
            double consistency = result.losses().get("consistency");
            double[] numbers = expected[step];
            assertEquals("L_vec of step " + step, numbers[0], vector, LOSS_TOLERANCE * numbers[0]);
            assertEquals("L_con of step " + step, numbers[1], consistency, LOSS_TOLERANCE * numbers[1]);
            assertEquals("norm of step " + step, numbers[2], result.gradientNorm(), NORM_TOLERANCE * numbers[2]);
        }
        network.close();
    }

    @Test
    public void inTwoDimensions() {
        assertTrains(2, new double[][] {
            {13.713671469169691, 0.44071160581725133, 43.93459513262554},
            {13.31532240817629, 0.4113088571707997, 44.285365818627724},
            {12.596435089883332, 0.3909836036180022, 43.39336579063579}}, 2, 48, 32);
    }

    @Test
    public void inThreeDimensions() {
        assertTrains(3, new double[][] {
            {12.221478965277434, 0.38343222661368725, 46.908849669811566},
            {11.617276916706047, 0.37392169292871547, 37.37978343865096},
            {11.053993648712455, 0.3533036870388391, 41.64011117218217}}, 1, 16, 32, 16);
    }
}
