package org.coverfiji.app.compare;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.Recipes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CompareSettingsTest {

    private static final File ANY = new File("any");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static TaskSettings.Builder task() {
        return TaskSettings.builder().set("images", "a/images").set("labels", "a/labels");
    }

    private static List<String> labels(String methods) {
        return ComparedMethod.parse(methods, 2).stream().map(ComparedMethod::label).collect(Collectors.toList());
    }

    private static void fails(String message, Runnable action) {
        assertEquals(message, assertThrows(CoverException.class, action::run).getMessage());
    }

    @Test
    public void methodsAreNamesVariantsAndLabels() {
        assertEquals(List.of("scratch", "SimCLR", "COVER"), labels("simclr,COVER"));
        assertEquals(List.of("scratch", "COVER"), labels(" cover , Scratch"));
        assertEquals(List.of("scratch", "COVER (consistency:0, heads:4,4,4,1,1)", "alone"),
                labels("COVER(consistency:0, heads:4,4,4,1,1), alone = COVER(consistency:2)"));
        assertEquals(1 + Recipes.all().size(), labels("all").size());
        assertEquals("once, whoever names it", labels("all"), labels("SimCLR,all").stream()
                .sorted(Comparator.comparing(labels("all")::indexOf)).collect(Collectors.toList()));
        fails("methods gives COVER twice; give it once.", () -> labels("COVER,cover"));
        fails("methods is 'COVER(heads', but must be names with commas between, such as scratch, SimCLR,"
                + " COVER(consistency:0).", () -> labels("COVER(heads"));
        assertTrue(assertThrows(CoverException.class, () -> labels("COVERT")).getMessage()
                .matches("methods has COVERT, but must be one of COVER, .* GEMINI; or scratch, all, COVER parts,"
                        + " COVER windows, COVER heads\\."));
    }

    /** The chain ends with COVER itself, which is not made twice; its usual window depends on the dimensions. */
    @Test
    public void ablationsAreNamedAsAWhole() {
        List<ComparedMethod> parts = ComparedMethod.parse("COVER parts,COVER", 2);
        assertEquals(List.of("scratch", "COVER", "L_con", "L_con + SeVR", "L_con + SeVR + VPA"),
                parts.stream().map(ComparedMethod::label).collect(Collectors.toList()));
        assertEquals(List.of(false, false, true, true, true),
                parts.stream().map(ComparedMethod::isOfAblation).collect(Collectors.toList()));
        assertEquals("aggregation:coarsest, heads:1,1,1,1,1", parts.get(3).settings());
        assertEquals(List.of("N = 3", "COVER", "N = 7", "N = 9"), names(Ablation.WINDOWS, 2));
        assertEquals(List.of("COVER", "N = 5", "N = 7", "N = 9"), names(Ablation.WINDOWS, 3));
        assertEquals(List.of("J = 2,2,2,1,1", "COVER", "J = 8,8,8,2,2", "J = 12,12,12,3,3"),
                names(Ablation.HEADS, 2));
        task().set("methods", "COVER parts,cover windows,COVER heads").build();
    }

    private static List<String> names(Ablation ablation, int dimensions) {
        return ablation.methods(dimensions).stream().map(ComparedMethod::label).collect(Collectors.toList());
    }

    @Test
    public void aListOfWidthsMakesATaskOfEach() {
        List<TaskSettings> tasks = TaskSeries.of(null, Map.of("images", "a/cells", "labels", "b", "width", "8, 16",
                "pretraining", "100,300", "numbers", "2,5"));
        assertEquals(List.of("cells, 100 pretraining steps, 8 channels", "cells, 100 pretraining steps, 16 channels",
                "cells, 300 pretraining steps, 8 channels", "cells, 300 pretraining steps, 16 channels"),
                tasks.stream().map(TaskSettings::name).collect(Collectors.toList()));
        assertEquals(16, tasks.get(3).width());
        assertEquals(300, tasks.get(3).pretraining());
        assertEquals("cells", TaskSeries.of(null, Map.of("images", "a/cells", "labels", "b", "width", "8")).get(0)
                .name());
        fails("width is 9, but must be a multiple of 8, or 0 for 16 in 2D, 8 in 3D.",
                () -> TaskSeries.of(null, Map.of("images", "a", "labels", "b", "width", "8,9")));
    }

    @Test
    public void settingsReachTheMethodsThatHaveThem() {
        TaskSettings task = task().set("methods", "SimCLR,COVER,COVER(motion:0.9)").set("motion", 0.3)
                .set("method_settings", "temperature:0.1, heads:2,2,2,1,1").set("pretraining", 7).build();
        PretrainSettings simclr = task.pretraining(task.methods().get(1), 4, task.usualPatch()).input(ANY)
                .output(ANY).build();
        assertEquals("0.1", simclr.methodMap().get("temperature"));
        assertEquals(4, simclr.seed());
        assertEquals(7, simclr.iterations());
        PretrainSettings cover = task.pretraining(task.methods().get(2), 1, task.usualPatch()).input(ANY)
                .output(ANY).build();
        assertEquals(0.3, cover.methodValues().get(CoverRecipe.MOTION), 0);
        assertEquals(List.of(2, 2, 2, 1, 1), cover.methodValues().get(CoverRecipe.HEADS));
        PretrainSettings own = task.pretraining(task.methods().get(3), 1, task.usualPatch()).input(ANY)
                .output(ANY).build();
        assertEquals(0.9, own.methodValues().get(CoverRecipe.MOTION), 0);
    }

    @Test
    public void whatCannotWorkIsSaidBeforeHoursAreSpent() {
        fails("images is missing; it is a folder of labelled images (or give classes, a folder with a folder of images"
                + " per class).", () -> TaskSettings.builder().build());
        fails("labels is missing; it is a folder of label images.", () -> TaskSettings.builder().set("images", "a")
                .build());
        fails("classes is given beside images or labels; give only one.", () -> task().set("classes", "c").build());
        fails("protocols has 'ful', but must be of linear, decoder, full and propagate, with commas between.",
                () -> task().set("protocols", "ful").build());
        fails("protocols has decoder, which classification does without; give linear, full or both.",
                () -> TaskSettings.builder().set("classes", "c").set("protocols", "decoder").build());
        fails("protocols has propagate, which classification does without; give linear, full or both.",
                () -> TaskSettings.builder().set("classes", "c").set("protocols", "propagate").build());
        fails("method_settings has temperature, which is a setting of none of the methods [scratch, COVER]; correct"
                + " it.", () -> task().set("method_settings", "temperature:0.1").build());
        fails("method_settings gives motion twice; give it once.",
                () -> task().set("method_settings", "motion:0.5, Motion:1").build());
        fails("method_settings is '0.5', but must be names and values such as temperature:0.2.",
                () -> task().set("method_settings", "0.5").build());
        fails("motion is 3.0, but must be above 0 and below 2, or auto.",
                () -> task().set("methods", "COVER(motion:3)").build());
        fails("numbers is 2,0, but must be numbers of labelled images such as 2,5.",
                () -> task().set("numbers", "2,0").build());
        fails("Two tasks are called images; give each a name of its own.",
                () -> CompareSettings.of(List.of(task().build(), task().build()), ANY));
        fails("part is 11/10, but must be a part of all the work such as 3/10, or empty for all.",
                () -> CompareSettings.of(List.of(task().build()), ANY).part("11/10"));
    }

    @Test
    public void defaultsDependOnTheDimensions() {
        assertArrayEquals(new int[] {128, 128}, task().build().usualPatch());
        assertEquals(16, task().build().width());
        TaskSettings volumes = task().set("dimensions", "3D").build();
        assertArrayEquals(new int[] {32, 32, 32}, volumes.usualPatch());
        assertEquals(8, volumes.width());
        assertEquals("no folder above it, which tells too much", "images", volumes.name());
        assertEquals(0.03, volumes.learningRate(ComparedProtocol.LINEAR), 0);
    }

    @Test
    public void anExperimentIsTasksAndWhatTheyShare() throws IOException {
        File yaml = folder.newFile("experiment.yaml");
        Files.writeString(yaml.toPath(), "methods: [scratch, SimCLR, \"COVER(consistency:0)\"]\n"
                + "numbers: [2, 5]\nseeds: 1\ntasks:\n"
                + "  - {name: nuclei, images: n/images, labels: n/labels, instances: true, seeds: 4}\n"
                + "  - {images: /mr/images, labels: /mr/labels, dimensions: 3D, patch: 48, paper: CANDI}\n");
        List<TaskSettings> tasks = Experiment.read(yaml, Map.of("seeds", "9", "pretraining", "300"));
        assertEquals(2, tasks.size());
        assertEquals(List.of("scratch", "SimCLR", "COVER (consistency:0)"),
                tasks.get(0).methods().stream().map(ComparedMethod::label).collect(Collectors.toList()));
        assertEquals(4, tasks.get(0).seeds());
        assertEquals(1, tasks.get(1).seeds());
        assertEquals(300, tasks.get(1).pretraining());
        assertEquals(List.of(2, 5), tasks.get(1).numbers());
        assertEquals(new File(folder.getRoot(), "n/images"), tasks.get(0).images());
        assertEquals(new File("/mr/images"), tasks.get(1).images());
        assertEquals("images", tasks.get(1).name());
        assertEquals(3, tasks.get(1).dimensions());
        assertEquals("CANDI", tasks.get(1).paper());
    }

    @Test
    public void whatIsWrongInAnExperimentIsNamed() throws IOException {
        File yaml = folder.newFile("experiment.yaml");
        Files.writeString(yaml.toPath(), "methods: COVER\n");
        fails("The experiment " + yaml + " has no list of tasks; give tasks, each with images and labels, or classes.",
                () -> Experiment.read(yaml, Map.of()));
        Files.writeString(yaml.toPath(), "tasks: [{images: a, labels: b, sedes: 3}]\n");
        assertTrue(assertThrows(CoverException.class, () -> Experiment.read(yaml, Map.of())).getMessage()
                .startsWith("The experiment " + yaml + ", task 1: sedes is no setting of a task; the settings are "));
        Files.writeString(yaml.toPath(), "tasks: [\n");
        assertTrue(assertThrows(CoverException.class, () -> Experiment.read(yaml, Map.of())).getMessage()
                .startsWith(yaml + " is no YAML: "));
        Files.writeString(yaml.toPath(), "tasks: !!javax.script.ScriptEngineManager [x]\n");
        assertTrue(assertThrows(CoverException.class, () -> Experiment.read(yaml, Map.of())).getMessage()
                .startsWith(yaml + " is no YAML: "));
    }

    @Test
    public void theForecastCountsAllRuns() {
        CompareSettings settings = CompareSettings.of(List.of(task().set("methods", "SimCLR,COVER").set("seeds", 3)
                .set("pretrainings", 2).set("numbers", "2,5").set("protocols", "linear,full").build()), ANY);
        // Scratch has no pretraining: (1 + 2 + 2) × 2 numbers × 2 protocols × 3 seeds.
        String forecast = ComparisonCost.forecast(settings, 1);
        assertTrue(forecast, forecast.startsWith("60 fine-tunings and 4 pretrainings are to be made: about "));
        String others = ComparisonCost.forecast(CompareSettings.of(List.of(task().set("protocols", "propagate,full")
                .set("numbers", "2").set("seeds", 1).build()), ANY), 1);
        assertTrue(others, others.startsWith("4 runs and 1 pretraining are to be made: about "));
    }

    /** What has no bearing on a run must not make another one of it. */
    @Test
    public void propagationDependsOnNothingThatIsTrained() {
        TaskSettings task = task().set("protocols", "propagate,full").build();
        String words = task.budget(ComparedProtocol.PROPAGATE, new int[] {64, 64});
        assertEquals(words, task().set("iterations", 7).set("learning_rate", 0.5).set("batch", 2).set("flips", "x")
                .build().budget(ComparedProtocol.PROPAGATE, new int[] {64, 64}));
        assertTrue(words, words.contains("propagation neighbours=20 coarsest=2 memory=1000 seed=1"));
        assertTrue(words, !words.equals(task().set("resize", 256).build()
                .budget(ComparedProtocol.PROPAGATE, new int[] {64, 64})));
        assertTrue(task.budget(ComparedProtocol.FULL, new int[] {64, 64}).contains("learning_rate"));
    }
}
