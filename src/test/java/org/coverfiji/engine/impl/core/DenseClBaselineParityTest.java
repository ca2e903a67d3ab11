package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** DenseCL's step, from a feature map through both heads, against the published program. */
public class DenseClBaselineParityTest {

    @Test
    public void agreesWithItsNumbers() {
        GoldenBaseline.matching("densecl_[23]d.*").forEach(DenseClBaselineParityTest::check);
    }

    private static void check(GoldenBaseline golden) {
        Neck online = new Neck(golden, "param_q/", "mlp.", "mlp2.");
        Neck target = new Neck(golden, "param_k_after/", "mlp.", "mlp2.");
        Tensor map = golden.tensor("feat_q");
        Tensor other = golden.tensor("feat_k");
        int positions = Maps.positions(map);
        int[] matches = Matching.nearest(new UnitRows(map), new UnitRows(other), positions);
        for (int i = 0; i < matches.length; i++) {
            matches[i] %= positions;
        }
        assertArrayEquals(golden.whole("match"), matches);

        double share = golden.constant("lambda_");
        CoreResult result = new DenseContrast(golden.constant("tau"), share).evaluate(
                new CoreInput(online.embeddings(map), target.embeddings(other),
                        Map.of(DenseContrast.QUEUE, Parity.transposed(golden.tensor("queue_before")),
                                DenseContrast.DENSE_QUEUE, Parity.transposed(golden.tensor("queue2_before")))));
        double global = (1 - share) * result.losses().get(DenseContrast.GLOBAL_LOSS);
        double dense = share * result.losses().get(DenseContrast.DENSE_LOSS);
        golden.assertLoss("loss_global", global);
        golden.assertLoss("loss_dense", dense);
        golden.assertLoss("loss", global + dense);
        int column = (int) golden.constant("write_column");
        online.checkGradients(result, "grad_q/");
        Neck.checkQueues(golden, column, result);
    }
}
