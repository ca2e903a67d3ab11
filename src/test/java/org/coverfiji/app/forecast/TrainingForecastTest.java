package org.coverfiji.app.forecast;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.io.FileSaver;

public class TrainingForecastTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File images;

    @Before
    public void writeImage() throws Exception {
        images = folder.newFolder("images");
        new FileSaver(IJ.createImage("a", "8-bit ramp", 100, 80, 1)).saveAsTiff(new File(images, "a.tif").getPath());
    }

    @Test
    public void tellsMemoryAndTimeAndNothingElseOfSettingsThatWork() {
        Forecast forecast = forecast(settings().patch(64));
        assertTrue(forecast.cost(),
                forecast.cost().matches("Needs about \\d\\.\\d GB of memory and \\d+ (s|min|h) on \\d+ "
                + "processors \\(a rough estimate\\)\\."));
        assertEquals(List.of(), forecast.warnings());
    }

    @Test
    public void warnsOfAPatchThatImagesDoNotFill() {
        assertEquals(List.of("a.tif is 100 × 80 pixels, less than the patch of 96, so that mirror images fill the rest;"
                + " patch 80 would fit."), forecast(settings().patch(96)).warnings());
        assertEquals(List.of(), forecast(settings().patch(96).resize(200)).warnings());
        assertEquals(List.of("a.tif, resized, is 128 × 102 pixels, less than the patch of 128, so that mirror images"
                + " fill"
                + " the rest; patch 96 would fit."), forecast(settings().patch(128).resize(128)).warnings());
    }

    @Test
    public void tellsWhatAutomaticValuesBecome() throws Exception {
        File large = folder.newFolder("large");
        new FileSaver(IJ.createImage("b", "8-bit ramp", 400, 300, 1)).saveAsTiff(new File(large, "b.tif").getPath());
        PretrainSettings.Builder settings = PretrainSettings.builder(2).input(large).output(new File("m.cover"));
        assertTrue(outlook(large, settings), outlook(large, settings)
                .endsWith(". First short runs choose resize (none, 256, 128)."));
        assertTrue(outlook(large, settings.iterations(100)), outlook(large, settings)
                .contains(". Chosen before the run: resize 256, because the images are usually 300 × 400 pixels;"));
        String unknown = new TrainingForecast().pretraining(PretrainSettings.builder(2).input(large)
                .output(new File("m.cover"))::build).cost();
        assertTrue(unknown, unknown.endsWith(". First short runs choose resize."));
        File flat = folder.newFolder("flat");
        new FileSaver(IJ.createImage("c", "8-bit ramp", 80, 64, 10)).saveAsTiffStack(new File(flat, "c.tif").getPath());
        String volume = outlook(flat, PretrainSettings.builder(3).input(flat).output(new File("m.cover")));
        assertTrue(volume, volume.endsWith(". Chosen before the run: patch 16 × 64 × 80, because the images are usually"
                + " 10 × 64 × 80 pixels."));
        String scratch = new TrainingForecast().images(flat, false, "", null)
                .segmentation(SegmentationSettings.builder()
                .images(flat).labels(flat).output(new File("s.cover")).dimensions(3)::build).cost();
        assertTrue(scratch, scratch.endsWith(". The patch is 16 × 64 × 80 pixels."));
    }

    private static String outlook(File images, PretrainSettings.Builder settings) {
        return new TrainingForecast().images(images, false, "", null).pretraining(settings::build).cost();
    }

    @Test
    public void settingsThatCannotWorkAreWarnings() {
        assertEquals(List.of("patch is 100, but must be a positive multiple of 16, or one per axis (z,y,x) such as"
                + " 16,128,128, or auto."),
                forecast(settings().patch(100)).warnings());
        List<String> tooMuch = forecast(settings().patch(64).batch(1_000_000)).warnings();
        assertEquals(1, tooMuch.size());
        assertTrue(tooMuch.get(0), tooMuch.get(0).endsWith(" would fit."));
        assertEquals(List.of("Cannot use a.tif: it is a single 2D image, but 3D images are needed."),
                forecast(PretrainSettings.builder(3).input(images).output(new File("m.cover"))).warnings());
    }

    @Test
    public void missingFilesAreWarnings() {
        File none = new File(folder.getRoot(), "none");
        assertEquals(List.of("There is no folder or file " + none + "; check the path."),
                new TrainingForecast().images(none, false, "", null).pretraining(() -> settings().patch(64).build())
                .warnings());
        SegmentationSettings.Builder settings = SegmentationSettings.builder().images(images).labels(images).model(none)
                .output(new File("s.cover")).protocol(Protocol.LINEAR);
        List<String> warnings = new TrainingForecast().segmentation(settings::build).warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).startsWith("The model file " + none + " does not exist"));
    }

    /** 300 slices of 400 × 400 are 0.38 GB with their labels, five volumes 1.9 GB. */
    @Test
    public void labelledVolumesCount() throws Exception {
        File volumes = folder.newFolder("volumes");
        for (int i = 0; i < 5; i++) {
            try (RandomAccessFile raw = new RandomAccessFile(new File(volumes, i + ".nii"), "rw")) {
                ByteBuffer header = ByteBuffer.allocate(352).order(ByteOrder.LITTLE_ENDIAN);
                header.putInt(0, 348).putShort(40, (short) 3).putShort(42, (short) 400).putShort(44, (short) 400)
                        .putShort(46, (short) 300).putShort(70, (short) 2).putShort(72, (short) 8);
                header.putFloat(80, 1).putFloat(84, 1).putFloat(88, 1).putFloat(108, 352);
                header.position(344);
                header.put("n+1".getBytes(StandardCharsets.US_ASCII));
                raw.write(header.array());
                raw.setLength(352 + 400L * 400 * 300);
            }
        }
        SegmentationSettings.Builder settings = SegmentationSettings.builder().images(volumes).labels(volumes)
                .output(new File("s.cover")).dimensions(3).patch(32);
        String with = new TrainingForecast().images(volumes, false, "", null).segmentation(settings::build).cost();
        String without = new TrainingForecast().segmentation(settings::build).cost();
        assertEquals(1.92, gigabytes(with) - gigabytes(without), 0.11);
    }

    private static double gigabytes(String cost) {
        return Double.parseDouble(cost.replaceAll(".*about (\\d+\\.\\d) GB.*", "$1"));
    }

    @Test
    public void trainingFewerWeightsTakesLess() {
        double full = step(Protocol.FULL);
        assertEquals(full / 3, step(Protocol.LINEAR), full * 1e-9);
        assertTrue(step(Protocol.DECODER) < full);
    }

    private static double step(Protocol protocol) {
        return ResourceEstimate.ofFineTuning(PretrainSettings.builder(2).input(new File("x")).output(new File("y"))
                .build().network(1), 4, new int[] {64, 64}, protocol).flopsPerStep();
    }

    private PretrainSettings.Builder settings() {
        return PretrainSettings.builder(2).input(images).output(new File("m.cover"));
    }

    private Forecast forecast(PretrainSettings.Builder settings) {
        return new TrainingForecast().images(images, false, "", null).pretraining(settings::build);
    }
}
