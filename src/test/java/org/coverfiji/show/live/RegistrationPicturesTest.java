package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.pair.PairSampler;
import org.coverfiji.train.view.BatchPreview;
import org.junit.Test;

public class RegistrationPicturesTest {

    private static final int FIRST = 0;
    private static final int OTHER = 1;
    private static final int REGISTERED = 2;
    private static final int RESTORED = 4;
    private static final int MOVES = 5;

    private static Tensor noise(long seed, int... size) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.zeros(Tensor.batchShape(1, 1, size));
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) random.nextDouble();
        }
        return tensor;
    }

    /** The first image one pixel further to the left, so that reading one pixel to the left brings it back. */
    private static Tensor left(Tensor image) {
        Tensor moved = Tensor.zeros(image.shape());
        int width = image.size(image.rank() - 1);
        for (int i = 0; i < moved.data().length; i++) {
            moved.data()[i] = i % width == width - 1 ? 0 : image.data()[i + 1];
        }
        return moved;
    }

    private static RegistrationPictures pictures(Tensor clean, Map<String, Tensor> outputs) {
        Map<String, Tensor> views = new LinkedHashMap<>();
        views.put(PairSampler.CLEAN, clean);
        views.put(PairSampler.PARTNER, left(clean));
        views.put(PairSampler.CORRUPTED, clean);
        FloatImage image = new FloatImage("lung", new float[4], 1, new int[] {2, 2}, new double[] {1, 1}, "pixel");
        return new RegistrationPictures(new BatchPreview(7, image, new Batch(views, 0), outputs));
    }

    private static void assertRegistered(RegistrationPictures pictures, String moves) {
        assertEquals(7, pictures.iteration());
        assertEquals(List.of("lung"), pictures.choices());
        List<Picture> all = pictures.pictures(0, 50);
        assertEquals(6, all.size());
        BufferedImage first = all.get(FIRST).image();
        BufferedImage registered = all.get(REGISTERED).image();
        boolean alike = true;
        for (int y = 0; y < first.getHeight(); y++) {
            for (int x = 1; x < first.getWidth(); x++) {
                assertEquals(x + ", " + y, first.getRGB(x, y) & 255, registered.getRGB(x, y) & 255, 1);
                alike &= first.getRGB(x, y) == all.get(OTHER).image().getRGB(x, y);
            }
        }
        assertTrue("the images differ", !alike);
        assertEquals(moves, all.get(MOVES).caption());
        assertEquals(first.getRGB(2, 2), all.get(RESTORED).image().getRGB(2, 2));
        assertTrue(pictures.keys(0, 10).get(0).caption().contains("rim: 1 px"));
    }

    /** Of both directions' fields the second brings the other image onto the first. */
    @Test
    public void fieldsOfGemini() {
        Tensor clean = noise(1, 6, 8);
        Tensor fields = Tensor.zeros(2, 2, 6, 8);
        Arrays.fill(fields.data(), 0, 96, 9);
        Arrays.fill(fields.data(), 144, 192, -1);
        assertRegistered(pictures(clean, Map.of("fields", fields, "restored", clean)), "Displacements, up to 1.0 px");
    }

    /** In volumes the middle slice; half a pixel by the affine map and half a pixel by the field. */
    @Test
    public void affineMapAndFieldOfGvsl() {
        Tensor clean = noise(2, 3, 6, 8);
        AffineMatrix affine = new AffineMatrix(3);
        Tensor numbers = Tensor.zeros(1, affine.numbers(), 1, 1, 1);
        // A translation of 1 along x moves (8 − 1) / (2 · 8) pixels.
        numbers.data()[6] = (float) (-0.5 / (7 / 16.0));
        Tensor field = Tensor.zeros(1, 3, 3, 6, 8);
        Arrays.fill(field.data(), 2 * 144, 3 * 144, -0.5f);
        RegistrationPictures pictures = pictures(clean,
                Map.of("field", field, "affine", numbers, "restored", clean));
        assertEquals("First image, slice 2 of 3", pictures.pictures(0, 50).get(FIRST).caption());
        assertRegistered(pictures, "Displacements, up to 1.0 px");
    }
}
