package org.coverfiji.app.apply;

import static org.junit.Assert.assertTrue;

import java.io.File;

import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.SeamMeasure;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Class probabilities of an image that takes many windows change no more across the windows' borders than between
 * neighbouring pixels elsewhere, with a network that was trained briefly; windows side by side do.
 */
public class SegmentationSeamsTest {

    private static final double LIMIT = 1.1;
    private static final int PATCH = 32;
    private static final int[] SIZE = {224, 288};

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Engine engine = EngineLoader.load("cpu");

    @Test
    public void windowsLeaveNoSeams() {
        SegmentationSettings settings = SegmentationSettings.builder()
                .images(new File("sample-data/chest/labelled/images"))
                .labels(new File("sample-data/chest/labelled/labels")).output(new File(folder.getRoot(), "m.cover"))
                .normalization(Normalization.window(0, 255)).width(8).patch(PATCH).resize(128).batch(4).iterations(40)
                .validation(0).build();
        ModelFile trained = ModelFile.read(new SegmentationTrainer(engine, settings).withoutReport().run().modelFile());
        // At the image's own size, as a large image would be.
        ModelFile model = new ModelFile(trained.description().toBuilder().resize(0).build(), trained.weights(),
                trained.state());
        FloatImage chest = new ImageReader(2, 1).read(new File("sample-data/chest/unlabelled/chest-01.png")).get(0);
        FloatImage image = Resampling.toSize(chest, SIZE);
        try (Segmenter segmenter = new Segmenter(engine, model, SegmentSettings.builder().resample(false).build())) {
            FloatImage blended = segmenter.probabilities(image);
            double borders = SeamMeasure.atBorders(blended, PATCH, PATCH);
            double handOvers = SeamMeasure.atHandOvers(blended, PATCH, PATCH);
            double sideBySide = SeamMeasure.atBorders(sideBySide(segmenter, image), PATCH, PATCH);
            String figures = "at borders " + borders + ", at hand-overs " + handOvers + ", side by side " + sideBySide;
            assertTrue(figures, borders <= LIMIT && handOvers <= LIMIT);
            assertTrue("the measure sees seams: " + figures, sideBySide > 1.5);
        }
    }

    /** Every window on its own, without overlap. */
    private static FloatImage sideBySide(Segmenter segmenter, FloatImage image) {
        float[] result = null;
        int channels = 0;
        for (int y = 0; y < SIZE[0]; y += PATCH) {
            for (int x = 0; x < SIZE[1]; x += PATCH) {
                float[] tile = new float[PATCH * PATCH];
                for (int row = 0; row < PATCH; row++) {
                    System.arraycopy(image.data(), (y + row) * SIZE[1] + x, tile, row * PATCH, PATCH);
                }
                FloatImage probabilities = segmenter.probabilities(new FloatImage("tile", tile, 1,
                        new int[] {PATCH, PATCH}, image.spacing(), image.unit()));
                channels = probabilities.channels();
                result = result == null ? new float[channels * image.pixels()] : result;
                for (int row = 0; row < channels * PATCH; row++) {
                    System.arraycopy(probabilities.data(), row * PATCH, result, row / PATCH * image.pixels()
                            + (y + row % PATCH) * SIZE[1] + x, PATCH);
                }
            }
        }
        return image.withData(result, channels);
    }
}
