package org.coverfiji.engine.impl.core;

import java.util.Map;

import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** The losses of SimSiam and BYOL from predictions and projections on. */
public class TwinsBaselineParityTest {

    @Test
    public void simsiam() {
        for (GoldenBaseline golden : GoldenBaseline.matching("simsiam.*")) {
            CoreResult result = new NegativeCosine().evaluate(new CoreInput(
                    Map.of(NegativeCosine.PREDICTION, golden.stacked("p1", "p2"), NegativeCosine.PROJECTION,
                            golden.stacked("z1", "z2"))));
            golden.assertLoss("loss", result.losses().get(NegativeCosine.LOSS));
            golden.assertGradients("grad_p1", "grad_p2",
                    result.gradients().get(NegativeCosine.PREDICTION).data());
        }
    }

    @Test
    public void byol() {
        for (GoldenBaseline golden : GoldenBaseline.matching("byol.*")) {
            CoreResult result = new SquaredDistance().evaluate(new CoreInput(
                    Map.of(SquaredDistance.PREDICTION, golden.stacked("pred1", "pred2"), SquaredDistance.PROJECTION,
                            golden.stacked("target1", "target2")),
                    Map.of(SquaredDistance.TARGET, golden.stacked("target1", "target2")), Map.of()));
            golden.assertLoss("loss", result.losses().get(SquaredDistance.LOSS));
            golden.assertGradients("grad_pred1", "grad_pred2",
                    result.gradients().get(SquaredDistance.PREDICTION).data());
        }
    }
}
