package org.coverfiji.method;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

public class RecipesTest {

    @Test
    public void allAreFoundByNameInAnyCase() {
        List<String> names = Recipes.all().stream().map(Recipe::name).collect(Collectors.toList());
        assertTrue(names.toString(), names.containsAll(List.of("COVER", "SimCLR", "GVSL", "GEMINI")));
        assertEquals("SimCLR", Recipes.named("simclr").name());
        CoverException e = assertThrows(CoverException.class, () -> Recipes.named("MoCo"));
        assertEquals("method is MoCo, but must be one of " + String.join(", ", names) + ".", e.getMessage());
    }

    @Test
    public void everyRecipeIsWhole() {
        NetworkConfiguration network = new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(8));
        for (Recipe recipe : Recipes.all()) {
            String name = recipe.name();
            Set<String> keys = new HashSet<>();
            SettingValues values = recipe.defaults(2);
            values.check(recipe.settings());
            for (Setting<?> setting : recipe.settings()) {
                assertTrue(name + ": " + setting, keys.add(setting.key()) && setting.key().matches("[a-z][a-z0-9_]*"));
                assertFalse(name + ": " + setting + " has no help", setting.help().isEmpty());
            }
            assertTrue(name, recipe.settings().containsAll(recipe.structure()));
            assertFalse(name, recipe.reference().isEmpty() || recipe.titles().isEmpty());
            RunPlan run = new RunPlan(network, new int[] {32, 32}, recipe.samples(1, 2, values), 100, 8, 1);
            assertTrue(name, recipe.method(run, values).trainsDecoder() || !recipe.notes(run, values).isEmpty());
            StepCost cost = recipe.cost(run, values);
            assertEquals(name, recipe.method(run, values).trainsDecoder(), cost.decoder());
            assertTrue(name, cost.parameters() > 0 && cost.multiplications() > 0);
        }
    }
}
