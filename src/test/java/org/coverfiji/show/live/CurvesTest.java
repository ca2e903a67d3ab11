package org.coverfiji.show.live;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.coverfiji.CoverException;
import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.TrainingListeners;
import org.coverfiji.train.TrainingLoop;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CurvesTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void curvesAreByNameAndLeaveOutWhatIsUndefined() {
        Curves curves = new Curves();
        curves.add("b", 1, 5);
        curves.add("a", 1, Double.NaN);
        curves.add("a", 2, 3);
        curves.add("c", 2, Double.NaN);
        List<Curves.Curve> snapshot = curves.snapshot();
        assertEquals(2, snapshot.size());
        assertEquals("b", snapshot.get(0).name);
        assertEquals("a", snapshot.get(1).name);
        assertArrayEquals(new double[] {2}, snapshot.get(1).iterations, 0);
        assertArrayEquals(new double[] {3}, snapshot.get(1).values, 0);
    }

    @Test
    public void aSnapshotHoldsEveryPointAndStaysAsItWas() {
        Curves curves = new Curves();
        for (int i = 1; i <= 1000; i++) {
            curves.add("a", i, 2 * i);
        }
        Curves.Curve curve = curves.snapshot().get(0);
        curves.add("a", 1001, 0);
        assertEquals(1000, curve.values.length);
        assertEquals(1000, curve.iterations[999], 0);
        assertEquals(2000, curve.values[999], 0);
    }

    @Test
    public void meansAreOfTheLastValues() {
        double[] values = new double[40];
        Arrays.setAll(values, i -> i);
        double[] means = CurveSheet.means(values);
        assertEquals(0, means[0], 0);
        assertEquals("of a twentieth of the run", 38.5, means[39], 1e-12);
        double[] many = new double[2000];
        Arrays.setAll(many, i -> i);
        assertEquals("of 50 at most", 1999 - 24.5, CurveSheet.means(many)[1999], 1e-9);
        assertArrayEquals(new double[] {7}, CurveSheet.means(new double[] {7}), 0);
    }

    @Test
    public void anEnvelopeKeepsExtremesInTheirOrder() {
        double[] x = {1, 2, 3, 4, 5, 6};
        double[] y = {0, 9, 1, 5, -3, 4};
        double[][] seen = CurveSheet.envelope(x, y, 2);
        assertArrayEquals(new double[] {1, 2, 4, 5}, seen[0], 0);
        assertArrayEquals(new double[] {0, 9, 5, -3}, seen[1], 0);
        assertArrayEquals("few points are left as they are", y, CurveSheet.envelope(x, y, 3)[1], 0);
    }

    @Test
    public void everyQuantityHasItsColourInTheSheetAtEveryScale() {
        Curves curves = new Curves();
        for (int i = 1; i <= 500; i++) {
            curves.add("vector", i, 10.0 / i);
            curves.add("consistency", i, 1.0 / i);
        }
        for (double scale : new double[] {1, 1.5, 2}) {
            BufferedImage sheet = new CurveSheet(400, 300, scale, new Font(Font.SANS_SERIF, Font.PLAIN, 12), Map.of())
                    .paint(curves.snapshot());
            assertEquals((int) (400 * scale), sheet.getWidth());
            assertEquals((int) (300 * scale), sheet.getHeight());
            assertTrue(count(sheet, 0x0072b2, 0, sheet.getHeight() / 2) > 50);
            assertEquals(0, count(sheet, 0x0072b2, sheet.getHeight() / 2, sheet.getHeight()));
            assertTrue(count(sheet, 0x008f68, sheet.getHeight() / 2, sheet.getHeight()) > 50);
        }
    }

    @Test
    public void oneValueAndNoneCanBeDrawn() {
        CurveSheet sheet = new CurveSheet(300, 200, 1, new Font(Font.SANS_SERIF, Font.PLAIN, 12), Map.of());
        Curves curves = new Curves();
        assertEquals(0, count(sheet.paint(curves.snapshot()), 0x0072b2, 0, 200));
        curves.add("loss", 1, 0);
        assertTrue(count(sheet.paint(curves.snapshot()), 0x0072b2, 0, 200) > 0);
    }

    @Test
    public void validationIsDrawnInThePlotOfWhatItValidates() {
        Curves curves = new Curves();
        for (int i = 1; i <= 50; i++) {
            curves.add("loss", i, 1.0 / i);
            curves.add("validation loss", i, 2.0 / i);
        }
        BufferedImage sheet = new CurveSheet(300, 200, 1, new Font(Font.SANS_SERIF, Font.PLAIN, 12), Map.of())
                .paint(curves.snapshot());
        assertTrue(count(sheet, 0x0072b2, 0, 200) > 50);
        assertEquals("there is no second plot", 0, count(sheet, 0x008f68, 0, 200));
    }

    @Test
    public void aRunLeavesItsCurvesAndAResumedOneThoseBeforeToo() throws IOException {
        File model = folder.newFile("lung.cover");
        run(model, 0, 20);
        File png = new File(folder.getRoot(), "lung.curves.png");
        BufferedImage first = ImageIO.read(png);
        assertTrue(count(first, 0x0072b2, 0, first.getHeight()) > 100);

        Curves resumed = new Curves();
        resumed.resume(CsvListener.fileBeside(model), 15);
        Curves.Curve vector = resumed.snapshot().get(0);
        assertEquals("vector", vector.name);
        assertEquals(15, vector.iterations.length);
        assertEquals(1.0 / 15, vector.values[14], 1e-12);
        assertEquals("ratio", resumed.snapshot().get(1).name);
        assertEquals(2, resumed.snapshot().size());

        run(model, 20, 25);
        assertEquals(first.getWidth(), ImageIO.read(png).getWidth());
    }

    @Test
    public void aRunWithoutIterationsLeavesNoCurves() throws IOException {
        run(folder.newFile("none.cover"), 3, 3);
        assertFalse(new File(folder.getRoot(), "none.curves.png").exists());
    }

    /** Losses of one stage of a method have no value in the others. */
    @Test
    public void emptyCellsOfATableAreNoPoints() throws IOException {
        File table = folder.newFile("stages.progress.csv");
        Files.write(table.toPath(), List.of("iteration,global loss,local loss,learning rate", "1,0.5,,0.001",
                "2,,0.25,0.001"), StandardCharsets.UTF_8);
        Curves curves = new Curves();
        curves.resume(table, 5);
        assertEquals(List.of("global", "local"),
                curves.snapshot().stream().map(curve -> curve.name).collect(Collectors.toList()));
    }

    @Test
    public void aDamagedTableIsNamed() throws IOException {
        File table = folder.newFile("a.progress.csv");
        Files.write(table.toPath(), List.of("iteration,vector loss", "one,two"), StandardCharsets.UTF_8);
        CoverException e = assertThrows(CoverException.class, () -> new Curves().resume(table, 5));
        assertTrue(e.getMessage(), e.getMessage().contains(table.toString()));
    }

    private static void run(File model, long first, long total) {
        TrainingListeners listeners = new TrainingListeners();
        listeners.add(CsvListener.beside(model));
        listeners.add(CurvesListener.beside(model, Map.of()));
        new TrainingLoop(new QuickTask(), first, total, new CheckpointSchedule(0, 0), new StopSignal(), listeners,
                () -> 0).run();
    }

    static int count(BufferedImage image, int rgb, int top, int bottom) {
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
            }
        }
        return count;
    }
}
