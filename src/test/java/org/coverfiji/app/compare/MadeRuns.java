package org.coverfiji.app.compare;

import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

/** Runs of a comparison that nobody trained: rows, scores of images and pictures that were made up. */
public final class MadeRuns {

    private final File root;

    public MadeRuns(File root) {
        this.root = root;
    }

    public File output() {
        return new File(root, "compared");
    }

    /** A task of so many small images, a third of which is for testing. */
    public TaskSettings.Builder task(String name, int count) {
        File images = new File(root, name + "/images");
        File labels = new File(root, name + "/labels");
        if (images.mkdirs() && labels.mkdirs()) {
            SplittableRandom random = new SplittableRandom(count);
            for (int n = 0; n < count; n++) {
                ByteProcessor image = new ByteProcessor(16, 16);
                ByteProcessor label = new ByteProcessor(16, 16);
                for (int i = 0; i < 256; i++) {
                    image.set(i, random.nextInt(256));
                    label.set(i, i % 16 < 8 ? 0 : 1);
                }
                String file = String.format("%02d.tif", n);
                IJ.saveAsTiff(new ImagePlus("", image), new File(images, file).getPath());
                IJ.saveAsTiff(new ImagePlus("", label), new File(labels, file).getPath());
            }
        }
        return TaskSettings.builder().set("name", name).set("images", images).set("labels", labels)
                .set("methods", "scratch,SimCLR,COVER").set("numbers", "2,4").set("seeds", 2).set("patch", 16)
                .set("width", 8);
    }

    /**
     * The plan, of which runs are on disk: scratch has a Dice of 0.5, SimCLR of 0.55 and COVER of 0.8, and some more
     * from image to image and seed to seed, the same for all.
     *
     * @param failed runs that have a reason instead
     */
    public ComparisonPlan make(List<TaskSettings> tasks, Predicate<PlannedRun> made, Predicate<PlannedRun> failed) {
        RunFolder folder = new RunFolder(output());
        folder.make();
        ComparisonPlan plan = new ComparisonPlan(CompareSettings.of(tasks, output()), folder, line -> { });
        plan.tasks().forEach(task -> folder.writeShown(task, plan.task(task).shown()));
        for (PlannedRun run : plan.runs()) {
            if (made.test(run)) {
                write(folder, plan, run, failed.test(run));
            }
        }
        folder.writeTable(plan.runs());
        return plan;
    }

    private static void write(RunFolder folder, ComparisonPlan plan, PlannedRun run, boolean failed) {
        Map<String, String> cells = new HashMap<>();
        cells.put("task", run.task().name());
        cells.put("method", run.method().label());
        cells.put("labels", String.valueOf(run.labels()));
        cells.put("seed", String.valueOf(run.seed()));
        cells.put("weights", "1000");
        cells.put("tuned_weights", run.protocol().name().equals("FULL") ? "1000" : "10");
        cells.put("settings", run.settings());
        if (failed) {
            cells.put("failure", "It was <too> large & \"slow\".");
            folder.write(run, new RunRow(cells), null);
            return;
        }
        double base = run.method().isScratch() ? 0.5 : run.method().label().equals("COVER") ? 0.8 : 0.55;
        List<TestScores.Image> images = new ArrayList<>();
        for (String name : plan.testNames(run.task())) {
            images.add(new TestScores.Image(name, "group of " + name, -1,
                    new double[] {0.9, base + 0.01 * run.seed() + 0.001 * images.size()}));
        }
        TestScores scores = new TestScores(TestScores.Measure.DICE, images);
        cells.put("score", String.valueOf(scores.score()));
        folder.write(run, new RunRow(cells), new RunResult(scores, 0, List.of(1.5, Double.NaN, 0.5),
                List.of(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB)), Map.of(), run.protocol()));
    }
}
