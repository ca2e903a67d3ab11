package org.coverfiji.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.coverfiji.CoverException;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.FixMethodOrder;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runners.MethodSorters;

/** A cluster of two workers, each a process of its own, on this machine. */
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
public class SparkTest {

    private static final int FILES = 24;
    private static final int STEPS = 20;
    /** Of the first steps' losses, whose sums are made in another order. */
    private static final double ROUNDING = 1e-5;
    private static final int FIRST_STEPS = 5;
    /** Of all 20 steps': a network of which one weight is changed by its last bit departs as far. */
    private static final double DEPARTURE = 2e-3;

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static JavaSparkContext spark;
    private static File images;
    private static File labels;

    @BeforeClass
    public static void start() throws IOException {
        String classPath = System.getProperty("cover.cluster.classes") + File.pathSeparator
                + System.getProperty("cover.cluster.tests") + File.pathSeparator + System.getProperty("cover.jar");
        spark = new JavaSparkContext(new SparkConf().setAppName("test").setMaster("local-cluster[2,1,1024]")
                .set("spark.executor.memory", "1g").set("spark.driver.host", "localhost")
                .set("spark.ui.enabled", "false")
                .set("spark.log.level", "WARN")
                .set("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "2s")
                .set("spark.executor.extraClassPath", classPath)
                .set("spark.executor.extraJavaOptions", "-Dcover.threads=1 -Djava.awt.headless=true")
                .set("spark.executorEnv.OMP_NUM_THREADS", "1").set("spark.executorEnv.OMP_WAIT_POLICY", "passive")
                .set(SparkPretrain.CHECKPOINTS, "5"));
        images = FOLDER.newFolder("images");
        labels = FOLDER.newFolder("labels");
        for (int i = 0; i < FILES; i++) {
            TestPictures.write(i, images, labels);
        }
    }

    @AfterClass
    public static void stop() {
        spark.close();
    }

    private static String parameters(String model, int iterations) {
        return "input='" + images + "', output='" + new File(FOLDER.getRoot(), model) + "', batch=3, patch=32, width=8,"
                + " resize=0, iterations=" + iterations;
    }

    private static ModelDescription model(String name) {
        return ModelFile.read(new File(FOLDER.getRoot(), name)).description();
    }

    private static List<Long> iterations(ModelDescription model) {
        return model.history().stream().map(HistoryPoint::iteration).collect(Collectors.toList());
    }

    private static void assertSameFigures(ModelDescription expected, ModelDescription actual, double first,
            double later) {
        assertEquals(iterations(expected), iterations(actual));
        for (int i = 0; i < expected.history().size(); i++) {
            double tolerance = i < FIRST_STEPS ? first : later;
            HistoryPoint one = expected.history().get(i);
            HistoryPoint other = actual.history().get(i);
            int step = i;
            one.losses().forEach((name, loss) -> assertEquals(name + " of step " + step, loss,
                    other.losses().get(name), tolerance * Math.max(1, loss)));
            assertEquals("ratio of step " + i, one.figures().get("ratio"), other.figures().get("ratio"), tolerance);
        }
    }

    @Test
    public void a1TwoWorkersTrainAsOneMachineDoes() {
        Program.host().runCommand(SparkPretrain.COMMAND, parameters("one.cover", STEPS));
        String said = SparkPretrain.run(spark, parameters("two.cover", STEPS), 2);
        assertTrue(said, said.contains("two.cover"));
        assertSameFigures(model("one.cover"), model("two.cover"), ROUNDING, DEPARTURE);
        assertTrue(new File(FOLDER.getRoot(), "two.progress.csv").isFile());
    }

    /** Of keys of this step and of a queue, which the ranks bring together. */
    @Test
    public void a1TwoWorkersTellImagesApartAsOneMachineDoes() {
        for (String method : List.of("SimCLR", "MoCo v2")) {
            String values = ", method='" + method + "', method_settings='hidden:16, embedding:8', batch=8";
            String one = method.charAt(0) + "one.cover";
            String two = method.charAt(0) + "two.cover";
            Program.host().runCommand(SparkPretrain.COMMAND, parameters(one, FIRST_STEPS).replace(", batch=3", "")
                    + values);
            SparkPretrain.run(spark, parameters(two, FIRST_STEPS).replace(", batch=3", "") + values, 2);
            assertEquals(iterations(model(one)), iterations(model(two)));
            for (int i = 0; i < FIRST_STEPS; i++) {
                HistoryPoint expected = model(one).history().get(i);
                HistoryPoint actual = model(two).history().get(i);
                for (String figure : List.of("contrastive", "embedding_spread")) {
                    assertEquals(method + ", step " + i + ": " + figure, figure(expected, figure),
                            figure(actual, figure), DEPARTURE);
                }
            }
        }
    }

    private static double figure(HistoryPoint point, String name) {
        return point.losses().getOrDefault(name, point.figures().get(name));
    }

    private static List<ProcessHandle> executors() {
        return ProcessHandle.current().children().filter(child -> child.info().arguments().map(Arrays::asList)
                .orElse(List.of()).contains("org.apache.spark.executor.CoarseGrainedExecutorBackend"))
                .collect(Collectors.toList());
    }

    /** Kills an executor as soon as something is there. @return what was there, in the end */
    private static Future<Integer> killer(IntSupplier there, int enough) {
        FutureTask<Integer> killer = new FutureTask<>(() -> {
            while (there.getAsInt() < enough) {
                Thread.sleep(10);
            }
            executors().get(1).destroyForcibly();
            return there.getAsInt();
        });
        Thread thread = new Thread(killer);
        thread.setDaemon(true);
        thread.start();
        return killer;
    }

    private static int steps(File model) {
        return model.exists() ? (int) ModelFile.readDescription(model).iterationsDone() : 0;
    }

    /**
     * The machine of a rank is lost when the run has written a checkpoint: the other ends, and both go on from it, to
     * the last bit as if nothing had been.
     */
    @Test
    public void a2AKilledExecutorCostsTheStepsSinceTheCheckpoint() throws Exception {
        File model = new File(FOLDER.getRoot(), "killed.cover");
        Future<Integer> killer = killer(() -> steps(model), 5);
        SparkPretrain.run(spark, parameters("killed.cover", STEPS), 2);
        assertTrue("the run was over before its executor was killed", killer.get(1, TimeUnit.SECONDS) < STEPS);
        assertSameFigures(model("two.cover"), model("killed.cover"), 0, 0);
        assertEquals(ModelFile.fingerprint(ModelFile.read(new File(FOLDER.getRoot(), "two.cover")).weights()),
                ModelFile.fingerprint(ModelFile.read(model).weights()));
    }

    private static int count(File folder, String ending) {
        String[] names = folder.list((parent, name) -> name.endsWith(ending));
        return names == null ? 0 : names.length;
    }

    /** Among them is one that is no image, which costs nothing else; an executor is lost on the way. */
    @Test
    public void a3AFolderIsWorkedThroughFileByFile() throws Exception {
        Files.writeString(new File(images, "spoilt.png").toPath(), "no picture");
        File output = new File(FOLDER.getRoot(), "embedded");
        Future<Integer> killer = killer(() -> count(output, "_embedding.tif"), 2);
        List<String> skipped = SparkApply.run(spark, "COVER Extract Embeddings...", "model='"
                + new File(FOLDER.getRoot(), "two.cover") + "', input='" + images + "', output_folder='" + output
                + "'");
        assertTrue("all was over before the executor was killed", killer.get(1, TimeUnit.SECONDS) < FILES);
        assertEquals(skipped.toString(), 1, skipped.size());
        assertTrue(skipped.get(0), skipped.get(0).contains("spoilt.png"));
        assertEquals(Arrays.toString(output.list()), FILES, count(output, "_embedding.tif"));
    }

    @Test
    public void a4WhatARunCannotDoIsSaidOnce() {
        String message = assertThrows(CoverException.class, () -> SparkPretrain.run(spark,
                parameters("never.cover", 5).replace("batch=3", "batch=1"), 2)).getMessage();
        assertTrue(message, message.startsWith("batch is 1, but there are 2 ranks"));
        assertTrue(assertThrows(CoverException.class, () -> SparkPretrain.run(spark, "input='" + images + "'", 2))
                .getMessage().startsWith("output"));
        assertTrue(assertThrows(CoverException.class, () -> SparkApply.run(spark, "COVER Pretrain...", ""))
                .getMessage().contains("does not work on folders"));
    }

    private static String labelled() {
        return "images='" + images + "', labels='" + labels + "', patch=32, width=8, batch=2, iterations=5";
    }

    /** A method with its pretraining is a task; the driver's report has all of them. */
    @Test
    public void a0MethodsAreComparedByWorkers() throws Exception {
        File output = new File(FOLDER.getRoot(), "compared");
        SparkCompare.run(spark, labelled() + ", output_folder='" + output + "', methods='scratch,COVER', numbers=2,"
                + " protocols=full, seeds=1, pretraining=5");
        String report = Files.readString(new File(output, "report.html").toPath());
        assertTrue(report.contains("COVER") && report.contains("scratch"));
        for (String key : List.of("part='1/2'", "parallel=2")) {
            assertTrue(assertThrows(CoverException.class, () -> SparkCompare.run(spark, key)).getMessage()
                    .contains("Spark divides the work"));
        }
    }

    @Test
    public void a0AFolderIsSegmentedByWorkers() {
        File model = new File(FOLDER.getRoot(), "segmenting.cover");
        File output = new File(FOLDER.getRoot(), "segmented");
        Program.host().runCommand("COVER Fine-tune Segmentation...", labelled() + ", output='" + model + "'");
        assertEquals(List.of(), SparkApply.run(spark, "COVER Segment", "model='" + model + "', input='" + images
                + "', output_folder='" + output + "'"));
        assertEquals(FILES, count(output, "_labels.tif"));
    }

    /** The table is that of one process, although an executor was lost and one file is no image. */
    @Test
    public void a5AFolderIsClassifiedFileByFile() throws Exception {
        File model = new File(FOLDER.getRoot(), "classifying.cover");
        TestPictures.classify(FOLDER.newFolder("classes"), model);
        Files.writeString(new File(images, "spoilt.png").toPath(), "no picture");
        String work = "model='" + model + "', input='" + images + "', output='";
        File tables = FOLDER.newFolder("tables");
        File one = new File(FOLDER.getRoot(), "one.csv");
        File many = new File(tables, "classes.csv");
        Program.host().runCommand("COVER Classify...", work + one + "'");
        Future<Integer> killer = killer(() -> count(tables, ".csv"), 2);
        List<String> skipped = SparkApply.run(spark, "COVER Classify", work + many + "'");
        assertTrue("all was over before the executor was killed", killer.get(1, TimeUnit.SECONDS) < FILES);
        assertEquals(skipped.toString(), 1, skipped.size());
        assertEquals(Files.readString(one.toPath()), Files.readString(many.toPath()));
        assertEquals(Arrays.toString(tables.list()), 1, count(tables, ".csv"));
    }

    @Test
    public void a6LabelsArePropagatedFileByFile() throws Exception {
        File few = FOLDER.newFolder("few");
        File their = FOLDER.newFolder("their");
        TestPictures.write(1, few, their);
        File output = new File(FOLDER.getRoot(), "propagated");
        assertEquals(List.of(), SparkApply.run(spark, "COVER Propagate Labels", "model='"
                + new File(FOLDER.getRoot(), "two.cover") + "', images='" + few + "', labels='" + their + "', input='"
                + images + "', name_filter='image2*', output_folder='" + output + "'"));
        assertEquals(5, count(output, "_labels.tif"));
    }
}
