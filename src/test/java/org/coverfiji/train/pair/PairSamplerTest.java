package org.coverfiji.train.pair;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageOrigin;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.corrupt.GenesisConfiguration;
import org.coverfiji.train.view.AffineMotion;
import org.coverfiji.train.view.TestImages;
import org.coverfiji.train.view.ViewRandom;
import org.junit.Test;

public class PairSamplerTest {

    private static final GenesisConfiguration SPOILT = GenesisConfiguration.builder(2).painting(1, 0).build();
    private static final PairConfiguration STILL = PairConfiguration.still(SPOILT);
    private static final PairConfiguration MOVED = STILL.rotation(20, 2).scale(0.25).shearAndShift(10, 0.1);

    private static FloatImage[] images(int count, int... size) {
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        FloatImage[] images = new FloatImage[count];
        Arrays.setAll(images, i -> TestImages.noise(i + 1, 1, spacing, size));
        return images;
    }

    /** The images in groups: image i is of group i mod groups. */
    private static ImageSource grouped(int groups, FloatImage... images) {
        ImageSource plain = TestImages.source(images);
        return new ImageSource() {
            @Override
            public int size() {
                return plain.size();
            }

            @Override
            public FloatImage get(int index) {
                return plain.get(index);
            }

            @Override
            public ImageOrigin origin(int index) {
                return new ImageOrigin("group " + index % groups, String.valueOf(index), 0, 1);
            }
        };
    }

    /** Which of the images a patch of their size is; the images must not be moved. */
    private static int which(FloatImage[] images, Tensor patches, int sample) {
        int length = images[0].data().length;
        for (int i = 0; i < images.length; i++) {
            if (Arrays.equals(images[i].data(), Arrays.copyOfRange(patches.data(), sample * length,
                    (sample + 1) * length))) {
                return i;
            }
        }
        throw new AssertionError("sample " + sample + " is none of the images");
    }

    @Test
    public void aBatchIsAFunctionOfSeedAndIteration() {
        ImageSource images = TestImages.source(images(5, 40, 36));
        PairConfiguration all = MOVED.elastic(80);
        PairSampler first = new PairSampler(images, new int[] {32, 32}, all, 3, 7);
        PairSampler second = new PairSampler(images, new int[] {32, 32}, all, 3, 7);
        second.batch(0);
        Map<String, Tensor> tensors = first.batch(4).tensors();
        second.batch(4).tensors().forEach((name, tensor) ->
                assertArrayEquals(name, tensor.data(), tensors.get(name).data(), 0));
        assertFalse(Arrays.equals(tensors.get(PairSampler.CLEAN).data(),
                first.batch(5).get(PairSampler.CLEAN).data()));
    }

