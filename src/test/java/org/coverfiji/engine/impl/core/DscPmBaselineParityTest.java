package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** Our definition of DSC-PM's pixel and category terms against their numbers in a file. */
public class DscPmBaselineParityTest {

    @Test
    public void agreesWithItsNumbers() {
        GoldenBaseline.matching("dscpm_[23]d.*").forEach(DscPmBaselineParityTest::check);
    }

    private static void check(GoldenBaseline golden) {
        Tensor dense = golden.tensor("dense_q");
        Tensor keys = golden.tensor("dense_k");
        Tensor prototypes = golden.tensor("prototypes");
        int positions = Maps.positions(dense);
        UnitRows own = new UnitRows(golden.tensor("backbone_q"));
        assertArrayEquals(golden.whole("match_cross"),
                within(Matching.nearest(own, new UnitRows(golden.tensor("backbone_k")), positions), positions));
        assertArrayEquals(golden.whole("match_intra"), within(Matching.nearestOther(own, positions), positions));

        double temperature = golden.constant("tau");
        CategoryContrast core = new CategoryContrast(temperature, golden.constant("prototype_temperature"),
                golden.constant("sinkhorn_eps"), (int) golden.constant("sinkhorn_iterations"), 1, 1, 1);
        golden.assertOutput("scores_k", floats(CategoryContrast.scores(new UnitRows(keys), prototypes)));
        golden.assertOutput("codes_k", floats(core.codes(new UnitRows(keys), prototypes)));

        CoreResult result = core.evaluate(input(golden, golden.tensor("dense_q_ema"), keys));
        double pixel = result.losses().get(CategoryContrast.PIXEL_LOSS);
        double category = result.losses().get(CategoryContrast.CATEGORY_LOSS);
        golden.assertLoss("loss_pixel", pixel);
        golden.assertLoss("loss_category", category);
        golden.assertLoss("loss", pixel + category);
        golden.assertGradient("grad_dense_q", result.gradients().get(DenseContrast.DENSE).data());
        golden.assertGradient("grad_prototypes", result.gradients().get(CategoryContrast.PROTOTYPES).data());
        checkNeighbours(golden, temperature);
    }

    /** The two halves of the pixel loss, each by itself. */
    private static void checkNeighbours(GoldenBaseline golden, double temperature) {
        UnitRows queries = new UnitRows(golden.tensor("dense_q"));
        QueueContrast contrast = new QueueContrast(temperature, Parity.transposed(golden.tensor("queue2")));
        int positions = Maps.positions(golden.tensor("dense_q"));
        double[] gradient = new double[queries.values().length];
        for (String[] neighbour : new String[][] {{"match_cross", "dense_k", "loss_cross"},
                {"match_intra", "dense_q_ema", "loss_intra"}}) {
            UnitRows keys = new UnitRows(golden.tensor(neighbour[1]));
            float[] matches = golden.tensor(neighbour[0]).data();
            double loss = 0;
            for (int row = 0; row < queries.rows(); row++) {
                loss += contrast.add(queries, row, 0, gradient, keys,
                        row / positions * positions + Math.round(matches[row])) / queries.rows();
            }
            golden.assertLoss(neighbour[2], loss);
        }
    }

    private static CoreInput input(GoldenBaseline golden, Tensor denseOfFirst, Tensor denseOfSecond) {
        int images = denseOfFirst.size(0);
        int channels = denseOfFirst.size(1);
        return new CoreInput(
                Map.of(DenseContrast.DENSE, golden.tensor("dense_q"), DenseContrast.GLOBAL,
                        CoreGradient.random(1, images, channels)),
                Map.of(DenseContrast.DENSE, Parity.both(denseOfFirst, denseOfSecond), DenseContrast.MAP,
                        Parity.both(golden.tensor("backbone_q"), golden.tensor("backbone_k")), DenseContrast.GLOBAL,
                        CoreGradient.random(2, 2 * images, channels)),
                Map.of(DenseContrast.DENSE_QUEUE, Parity.transposed(golden.tensor("queue2")), DenseContrast.QUEUE,
                        new UnitRows(CoreGradient.random(3, 5, channels)).toTensor(), CategoryContrast.PROTOTYPES,
                        golden.tensor("prototypes")));
    }

    private static int[] within(int[] rows, int positions) {
        int[] within = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            within[i] = rows[i] % positions;
        }
        return within;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
