package org.coverfiji.app.embed;

import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.Arrays;

import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.SeamMeasure;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Embeddings of images that take several windows show no seams, with a network trained briefly on small patches: its
 * features tell most of all how far a window's rim is.
 */
public class EmbeddingSeamsTest {

    private static final double LIMIT = 1.1;

    /** Coarse enough to see far, in 32 features. */
    private static final int LEVEL = 2;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Engine engine = EngineLoader.load("cpu");

    @Test
    public void imagesShowNoSeams() {
        FloatImage image = sample("chest/unlabelled/chest-01.png", 2);
        assertNoSeams(Resampling.toSize(image, new int[] {320, 768}), 32, 20);
    }

    @Test
    public void volumesShowNoSeams() {
        FloatImage image = sample("organs/unlabelled/organs-01.tif", 3);
        assertNoSeams(Resampling.toSize(image, new int[] {32, 32, 112}), 16, 10);
    }

    private void assertNoSeams(FloatImage image, int patch, int iterations) {
        File output = new File(folder.getRoot(), "model.cover");
        int dimensions = image.dimensions();
        new Pretrainer(engine, PretrainSettings.builder(dimensions).images(Arrays.asList(image)).output(output)
                .patch(patch).batch(2).width(8).set(CoverRecipe.AMPLITUDE, 1).iterations(iterations).build()).run();
        ModelFile model = ModelFile.read(output);
        int side = Embedder.windowSide(model.description().network());
        int[] window = Arrays.stream(image.size()).map(size -> Math.min(side, (size + 15) / 16 * 16)).toArray();
        FloatImage embedding = embed(model, image, false);
        double borders = SeamMeasure.atBorders(embedding, window);
        double handOvers = SeamMeasure.atHandOvers(embedding, window);
        assertTrue("at borders " + borders + ", at hand-overs " + handOvers, borders <= LIMIT && handOvers <= LIMIT);
        double difference = difference(embedding, embed(model, image, true));
        assertTrue("from the whole image's: " + difference, difference < 0.3);
    }

    private FloatImage embed(ModelFile model, FloatImage image, boolean whole) {
        try (Embedder embedder = new Embedder(engine, model,
                EmbedSettings.builder().level(LEVEL).wholeImage(whole).build())) {
            return embedder.embed(image);
        }
    }

    /** Mean absolute difference relative to the mean absolute deviation of the second from its mean. */
    private static double difference(FloatImage actual, FloatImage expected) {
        double difference = 0;
        double deviation = 0;
        int pixels = expected.pixels();
        for (int c = 0; c < expected.channels(); c++) {
            double mean = 0;
            for (int i = c * pixels; i < (c + 1) * pixels; i++) {
                mean += expected.data()[i] / pixels;
            }
            for (int i = c * pixels; i < (c + 1) * pixels; i++) {
                difference += Math.abs(actual.data()[i] - expected.data()[i]);
                deviation += Math.abs(expected.data()[i] - mean);
            }
        }
        return difference / deviation;
    }

    private static FloatImage sample(String name, int dimensions) {
        return new ImageReader(dimensions, 1).read(new File("sample-data/" + name)).get(0);
    }
}
