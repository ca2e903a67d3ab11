package org.coverfiji.engine.impl.core;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** SetSim's step, from a feature map through both heads, against the published program. */
public class SetSimBaselineParityTest {

    @Test
    public void agreesWithItsNumbers() {
        GoldenBaseline.matching("setsim_[23]d.*").forEach(SetSimBaselineParityTest::check);
    }

    private static void check(GoldenBaseline golden) {
        checkMask(golden, "mask", false);
        checkMask(golden, "mask_nearest", true);

        Neck online = new Neck(golden, "param_q/", "0.fc.", "1.");
        CoreResult result = evaluate(golden, online, false);
        double share = golden.constant("p_weight");
        double global = result.losses().get(DenseContrast.GLOBAL_LOSS);
        double dense = result.losses().get(DenseContrast.DENSE_LOSS);
        golden.assertLoss("loss_global", global);
        golden.assertLoss("loss_dense", dense);
        golden.assertLoss("loss", (1 - share) * global + share * dense);
        online.checkGradients(result, "grad_q/");
        Neck.checkQueues(golden, 0, result);
        golden.assertLoss("loss_dense_nearest",
                evaluate(golden, online, true).losses().get(DenseContrast.DENSE_LOSS));
    }

    private static CoreResult evaluate(GoldenBaseline golden, Neck online, boolean nearest) {
        SetContrast core = new SetContrast(golden.constant("tau"), golden.constant("p_weight"),
                golden.constant("attention_threshold"), golden.constant("neg"),
                golden.constant("geometry_threshold"), nearest);
        Neck target = new Neck(golden, "param_k_after/", "0.fc.", "1.");
        return core.evaluate(new CoreInput(online.embeddings(golden.tensor("feat_q")),
                target.embeddings(golden.tensor("feat_k")),
                Map.of(DenseContrast.QUEUE, Parity.transposed(golden.tensor("queue_before")),
                        DenseContrast.DENSE_QUEUE, Parity.transposed(golden.tensor("queue2_before")),
                        SetContrast.BOX_1, golden.tensor("box_q"), SetContrast.BOX_2, golden.tensor("box_k"))));
    }

    private static void checkMask(GoldenBaseline golden, String key, boolean nearest) {
        Tensor map = golden.tensor("feat_q");
        int[][] sets = new PositiveSets(golden.constant("attention_threshold"), golden.constant("neg"),
                golden.constant("geometry_threshold"), nearest).of(map, golden.tensor("feat_k"),
                golden.tensor("box_q"), golden.tensor("box_k"));
        golden.assertExact(key, Parity.mask(sets, Maps.positions(map)));
    }
}
