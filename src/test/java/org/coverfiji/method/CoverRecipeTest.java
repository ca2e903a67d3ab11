package org.coverfiji.method;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.model.NetworkParameters;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

/** What of COVER can be left out or varied. */
public class CoverRecipeTest {

    private static final NetworkConfiguration NETWORK = new NetworkConfiguration(2, 1,
            NetworkConfiguration.widthsFrom(8));
    private static final RunPlan RUN = new RunPlan(NETWORK, new int[] {32, 32}, 2, 100, 8, 1);

    private final CoverRecipe recipe = new CoverRecipe();

    private SettingValues values(String settings) {
        return MethodSettings.of(recipe, 2, Map.of(), settings);
    }

    private ResourceEstimate estimate(String settings) {
        return ResourceEstimate.of(NETWORK, RUN.patch(), recipe.cost(RUN, values(settings)));
    }

    @Test
    public void settingsReachTheNetwork() {
        CoverConfiguration usual = (CoverConfiguration) recipe.method(RUN, values(""));
        assertEquals(1, usual.vectorWeight(), 0);
        assertEquals(CoverConfiguration.Aggregation.PYRAMID, usual.aggregation());
        CoverConfiguration other = (CoverConfiguration) recipe.method(RUN,
                values("heads:12,12,12,3,3, amplitude:4, aggregation:coarsest, vector_weight:0.5"));
        assertEquals(12, other.heads()[0]);
        assertEquals(4, other.amplitude());
        assertEquals(0.5, other.vectorWeight(), 0);
        assertEquals(CoverConfiguration.Aggregation.COARSEST, other.aggregation());
        assertEquals(1, other.vectorLevels());
    }

    @Test
    public void whatIsNotBuiltCostsNothing() {
        long backbone = NetworkParameters.count(NetworkParameters.backbone(NETWORK));
        assertEquals(backbone, estimate("vector_weight:0").parameters());
        // A 1×1 projection to 8 features for each of 4 heads, its bias and norm.
        assertEquals(backbone + 32 * (NETWORK.levelChannels(0) + 3), estimate("aggregation:coarsest").parameters());
        assertTrue(estimate("vector_weight:0").flopsPerStep() < estimate("aggregation:coarsest").flopsPerStep());
        assertTrue(estimate("aggregation:coarsest").memoryBytes() < estimate("").memoryBytes());
        assertTrue(estimate("amplitude:4").memoryBytes() > estimate("amplitude:1").memoryBytes());
        assertTrue(estimate("heads:12,12,12,3,3").flopsPerStep() > estimate("heads:1,1,1,1,1").flopsPerStep());
    }

    @Test
    public void ourReadingIsSaid() {
        assertTrue(recipe.notes(RUN, values("")).isEmpty());
        assertTrue(recipe.notes(RUN, values("aggregation:coarsest")).get(0).contains("are our reading"));
        assertTrue(recipe.notes(RUN, values("aggregation:coarsest, vector_weight:0")).isEmpty());
    }

    @Test
    public void withoutVectorsThereIsNoRatio() {
        assertFalse(recipe.measures(null, Map.of(CoverConfiguration.CONSISTENCY_LOSS, 0.5))
                .containsKey(CoverRecipe.RATIO));
    }

    @Test
    public void valuesThatLeaveNothingToTrainAreRefused() {
        CoverException none = assertThrows(CoverException.class,
                () -> recipe.check(values("vector_weight:0, consistency:0")));
        assertEquals("consistency and vector_weight are both 0; one of the losses must count.", none.getMessage());
        CoverException choice = assertThrows(CoverException.class, () -> values("aggregation:finest"));
        assertEquals("aggregation is 'finest', but must be pyramid or coarsest.", choice.getMessage().replace(
                "aggregation is finest", "aggregation is 'finest'"));
    }
}
