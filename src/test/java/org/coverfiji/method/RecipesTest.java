package org.coverfiji.method;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

public class RecipesTest {

    @Test
    public void allAreFoundByNameInAnyCase() {
        assertEquals(List.of("COVER", "Denoising", "In-painting", "Models Genesis", "Rotation", "SimSiam", "BYOL",
                "SimCLR", "MoCo v2", "DeepCluster", "VADeR", "DenseCL", "SetSim", "DSC-PM", "PixPro", "Chaitanya",
                "GVSL", "GEMINI"),
                Recipes.all().stream().map(Recipe::name).collect(Collectors.toList()));
        assertEquals("SimCLR", Recipes.named("simclr").name());
        assertEquals("MoCo v2", Recipes.named("MoCov2").name());
        assertEquals("In-painting", Recipes.named("in painting").name());
        CoverException e = assertThrows(CoverException.class, () -> Recipes.named("MoCo"));
        assertEquals("method is MoCo, but must be one of COVER, Denoising, In-painting, Models Genesis, Rotation,"
                + " SimSiam, BYOL, SimCLR, MoCo v2, DeepCluster, VADeR, DenseCL, SetSim, DSC-PM, PixPro,"
                + " Chaitanya, GVSL, GEMINI.", e.getMessage());
    }

    @Test
    public void everyRecipeIsWhole() {
        for (Recipe recipe : Recipes.all()) {
            for (int dimensions = 2; dimensions <= 3; dimensions++) {
                check(recipe, dimensions, recipe.defaults(dimensions));
                SettingValues official = recipe.official(dimensions).with(Presets.PRESET, Presets.OFFICIAL);
                check(recipe, dimensions, official);
            }
        }
    }

    private static void check(Recipe recipe, int dimensions, SettingValues values) {
        String name = recipe.name() + " " + dimensions + "D";
        NetworkConfiguration network = new NetworkConfiguration(dimensions, 1, NetworkConfiguration.widthsFrom(8));
        Set<String> keys = new HashSet<>();
        values.check(recipe.settings());
        recipe.check(values);
        for (Setting<?> setting : recipe.settings()) {
            assertTrue(name + ": " + setting, keys.add(setting.key()) && setting.key().matches("[a-z][a-z0-9_]*"));
            assertFalse(name + ": " + setting + " has no help", setting.help().isEmpty());
        }
        assertTrue(name, recipe.settings().containsAll(recipe.structure()));
        assertFalse(name, recipe.reference().isEmpty() || recipe.titles().isEmpty());
        int[] patch = new int[dimensions];
        Arrays.fill(patch, 32);
        RunPlan run = new RunPlan(network, patch, recipe.samples(1, dimensions, values), 100, 8, 1);
        MethodConfiguration method = recipe.method(run, values);
        assertEquals(name, !method.trainsDecoder(), recipe.notes(run, values).stream()
                .anyMatch(note -> note.contains("trains the encoder alone")));
        recipe.notes(run, values).forEach(note -> assertTrue(note, note.matches("[A-Z0-9].*[.]")));
        StepCost cost = recipe.cost(run, values);
        assertEquals(name, method.trainsDecoder(), cost.decoder());
        assertTrue(name, cost.parameters() > 0 && cost.multiplications() > 0);
    }
}
