package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.setting.Setting;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.module.ModuleItem;

import ij.Macro;

/** Macros that once ran go on running: no key of a command is ever dropped. New keys are added here with a release. */
public class MacroKeysTest {

    private static final String[][] KEYS = {
        {"Benchmark", "dimensions patch batch width amplitude steps device"},
        {"Classify", "image input recursive name_filter model output device"},
        {"Compare", "experiment name images labels classes unlabelled instances class_names group methods"
                + " method_settings motion numbers protocols seeds pretrainings pretraining pretraining_rate iterations"
                + " learning_rate linear_rate flips resize patch batch width dimensions window paper part parallel"
                + " device output_folder"},
        {"Contact Sheet", "images labels instances model pretrained output rows device"},
        {"Correct and Train On", "image labels selection model folder earlier output iterations learning_rate batch"
                + " flips instances ignore seed device"},
        {"Evaluate", "predictions truth predicted_image true_image dimensions instances ignore class_names values"
                + " output"},
        {"Extract Embeddings", "image input recursive name_filter output_folder model level features normalize pca"
                + " whole device"},
        {"Fine-tune Classification", "input groups model output protocol batch iterations learning_rate validation"
                + " flips dimensions seed device resume"},
        {"Fine-tune Segmentation", "images labels model output protocol instances ignore class_names patch batch"
                + " iterations learning_rate validation patience foreground flips dimensions width seed device resume"},
        {"Label Efficiency", "images labels instances output_folder model dimensions resize patch width pretraining"
                + " pretraining_rate motion consistency batch iterations learning_rate linear_rate counts seeds"
                + " device"},
        {"Model Info", "model"},
        {"Open Sample", "sample folder"},
        {"Pretrain", "input recursive name_filter output dimensions channels resize window patch batch width iterations"
                + " learning_rate motion amplitude heads consistency seed device resume method method_settings"},
        {"Propagate Labels", "model images labels image input recursive name_filter output_folder instances ignore"
                + " class_names neighbours coarsest memory overlay opacity rois probabilities resume part seed device"},
        {"What Next", "model input recursive name_filter labels task by measure count output sheet rows device"},
        {"Save as Label", "image labels selection model class_names folder"},
        {"Segment", "image input recursive name_filter output_folder model overlay opacity rois probabilities flip"
                + " resample whole resume device"}};

    private static Context context;
    private static CommandRunner runner;

    @BeforeClass
    public static void discover() {
        context = new Context();
        runner = new CommandRunner(context);
    }

    @AfterClass
    public static void dispose() {
        context.dispose();
    }

    private static List<ModuleItem<?>> parameters(String command) {
        return CommandRunner.parameters(runner.find("COVER " + command + "..."));
    }

    @Test
    public void everyKeyIsStillThere() {
        for (String[] command : KEYS) {
            List<String> now = parameters(command[0]).stream().map(ModuleItem::getName).collect(Collectors.toList());
            for (String key : command[1].split(" ")) {
                assertTrue(command[0] + " has lost " + key + " of " + now, now.contains(key));
            }
        }
    }

    @Test
    public void theMethodsAreTheRecipes() {
        ModuleItem<?> method = parameters("Pretrain").stream().filter(item -> item.getName().equals("method"))
                .findFirst().get();
        assertEquals(Recipes.all().stream().map(Recipe::name).collect(Collectors.toList()), method.getChoices());
    }

    /** ImageJ must not take the name of a method's setting for a key of the command. */
    @Test
    public void settingsOfMethodsAreNoKeysInALine() {
        for (Recipe recipe : Recipes.all()) {
            for (Setting<?> setting : recipe.settings()) {
                String name = setting.key();
                for (String text : Arrays.asList(name + ":1", "other:2, " + name + ":1")) {
                    String line = "input=[a folder] method_settings=[" + text + "] ";
                    assertEquals(recipe.name(), "none", Macro.getValue(line, name, "none"));
                    assertEquals(recipe.name(), text, Macro.getValue(line, "method_settings", ""));
                }
            }
        }
    }

    /** Whatever a method's settings are called, the command's own keys are read from what stands beside them. */
    @Test
    public void settingsOfMethodsDoNotHideTheKeysOfTheCommand() {
        for (Recipe recipe : Recipes.all()) {
            String settings = recipe.settings().stream().map(MacroKeysTest::text).collect(Collectors.joining(", "));
            String line = "input=[a folder] method_settings=[" + settings + "] ";
            for (ModuleItem<?> item : parameters("Pretrain")) {
                String key = item.getName();
                if (!line.contains(" " + key + "=") && !key.equals("input")) {
                    assertEquals(recipe.name() + ": " + key, "none", Macro.getValue(line, key, "none"));
                    assertEquals(recipe.name() + ": " + key, "7", Macro.getValue(line + key + "=7 ", key, "none"));
                }
            }
            assertEquals(settings, Macro.getValue(line, "method_settings", ""));
            assertEquals("a folder", Macro.getValue(line, "input", ""));
        }
    }

    private static <T> String text(Setting<T> setting) {
        return setting.key() + ":" + setting.write(setting.standard());
    }
}
