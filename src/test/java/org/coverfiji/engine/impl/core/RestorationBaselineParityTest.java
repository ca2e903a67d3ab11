package org.coverfiji.engine.impl.core;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** The losses of denoising and in-painting in all their forms. */
public class RestorationBaselineParityTest {

    private static void check(GoldenBaseline golden, SquaredError core, String set, String dimensions) {
        CoreResult result = core.evaluate(new CoreInput(
                Map.of(SquaredError.RESTORED, golden.tensor("pred" + dimensions)), Map.of(),
                Map.of(SquaredError.CLEAN, golden.tensor("clean" + dimensions), SquaredError.MASK,
                        golden.tensor("mask" + dimensions))));
        golden.assertLoss("loss_" + set, result.losses().get(SquaredError.LOSS));
        golden.assertGradient("grad_" + set, result.gradients().get(SquaredError.RESTORED).data());
    }

    @Test
    public void allForms() {
        for (GoldenBaseline golden : GoldenBaseline.matching("denoise_inpaint.*")) {
            SquaredError rings = SquaredError.hidden((int) golden.constant("overlap_ring"),
                    golden.constant("overlap_weight"));
            check(golden, SquaredError.everywhere(), "denoise", "");
            check(golden, SquaredError.everywhere(), "whole", "");
            check(golden, SquaredError.hidden(0, 1), "hole", "");
            check(golden, rings, "overlap", "");
            check(golden, SquaredError.hidden(0, 1), "hole3d", "3d");
            Tensor mask = golden.tensor("mask");
            golden.assertExact("weights_overlap", rings.weights(mask));
        }
    }
}
