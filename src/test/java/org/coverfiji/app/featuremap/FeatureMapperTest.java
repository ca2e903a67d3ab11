package org.coverfiji.app.featuremap;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.app.inspect.AngleEngine;
import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class FeatureMapperTest {

    private static final int SIDE = 64;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File model(String name, double gain) throws IOException {
        NetworkConfiguration network = TestModels.network(2, 1);
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(network));
        weights.get(AngleEngine.GAIN).data()[0] = (float) gain;
        File file = new File(folder.getRoot(), name);
        new ModelFile(TestModels.description(network, 32).normalization(Normalization.window(0, 1)).build(), weights,
                Collections.emptyMap()).write(file);
        return file;
    }

    /** The left half is dark, the right half bright, both with noise. */
    private static InspectedImages images(int count) {
        List<LabelledImage> images = new ArrayList<>();
        Random random = new Random(1);
        for (int n = 0; n < count; n++) {
            float[] data = new float[SIDE * SIDE];
            int[] classes = new int[SIDE * SIDE];
            for (int i = 0; i < data.length; i++) {
                classes[i] = i % SIDE < SIDE / 2 ? 0 : 1;
                data[i] = 0.1f + 0.6f * classes[i] + 0.1f * random.nextFloat();
            }
            images.add(new LabelledImage(new FloatImage("image " + n, data, 1, new int[] {SIDE, SIDE},
                    new double[] {1, 1}, "pixel"), new LabelImage("l", classes, SIDE, SIDE)));
        }
        return InspectedImages.of(LabelledImages.of(images, LabelClasses.of(List.of("dark", "bright"))), count);
    }

    private FeatureMap map(String projection, InspectedImages images, File... models) {
        List<String> names = new ArrayList<>();
        for (File model : models) {
            names.add(model.getPath());
        }
        return new FeatureMapper(AngleEngine.create(), new FeatureMapSettings(projection, 40, 5, 1))
                .map(InspectedModel.read(String.join(",", names), AngleEngine.create(), 1), images);
    }

    /** One model turns features by the intensity, the other has the same features everywhere. */
    @Test
    public void aModelThatSeesTheClassesIsToldFromOneThatDoesNot() throws IOException {
        FeatureMap map = map("pca", images(3), model("sees.cover", 2), model("blind.cover", 0));
        Table scores = map.scores();
        assertEquals(2, scores.rows().size());
        assertEquals("sees", scores.get(0, "model"));
        assertTrue((double) scores.get(0, "silhouette") > 0.5);
        assertTrue((double) scores.get(0, "neighbour_purity") > 0.95);
        assertTrue((double) scores.get(0, "linear_separability") > 0.95);
        assertEquals(0, (double) scores.get(1, "silhouette"), 1e-3);
        assertEquals("by chance", 0.5, (double) scores.get(1, "linear_separability"), 0.01);
        assertEquals("a column per model and one for labels", 3 * (320 + 8) + 8, map.picture().getWidth());
        assertEquals(2, map.colours().getStackSize());
        assertEquals(SIDE, map.colours().getWidth());
    }

    @Test
    public void pointsSayWhereTheyAreAndWhichAreHeldOut() throws IOException {
        Table points = map("pca", images(2), model("sees.cover", 2)).points();
        assertEquals("40 of each class from two images", 80, points.rows().size());
        int bright = 0;
        for (int row = 0; row < points.rows().size(); row++) {
            int c = (int) points.get(row, "class");
            bright += c;
            assertEquals((int) points.get(row, "x") < SIDE / 2 ? 0 : 1, c);
            assertEquals(c == 0 ? "dark" : "bright", points.get(row, "name"));
            assertEquals("every second image", points.get(row, "image").equals("image 1") ? 1 : 0,
                    points.get(row, "held_out"));
        }
        assertEquals(40, bright);
    }

    /** Seven images do not share forty pixels evenly. */
    @Test
    public void exactlyTheWantedPixelsOfEachClassAreDrawn() {
        PixelSample sample = new PixelSample(images(7), 40, 1);
        assertEquals(80, sample.classes().length);
        assertEquals(40, Arrays.stream(sample.classes()).sum());
        assertEquals(7, Arrays.stream(sample.images()).distinct().count());
    }

    @Test
    public void umapRepeatsAndKeepsTheClassesApart() throws IOException {
        File model = model("sees.cover", 2);
        Table first = map("umap", images(2), model).points();
        assertEquals(first.rows().toString(), map("umap", images(2), model).points().rows().toString());
        double[] means = new double[2];
        double[] others = new double[2];
        for (int row = 0; row < first.rows().size(); row++) {
            means[(int) first.get(row, "class")] += (double) first.get(row, "u") / 40;
            others[(int) first.get(row, "class")] += (double) first.get(row, "v") / 40;
        }
        assertTrue(Math.hypot(means[0] - means[1], others[0] - others[1]) > 2);
    }

    @Test
    public void settingsThatCannotWorkAreToldInOneSentence() {
        assertEquals("projection is tsne; it must be pca or umap.", refusal(() -> settings("tsne", 100, 5)));
        assertEquals("points is 3; it must be 10 to 5000 pixels of every class.", refusal(() -> settings("pca", 3, 2)));
        assertEquals("neighbours is 20; it must be at least 2 and fewer than the 20 points of a class.",
                refusal(() -> settings("pca", 20, 20)));
    }

    private static FeatureMapSettings settings(String projection, int points, int neighbours) {
        return new FeatureMapSettings(projection, points, neighbours, 1);
    }

    private static String refusal(ThrowingRunnable work) {
        return assertThrows(CoverException.class, work).getMessage();
    }
}
