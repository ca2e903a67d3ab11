package org.coverfiji.app.cost;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.method.StepCost;
import org.coverfiji.model.NetworkParameters;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

public class ResourceEstimateTest {

    private static final SettingValues VALUES = SettingValues.DEFAULTS;

    @Test
    public void countsExactlyTheParametersOfTheNetwork() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            NetworkConfiguration network = network(dimensions, 16);
            // 1×1 projections to 8 features for each of 4, 4, 4, 1, 1 heads, their biases and norms.
            long projections = 0;
            int[] heads = {4, 4, 4, 1, 1};
            for (int level = 0; level < heads.length; level++) {
                projections += 8 * heads[level] * (network.levelChannels(level) + 3);
            }
            long expected = NetworkParameters.count(NetworkParameters.backbone(network)) + projections;
            assertEquals(expected, estimate(network, 1, 32).parameters());
        }
    }

    @Test
    public void theBatchScalesArithmeticAndIsNotFreeInMemory() {
        NetworkConfiguration network = network(2, 16);
        assertEquals(3 * estimate(network, 2, 128).flopsPerStep(), estimate(network, 6, 128).flopsPerStep(), 1);
        assertTrue(estimate(network, 6, 128).memoryBytes() > estimate(network, 2, 128).memoryBytes());
    }

    @Test
    public void thePatchScalesArithmeticByItsArea() {
        NetworkConfiguration network = network(2, 16);
        assertEquals(4 * estimate(network, 2, 64).flopsPerStep(), estimate(network, 2, 128).flopsPerStep(), 1);
    }

    @Test
    public void arithmeticOfTheSmallestNetworkByHand() {
        // One pair of 16 × 16, all widths 8, one head of one feature on each level, 3 × 3 window.
        NetworkConfiguration network = new NetworkConfiguration(2, 1, new int[] {8, 8, 8, 8, 8, 8, 8, 8, 8});
        long views = 2;
        long inc = 9 * (1 + 8) * 8 * 256 * views;
        long down = 9 * (8 + 8) * 8 * (64 + 16 + 4 + 1) * views;
        long up = 9 * (16 + 8) * 8 * (4 + 16 + 64 + 256) * views;
        long projections = 8 * (1 + 4 + 16 + 64 + 256) * views;
        long windows = 9 * (1 + 2) * (1 + 4 + 16 + 64 + 256);
        SettingValues values = SettingValues.DEFAULTS.with(CoverRecipe.HEADS, List.of(1, 1, 1, 1, 1))
                .with(CoverRecipe.HEAD_DIMENSION, 1).with(CoverRecipe.AMPLITUDE, 1);
        ResourceEstimate estimate = ResourceEstimate.of(network, new int[] {16, 16},
                new CoverRecipe().cost(new RunPlan(network, new int[] {16, 16}, 1, 100, 8, 1), values));
        assertEquals(6.0 * (inc + down + up + projections + windows), estimate.flopsPerStep(), 0);
    }

    private static ResourceEstimate of(StepCost cost) {
        return ResourceEstimate.of(network(2, 16), new int[] {64, 64}, cost);
    }

    /** A teacher goes forward alone; a further pass of as many views costs as much as the first. */
    @Test
    public void teachersAndFurtherPassesCount() {
        ResourceEstimate alone = of(new StepCost(4, 2, true));
        ResourceEstimate taught = of(new StepCost(4, 2, true).teacher(2, true));
        ResourceEstimate twice = of(new StepCost(4, 2, true).pass(2, true));
        assertEquals(4.0 / 3 * alone.flopsPerStep(), taught.flopsPerStep(), 1);
        assertEquals(2 * alone.flopsPerStep(), twice.flopsPerStep(), 1);
        assertEquals("trained once", alone.parameters(), twice.parameters());
        assertEquals(alone.parameters(), taught.parameters());
        assertTrue(alone.memoryBytes() < taught.memoryBytes() && taught.memoryBytes() < twice.memoryBytes());
        assertEquals(alone.checkpointBytes() + 4 * alone.parameters(), taught.checkpointBytes());
        assertTrue(of(new StepCost(4, 2, true).teacher(2, false)).flopsPerStep() < taught.flopsPerStep());
    }

    @Test
    public void arraysThatTheLossesHoldCountOnceInMemoryAndNotInTime() {
        ResourceEstimate without = of(new StepCost(4, 2, true));
        ResourceEstimate with = of(new StepCost(4, 2, true).hold(1_000_000));
        assertEquals(6_000_000, with.memoryBytes() - without.memoryBytes());
        assertEquals(without.seconds(10), with.seconds(10), 0);
    }

    @Test
    public void timeFollowsTheRate() {
        ResourceEstimate estimate = estimate(network(2, 16), 4, 128);
        assertEquals(100, estimate.seconds(100, estimate.flopsPerStep()), 1e-9);
    }

    @Test
    public void narrowNetworksAreJudgedByTheirMapsToo() {
        ResourceEstimate narrow = estimate(network(2, 8), 16, 128);
        ResourceEstimate wide = estimate(network(2, 32), 1, 128);
        assertEquals("like arithmetic", 1, narrow.flopsPerStep() / wide.flopsPerStep(), 0.1);
        assertTrue(narrow.seconds(10) > 1.5 * wide.seconds(10));
        assertEquals(10 * narrow.seconds(1), narrow.seconds(10), 1e-9);
    }

    @Test
    public void aUsualRunFitsALaptop() {
        long usual = estimate(network(2, 16), 4, 128).memoryBytes();
        assertTrue(String.valueOf(usual), usual > 700_000_000L && usual < 3_000_000_000L);
    }

    private static final ResourceEstimate.Variant VARIANT =
            (patch, batch, width) -> estimate(network(patch.length, width), batch, patch[0]);

    /** What is proposed fits, and the next larger does not. */
    @Test
    public void whatDoesNotFitSaysHowMuchWould() {
        long limit = 40_000_000_000L;
        ResourceEstimate estimate = estimate(network(2, 32), 8, 1024);
        CoverException e = assertThrows(CoverException.class, () -> estimate.requireMemory(limit, VARIANT, true));
        Matcher found = Pattern.compile("patch 1024 with batch 8 and width 32 needs about [0-9.]+ GB of memory, but"
                + " there are 40\\.0 GB; patch (\\d+), batch (\\d+) or width (\\d+) would fit\\.")
                .matcher(e.getMessage());
        assertTrue(e.getMessage(), found.matches());
        int patch = Integer.parseInt(found.group(1));
        int batch = Integer.parseInt(found.group(2));
        int width = Integer.parseInt(found.group(3));
        VARIANT.of(new int[] {patch, patch}, 8, 32).requireMemory(limit, VARIANT, true);
        VARIANT.of(new int[] {1024, 1024}, batch, 32).requireMemory(limit, VARIANT, true);
        VARIANT.of(new int[] {1024, 1024}, 8, width).requireMemory(limit, VARIANT, true);
        assertTrue(VARIANT.of(new int[] {patch + 16, patch + 16}, 8, 32).memoryBytes() > limit);
        assertTrue(VARIANT.of(new int[] {1024, 1024}, batch + 1, 32).memoryBytes() > limit);
        assertTrue(VARIANT.of(new int[] {1024, 1024}, 8, width + 8).memoryBytes() > limit);
        estimate.requireMemory(Long.MAX_VALUE, VARIANT, true);
        CoverException pretrained = assertThrows(CoverException.class,
                () -> estimate.requireMemory(limit, VARIANT, false));
        assertTrue(pretrained.getMessage(), pretrained.getMessage().endsWith("; patch " + patch + " or batch " + batch
                + " would fit."));
    }

    @Test
    public void whereNoSingleChangeFitsAllAreToBeLowered() {
        CoverException e = assertThrows(CoverException.class,
                () -> estimate(network(3, 64), 64, 1024).requireMemory(400_000_000L, VARIANT, true));
        assertTrue(e.getMessage(), e.getMessage().endsWith("; lower patch, batch and width together."));
    }

    @Test
    public void sizesBeyondTwoGigabytesDoNotOverflow() {
        ResourceEstimate estimate = estimate(network(3, 64), 64, 1024);
        assertTrue(estimate.memoryBytes() > 1L << 40);
        assertTrue(estimate.flopsPerStep() > 1e15);
    }

    private static ResourceEstimate estimate(NetworkConfiguration network, int batch, int side) {
        int[] patch = network.dimensions() == 2 ? new int[] {side, side} : new int[] {side, side, side};
        Recipe recipe = new CoverRecipe();
        return ResourceEstimate.of(network, patch, recipe.cost(new RunPlan(network, patch, batch, 100, 8, 1), VALUES));
    }

    private static NetworkConfiguration network(int dimensions, int width) {
        return new NetworkConfiguration(dimensions, 1, NetworkConfiguration.widthsFrom(width));
    }

    @Test
    public void labelledImagesCount() {
        ResourceEstimate alone = estimate(network(3, 8), 1, 32);
        long bytes = ResourceEstimate.labelledBytes(1, 20L * 512 * 512 * 300);
        assertEquals(20L * 512 * 512 * 300 * 8, bytes);
        ResourceEstimate with = alone.withImages(bytes);
        assertEquals(alone.memoryBytes() + bytes, with.memoryBytes());
        assertEquals(alone.flopsPerStep(), with.flopsPerStep(), 0);
        assertEquals(alone.seconds(10), with.seconds(10), 0);
        CoverException refused = assertThrows(CoverException.class, () -> with.requireMemory(8_000_000_000L,
                (patch, batch, width) -> VARIANT.of(patch, batch, width).withImages(bytes), true));
        assertTrue(refused.getMessage(), refused.getMessage().contains("12.6 GB of it for the labelled images"));
        assertThrows(CoverException.class, () -> ResourceEstimate.requireHeap(Runtime.getRuntime().maxMemory() + 1));
        ResourceEstimate.requireHeap(Runtime.getRuntime().maxMemory());
    }
}