    @Test
    public void partnersAreDifferentImagesAndAllOccur() {
        FloatImage[] images = images(4, 16, 16);
        PairSampler sampler = new PairSampler(TestImages.source(images), new int[] {16, 16}, STILL, 2, 3);
        boolean[][] met = new boolean[4][4];
        for (int iteration = 0; iteration < 60; iteration++) {
            Batch batch = sampler.batch(iteration);
            for (int sample = 0; sample < 2; sample++) {
                int clean = which(images, batch.get(PairSampler.CLEAN), sample);
                assertEquals(batch.images()[sample], clean);
                met[clean][which(images, batch.get(PairSampler.PARTNER), sample)] = true;
            }
        }
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(i + " with " + j, i != j, met[i][j]);
            }
        }
    }

    @Test
    public void partnersAreOfOneGroupWhereThatIsWanted() {
        FloatImage[] images = images(7, 16, 16);
        PairSampler sampler = new PairSampler(grouped(3, images), new int[] {16, 16}, STILL.grouped(), 4, 3);
        for (int iteration = 0; iteration < 20; iteration++) {
            Batch batch = sampler.batch(iteration);
            for (int sample = 0; sample < 4; sample++) {
                int partner = which(images, batch.get(PairSampler.PARTNER), sample);
                assertEquals(batch.images()[sample] % 3, partner % 3);
                assertNotEquals(batch.images()[sample], partner);
            }
        }
    }

    @Test
    public void whoIsAloneInItsGroupHasAnyPartner() {
        FloatImage[] images = images(3, 16, 16);
        Batch batch = new PairSampler(grouped(3, images), new int[] {16, 16}, STILL.grouped(), 3, 3).batch(0);
        for (int sample = 0; sample < 3; sample++) {
            assertNotEquals(batch.images()[sample], which(images, batch.get(PairSampler.PARTNER), sample));
        }
    }

    @Test
    public void oneImageIsRefused() {
        CoverException refused = assertThrows(CoverException.class, () -> new PairSampler(
                TestImages.source(images(1, 16, 16)), new int[] {16, 16}, STILL, 1, 3));
        assertTrue(refused.getMessage(), refused.getMessage().contains("give at least 2"));
    }

    /** Both images are the same here, so what is done to the one is seen to be done to the other. */
    @Test
    public void oneMotionMovesBothAndTheFirstIsSpoiltAfterIt() {
        for (int[] size : new int[][] {{24, 20}, {10, 12, 14}}) {
            FloatImage image = images(1, size)[0];
            Batch batch = new PairSampler(TestImages.source(image, image), size, MOVED.elastic(80), 2, 5).batch(1);
            float[] clean = batch.get(PairSampler.CLEAN).data();
            assertArrayEquals(clean, batch.get(PairSampler.PARTNER).data(), 0);
            float[] corrupted = batch.get(PairSampler.CORRUPTED).data();
            int alike = 0;
            for (int i = 0; i < clean.length; i++) {
                alike += clean[i] == corrupted[i] ? 1 : 0;
            }
            assertTrue(alike + " of " + clean.length, alike < clean.length);
            assertFalse(Arrays.equals(image.data(), Arrays.copyOf(clean, image.data().length)));
        }
    }

    /** Of images of other sizes the patch comes from the same place, in proportion. */
    @Test
    public void patchesComeFromTheSamePlace() {
        FloatImage small = ramp(32, 20);
        FloatImage large = ramp(40, 20);
        PairSampler sampler = new PairSampler(TestImages.source(small, large), new int[] {16, 20}, STILL, 2, 3);
        for (int iteration = 0; iteration < 10; iteration++) {
            Batch batch = sampler.batch(iteration);
            for (int sample = 0; sample < 2; sample++) {
                int origin = Math.round(100 * batch.get(PairSampler.CLEAN).data()[sample * 320]);
                int partner = Math.round(100 * batch.get(PairSampler.PARTNER).data()[sample * 320]);
                double ratio = batch.images()[sample] == 0 ? 24.0 / 16 : 16.0 / 24;
                assertEquals(Math.round(origin * ratio), partner);
            }
        }
    }

    /** Every row has its number over 100. */
    private static FloatImage ramp(int height, int width) {
        float[] data = new float[height * width];
        for (int i = 0; i < data.length; i++) {
            data[i] = i / width / 100f;
        }
        return new FloatImage("ramp", data, 1, new int[] {height, width}, new double[] {1, 1}, "pixel");
    }

    /** Two turns of ±20° add up to a triangle: beyond 20° lies a quarter of them, in one turn none. */
    @Test
    public void turnsAddUp() {
        assertEquals(0, beyond(1), 0);
        assertEquals(0.25, beyond(2), 0.05);
    }

    private static double beyond(int turns) {
        int count = 0;
        for (int i = 0; i < 1000; i++) {
            AffineMotion motion = PairMotion.draw(STILL.rotation(20, turns), new int[] {33, 33}, new double[] {1, 1},
                    ViewRandom.of(i));
            double angle = Math.toDegrees(Math.asin(motion.slope(0)));
            count += Math.abs(angle) > 20 ? 1 : 0;
            assertTrue(Math.abs(angle) <= 20.0001 * turns);
        }
        return count / 1000.0;
    }

    /** A map that moves nothing but has the slips: x s / (s − 1), half a pixel further where the side is even. */
    @Test
    public void slipsOfThePublishedPrograms() {
        AffineMotion even = PairMotion.draw(STILL.published(), new int[] {16, 16}, new double[] {1, 1},
                ViewRandom.of(1));
        assertEquals(16 / 15.0, even.coordinateSlope(1), 1e-12);
        // (x − 7.5 + 8) 16 / 15 − ½ at x = 0
        assertEquals(0.5 * 16 / 15 - 0.5, even.start(1, new int[] {0}), 1e-12);
        AffineMotion odd = PairMotion.draw(STILL.published(), new int[] {17, 17}, new double[] {1, 1},
                ViewRandom.of(1));
        assertEquals(-0.5, odd.start(1, new int[] {0}), 1e-12);
    }

    /** Moves by about a pixel, evenly, and not at all with a factor of 0. */
    @Test
    public void elasticFieldsAreSmooth() {
        int[] size = {40, 48};
        float[] row = new float[40 * 48];
        for (int i = 0; i < row.length; i++) {
            row[i] = i % 48;
        }
        float[] moved = row.clone();
        new ElasticField(size, 80, false, ViewRandom.of(3)).apply(moved, 0, 1);
        double largest = 0;
        for (int y = 10; y < 30; y++) {
            for (int x = 10; x < 38; x++) {
                largest = Math.max(largest, Math.abs(moved[y * 48 + x] - x));
                assertEquals(1, moved[y * 48 + x + 1] - moved[y * 48 + x], 0.3);
            }
        }
        assertTrue("" + largest, largest > 0.02 && largest < 6);
        float[] still = row.clone();
        new ElasticField(size, 0, false, ViewRandom.of(3)).apply(still, 0, 1);
        assertArrayEquals(row, still, 0);
    }
}
