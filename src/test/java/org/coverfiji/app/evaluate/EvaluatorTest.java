package org.coverfiji.app.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.file.Table;
import org.coverfiji.image.Expect;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.ValueMeaning;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;

public class EvaluatorTest {

    private static final Double NONE = Double.NaN;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();

    private Evaluator evaluator() {
        return new Evaluator(LabelRule.DEFAULT).setLog(log::add);
    }

    /** Planes of the given width; pixels of 0.5 by 0.5 by 2 mm. */
    private static ImagePlus image(String title, int width, int[]... planes) {
        ImageStack stack = new ImageStack(width, planes[0].length / width);
        for (int[] plane : planes) {
            byte[] pixels = new byte[plane.length];
            for (int i = 0; i < plane.length; i++) {
                pixels[i] = (byte) plane[i];
            }
            stack.addSlice(new ByteProcessor(stack.getWidth(), stack.getHeight(), pixels));
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        image.getCalibration().pixelDepth = 2;
        image.getCalibration().setUnit("mm");
        return image;
    }

    private static void save(File directory, String name, int width, int[]... planes) {
        directory.mkdirs();
        TiffWriter.write(new File(directory, name), image(name, width, planes));
    }

    private File predictions() {
        return new File(folder.getRoot(), "predictions");
    }

    private File truth() {
        return new File(folder.getRoot(), "truth");
    }

    @Test
    public void scoresAndSizesByHand() {
        Evaluation evaluation = evaluator().classNames(List.of("background", "cell", "gap"))
                .images(image("p", 3, new int[] {1, 1, 0, 1, 0, 0}), image("t", 3, new int[] {1, 1, 1, 0, 2, 0}));
        Table table = evaluation.table();
        assertEquals(List.of("image", "class", "name", "note", "dice", "iou", "hausdorff95", "unit", "predicted_area",
                "true_area", "area_difference", "area_difference_percent", "area_unit"), table.columns());
        assertEquals(3 + 3 + 1, table.rows().size());
        assertEquals("cell", table.get(1, "name"));
        assertEquals(4 / 6.0, table.get(1, "dice"));
        assertEquals(0.5, table.get(1, "iou"));
        assertEquals("mm", table.get(1, "unit"));
        assertEquals("three pixels of 0.25 mm²", 0.75, table.get(1, "predicted_area"));
        assertEquals(0.0, table.get(1, "area_difference"));
        assertEquals("mm²", table.get(1, "area_unit"));
        assertEquals("only in the truth", table.get(2, "note"));
        assertEquals(0.0, table.get(2, "dice"));
        assertEquals(NONE, table.get(2, "hausdorff95"));
        assertEquals(-100.0, table.get(2, "area_difference_percent"));
        assertEquals(evaluation.scores().meanDice(), table.get(6, "dice"));
    }

    /** A plane that is missing is 2 mm away, a column half a millimetre. */
    @Test
    public void volumesAreMeasuredInTheUnitOfEveryAxis() {
        int[] full = {1, 1, 1, 1};
        int[] none = new int[4];
        Table planes = evaluator().images(image("p", 2, full, none), image("t", 2, full, full)).table();
        assertEquals(2.0, planes.get(1, "hausdorff95"));
        assertEquals("four pixels of 0.5 mm³", 2.0, planes.get(1, "predicted_volume"));
        assertEquals(-50.0, planes.get(1, "volume_difference_percent"));
        assertEquals("mm³", planes.get(1, "volume_unit"));
        int[] left = {1, 0, 1, 0};
        assertEquals(0.5, evaluator().images(image("p", 2, left, left), image("t", 2, full, full)).table()
                .get(1, "hausdorff95"));
        Table slices = evaluator().dimensions(2).images(image("p", 2, full, none), image("t", 2, full, full)).table();
        assertEquals("slice by slice", 2 * 2 + 2 + 1, slices.rows().size());
        assertEquals("t z2", slices.get(2, "image"));
    }

    @Test
    public void masksThatAreEmptyAreSaid() {
        Table invented = evaluator().images(image("p", 2, new int[] {0, 1}), image("t", 2, new int[2])).table();
        assertEquals("only in the prediction", invented.get(1, "note"));
        assertEquals(0.0, invented.get(1, "dice"));
        assertEquals("no percentage of nothing", NONE, invented.get(1, "area_difference_percent"));
        assertEquals(0.25, invented.get(1, "area_difference"));
        save(predictions(), "a.tif", 2, new int[] {0, 1});
        save(truth(), "a.tif", 2, new int[] {0, 1});
        save(predictions(), "b.tif", 2, new int[2]);
        save(truth(), "b.tif", 2, new int[2]);
        Table neither = evaluator().folders(predictions(), truth()).table();
        assertEquals("in neither", neither.get(3, "note"));
        assertEquals(NONE, neither.get(3, "dice"));
        assertEquals("of 1 of 2 images", neither.get(5, "note"));
        assertEquals("what is not defined is left out", 1.0, neither.get(5, "dice"));
    }

    @Test
    public void filesArePairedByNameAndWhatIsLeftIsNamed() throws IOException {
        save(predictions(), "a_labels.tif", 2, new int[] {0, 1});
        save(predictions(), "a_probabilities.tif", 2, new int[] {0, 1}, new int[] {1, 0});
        Files.writeString(predictions().toPath().resolve("a_made_from.txt"), "a");
        save(predictions(), "b.tif", 2, new int[] {0, 1});
        save(predictions(), "c.tif", 2, new int[] {0, 1, 1, 0});
        save(truth(), "A_mask.tif", 2, new int[] {0, 1});
        save(truth(), "c.tif", 2, new int[] {0, 1});
        save(truth(), "d.tif", 2, new int[] {0, 1});
        Evaluation evaluation = evaluator().folders(predictions(), truth());
        assertEquals(1, evaluation.scores().images());
        assertEquals(1, evaluation.scores().meanDice(), 0);
        assertEquals("2 predictions with true label images:\n  a_labels.tif with A_mask.tif\n  c.tif with c.tif\n"
                + "1 prediction without true label image: b.tif\n1 true label image without prediction: d.tif",
                log.get(0));
        assertTrue(log.get(1), log.get(1).startsWith("Skipped c.tif: ") && log.get(1).contains("same size"));
        Expect.failure(() -> evaluator().folders(truth(), truth()), "the same");
        save(new File(folder.getRoot(), "others"), "x.tif", 2, new int[] {0, 1});
        Expect.failure(() -> evaluator().folders(new File(folder.getRoot(), "others"), truth()),
                "No true label image matches a prediction by its name");
    }

    @Test
    public void valuesMeanClassesAsTheyDoInTraining() {
        int[] mask = {0, 255, 255, 0};
        requireDice(1, evaluator(), mask, mask);
        requireDice(1, evaluator(), new int[] {0, 1, 1, 0}, mask);
        requireDice(1, evaluator(), new int[] {0, 1, 2, 0}, new int[] {0, 40, 90, 0});
        requireDice(1, new Evaluator(new LabelRule(true, false, 0)), new int[] {0, 1, 1, 0}, new int[] {0, 7, 9, 0});
        assertEquals("classes that are named need not be shown", "in neither",
                evaluator().classNames(List.of("background", "a", "b"))
                        .images(image("p", 2, new int[2]), image("t", 2, new int[2])).table().get(2, "note"));
        Evaluation more = evaluator().images(image("p", 2, new int[] {0, 2, 1, 0}),
                image("t", 2, new int[] {0, 1, 1, 0}));
        assertEquals("what only the prediction has is a class", 0, more.scores().dice(0, 2), 0);
        assertEquals(2 / 3.0, more.scores().dice(0, 1), 1e-12);
        assertEquals(List.of("background", "a", "b"), evaluator().classNames(List.of("background", "a", "b"))
                .images(image("p", 2, new int[] {0, 1}), image("t", 2, new int[] {0, 1})).scores().classNames());
    }

    private static void requireDice(double expected, Evaluator evaluator, int[] predicted, int[] truth) {
        assertEquals(Arrays.toString(predicted), expected,
                evaluator.images(image("p", 2, predicted), image("t", 2, truth)).scores().meanDice(), 1e-12);
    }

    /** Scribbles of 1 and 2: a prediction's 1 is the second class for us, the first for who kept the values. */
    @Test
    public void whatMayMeanTwoThingsIsAsked() {
        ImagePlus truth = image("t", 2, new int[] {1, 2, 2, 0});
        ImagePlus prediction = image("p", 2, new int[] {0, 1, 1, 1});
        Evaluator scribbles = new Evaluator(new LabelRule(false, true, 0));
        Expect.failure(() -> scribbles.images(prediction, truth), "set values to labels or to classes");
        assertEquals(1, scribbles.values(ValueMeaning.CLASSES).images(prediction, truth).scores().dice(0, 1), 0);
        assertEquals(0, scribbles.values(ValueMeaning.LABELS).images(prediction, truth).scores().dice(0, 1), 0);
    }

    @Test
    public void slicesMustBeAsMany() {
        int[] plane = {0, 1};
        Expect.failure(() -> evaluator().dimensions(2).images(image("p", 2, plane), image("t", 2, plane, plane)),
                "same size");
    }

    @Test(expected = CoverException.class)
    public void intensitiesAreNoLabels() {
        ImagePlus grey = new ImagePlus("g", image("p", 2, new int[] {0, 1}).getProcessor().convertToFloat());
        grey.getProcessor().setf(0, 0.5f);
        evaluator().images(grey, image("t", 2, new int[] {0, 1}));
    }

    /** Else a Dice near 0 looks like a bad model. */
    @Test
    public void numberedObjectsAgainstOneClassAreSaid() {
        ImagePlus truth = image("t", 4, new int[] {0, 1, 2, 3, 4, 5, 6, 7});
        evaluator().images(image("p", 4, new int[] {0, 1, 1, 1, 1, 1, 1, 1}), truth);
        assertTrue(log.toString(), log.contains("Warning: The true label images (t, …) have 8 different values, the"
                + " predictions 2; if those values number objects, give instances=true."));
        log.clear();
        evaluator().images(image("p", 4, new int[] {0, 1, 2, 3, 4, 5, 6, 7}), truth);
        assertEquals(List.of(), log);
    }
}
