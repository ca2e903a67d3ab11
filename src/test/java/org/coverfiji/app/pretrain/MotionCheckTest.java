package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class MotionCheckTest {

    private static Batch batch(float counted) {
        Tensor mask = Tensor.zeros(2, 1, 10, 10);
        Arrays.fill(mask.data(), 0, (int) (counted * mask.data().length), 1);
        return new Batch(Map.of(CoverConfiguration.MASK, mask), 0, 1);
    }

    @Test
    public void whereMostOfAViewLiesOutsideTheOtherIsTold() {
        String warning = MotionCheck.warning(iteration -> batch(iteration == 0 ? 0.6f : 0.2f), "1.9");
        assertTrue(warning, warning.contains("only 30 % of the pixels") && warning.contains("lower motion (1.9 now)"));
        assertNull(MotionCheck.warning(iteration -> batch(iteration == 0 ? 0.1f : 0.5f), "0.6"));
    }

    @Test
    public void methodsWithoutSuchAMaskAreNotAsked() {
        assertNull(MotionCheck.warning(iteration -> new Batch(Map.of("view 1", Tensor.zeros(1, 1, 4, 4)), 0), ""));
    }
}
