package org.coverfiji.engine.impl;

import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.train.LearningRateSchedule;
import org.junit.Test;

/** How slowly teachers follow, and how learning rates fall, as published. */
public class SchedulesBaselineParityTest {

    /** 099 in a name is 0.99. */
    private static double decimal(String key) {
        return Double.parseDouble(key.substring(key.lastIndexOf('_') + 1).replaceFirst("0", "0."));
    }

    private static void checkMomenta(GoldenBaseline golden, String prefix, String steps, long total) {
        float[] at = golden.tensor(steps).data();
        for (String key : golden.keys(prefix + "\\d+")) {
            TeacherMomentum momentum = TeacherMomentum.cosine(decimal(key), total);
            float[] momenta = new float[at.length];
            for (int i = 0; i < at.length; i++) {
                momenta[i] = (float) momentum.at((long) at[i]);
            }
            golden.assertOutput(key, momenta);
        }
    }

    @Test
    public void formulas() {
        for (GoldenBaseline golden : GoldenBaseline.matching("schedules.*")) {
            long total = (long) golden.constant("K");
            checkMomenta(golden, "ema_", "step", total);
            LearningRateSchedule schedule = new LearningRateSchedule(1, 0, total);
            float[] steps = golden.tensor("step").data();
            float[] factors = new float[steps.length];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = (float) schedule.at((long) steps[i]);
            }
            golden.assertOutput("cosine", factors);
        }
    }

    /** Of the learning rate what follows the warm-up, which is ours. */
    @Test
    public void byol() {
        for (GoldenBaseline golden : GoldenBaseline.matching("byol.*")) {
            long total = (long) golden.constant("max_steps");
            checkMomenta(golden, "ema_base_", "steps", total);
            // base 0.2 * batch 64 / 256, warm-up 100 steps
            double[] rate = golden.numbers("lr");
            LearningRateSchedule schedule =
                    new LearningRateSchedule(rate[0] * rate[1] / rate[2], (long) rate[3], total);
            float[] steps = golden.tensor("steps").data();
            float[] rates = golden.tensor("learning_rate").data().clone();
            for (int i = 0; i < rates.length; i++) {
                rates[i] = steps[i] < rate[3] ? rates[i] : (float) schedule.at((long) steps[i]);
            }
            golden.assertOutput("learning_rate", rates);
            // tau at step 100, base 0.99
            double[] example = golden.numbers("ema_example");
            double momentum = TeacherMomentum.cosine(example[1], total).at((long) example[0]);
            float[] online = golden.tensor("online_param").data();
            float[] target = golden.tensor("target_param_before").data().clone();
            for (int i = 0; i < target.length; i++) {
                target[i] = (float) (momentum * target[i] + (1 - momentum) * online[i]);
            }
            golden.assertOutput("target_param_after", target);
        }
    }
}
