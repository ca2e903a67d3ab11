package org.coverfiji.engine.impl.layer;

import static org.junit.Assert.assertArrayEquals;

import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class FollowingMeanTest {

    @Test
    public void goesATenthOfTheWayToEachBatch() {
        FollowingMean mean = new FollowingMean(Nd4j.createFromArray(1f, -2f));
        // Two images, two channels, two pixels: means 4 and 8.
        INDArray batch = Nd4j.createFromArray(1f, 3f, 8f, 8f, 5f, 7f, 6f, 10f).reshape('c', 2, 2, 1, 2);
        mean.follow(batch);
        assertArrayEquals(new float[] {1.3f, -1}, mean.mean().toFloatVector(), 1e-6f);
        mean.follow(batch);
        assertArrayEquals(new float[] {1.57f, -0.1f}, mean.mean().toFloatVector(), 1e-6f);
    }

    @Test
    public void gradientsLoseWhatABatchHasInCommon() {
        INDArray gradient = Nd4j.createFromArray(1f, 10f, 3f, 10f, 8f, 10f).reshape('c', 3, 2, 1, 1);
        FollowingMean.removeCommon(gradient);
        assertArrayEquals(new float[] {-3, 0, -1, 0, 4, 0}, gradient.reshape(6).toFloatVector(), 1e-6f);
        INDArray single = Nd4j.createFromArray(1f, 2f).reshape('c', 1, 2, 1, 1);
        FollowingMean.removeCommon(single);
        assertArrayEquals("an image alone has nothing to be compared with", new float[] {1, 2},
                single.reshape(2).toFloatVector(), 0);
    }
}
