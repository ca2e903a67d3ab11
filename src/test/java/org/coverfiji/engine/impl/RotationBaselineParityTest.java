package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.CrossEntropy;
import org.coverfiji.train.crop.QuarterTurns;
import org.junit.Test;

/** The rotations by which images and volumes are turned, and the loss of telling them apart. */
public class RotationBaselineParityTest {

    private static void check(GoldenBaseline golden, String upright, String rotated) {
        Tensor image = golden.tensor(upright);
        int classes = QuarterTurns.classes(image.rank());
        int pixels = image.data().length;
        assertEquals(classes, golden.tensor(rotated).size(0));
        float[] turned = new float[classes * pixels];
        for (int turn = 0; turn < classes; turn++) {
            QuarterTurns.apply(turn, image.shape(), image.data(), 0, turned, turn * pixels);
        }
        golden.assertExact(rotated, turned);
    }

    private static void loss(GoldenBaseline golden, String classes) {
        CoreResult result = new CrossEntropy().evaluate(new CoreInput(
                Map.of(CrossEntropy.LOGITS, golden.tensor("logits" + classes)), Map.of(),
                Map.of(CrossEntropy.LABELS, golden.tensor("labels" + classes))));
        golden.assertLoss("loss" + classes, result.losses().get(CrossEntropy.LOSS));
        golden.assertGradient("grad" + classes, result.gradients().get(CrossEntropy.LOGITS).data());
    }

    @Test
    public void turnsAndLosses() {
        for (GoldenBaseline golden : GoldenBaseline.matching("rotation.*")) {
            check(golden, "image", "rotated2d");
            check(golden, "volume", "rotated3d");
            loss(golden, "4");
            loss(golden, "10");
        }
    }
}
