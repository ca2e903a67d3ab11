package org.coverfiji.model;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.Collections;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TaskHeadTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static FeatureStatistics statistics() {
        float[][] mean = new float[5][];
        float[][] std = new float[5][];
        NetworkConfiguration network = TestModels.network(2, 1);
        for (int level = 0; level < 5; level++) {
            mean[level] = new float[network.levelChannels(level)];
            std[level] = new float[network.levelChannels(level)];
            mean[level][0] = level;
            std[level][0] = 0.5f;
        }
        return new FeatureStatistics(mean, std);
    }

    @Test
    public void aStandardisedHeadHasTheStatisticsOfAllLevels() {
        TaskConfiguration task = TaskHead.standardized(statistics()).configuration(Task.SEGMENTATION, Protocol.LINEAR,
                new float[] {1, 2});
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, task.headLevels());
        assertEquals(3, task.means(3)[0], 0);
        assertEquals(0.5, task.deviations(3)[0], 0);
        // A channel that never varied is not amplified.
        assertEquals(1, task.deviations(3)[1], 0);
        assertNull(TaskHead.plain(4).configuration(Task.SEGMENTATION, Protocol.FULL, new float[] {1, 1}).means(0));
    }

    @Test
    public void aHeadMustFitItsNetwork() {
        NetworkConfiguration network = TestModels.network(2, 1);
        assertTrue(TaskHead.standardized(statistics()).fits(network, false));
        assertTrue(TaskHead.plain(1, 4).fits(network, true));
        assertFalse(TaskHead.plain(4, 1).fits(network, false));
        assertFalse(TaskHead.plain(5).fits(network, false));
        assertFalse(TaskHead.plain().fits(network, false));
        assertFalse(TaskHead.standardized(statistics()).fits(
                new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(24)),
                false));
    }

    @Test
    public void fineTuningSurvivesTheFile() {
        FineTuning tuning = new FineTuning("linear", true, TaskHead.standardized(statistics()),
                Collections.singletonList(new TaskPoint(10, 0.25, Double.NaN)), 10, 0.875);
        ModelFile model = TestModels.model(TestModels.description(TestModels.network(2, 1), 32).build());
        File file = new File(folder.getRoot(), "task.cover");
        new ModelFile(model.description().toBuilder().kind(ModelDescription.SEGMENTATION).fineTuning(tuning).build(),
                model.weights(), Collections.emptyMap()).write(file);
        FineTuning read = ModelFile.read(file).description().fineTuning();
        assertEquals("linear", read.protocol());
        assertTrue(read.pretrained());
        assertTrue(read.head().isStandardized());
        assertArrayEquals(tuning.head().levels(), read.head().levels());
        assertEquals(0.25, read.history().get(0).loss(), 0);
        assertTrue(Double.isNaN(read.history().get(0).score()));
        assertEquals(0.875, read.bestScore(), 0);
    }
}
