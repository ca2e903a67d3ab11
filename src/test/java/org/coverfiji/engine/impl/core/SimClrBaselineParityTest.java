package org.coverfiji.engine.impl.core;

import java.util.Collections;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** SimCLR's loss and gradients at every temperature that a file has. */
public class SimClrBaselineParityTest {

    @Test
    public void lossAndGradients() {
        for (GoldenBaseline golden : GoldenBaseline.matching("simclr.*")) {
            Tensor z = golden.stacked("z1", "z2");
            for (String key : golden.keys("tau_\\d+/loss")) {
                String set = key.substring(0, key.length() - "loss".length());
                // tau_05 is 0.5.
                double temperature = Double.parseDouble(set.replaceAll("\\D", "").replaceFirst("0", "0."));
                CoreResult result = new NtXent(temperature)
                        .evaluate(new CoreInput(Collections.singletonMap(NtXent.EMBEDDING, z)));
                double loss = result.losses().get(NtXent.LOSS);
                golden.assertLoss(key, loss);
                golden.assertLoss(set + "loss_official", 2 * loss);
                golden.assertGradients(set + "grad_z1", set + "grad_z2",
                        result.gradients().get(NtXent.EMBEDDING).data());
            }
        }
    }
}
