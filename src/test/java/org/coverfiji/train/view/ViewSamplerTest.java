package org.coverfiji.train.view;

import static org.coverfiji.train.view.TestImages.noise;
import static org.coverfiji.train.view.TestImages.source;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.junit.Test;

public class ViewSamplerTest {

    private static final double[] ISOTROPIC = { 1, 1 };

    private static ViewConfiguration plain(double motion, int... patch) {
        return ViewConfiguration.builder(patch).motion(motion).withoutAppearance().build();
    }

    /** F equals the warped patch where the mask is 1, and the mask is what its definition says. */
    private static void assertExact(ViewBatch batch) {
        float[] warped = TestImages.warp(batch.moving(), batch.flow());
        int[] shape = batch.fixed().shape();
        int dimensions = shape.length - 2;
        int pixels = batch.mask().data().length / shape[0];
        double counted = 0;
        for (int n = 0; n < shape[0]; n++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                boolean inside = true;
                int rest = pixel;
                for (int axis = dimensions - 1; axis >= 0; axis--) {
                    int extent = shape[2 + axis];
                    float at = rest % extent + batch.flow().data()[(n * dimensions + axis) * pixels + pixel];
                    rest /= extent;
                    inside &= at > 0 && at <= extent - 1;
                }
                assertEquals(inside ? 1 : 0, batch.mask().data()[n * pixels + pixel], 0);
                for (int c = 0; inside && c < shape[1]; c++) {
                    int i = (n * shape[1] + c) * pixels + pixel;
                    assertEquals(warped[i], batch.fixed().data()[i], 1e-5);
                    counted++;
                }
            }
        }
        assertTrue("the comparison covered " + counted, counted > 0.1 * batch.fixed().data().length);
    }

    @Test
    public void warpedPatchIsFixedView2d() {
        ViewSampler sampler = new ViewSampler(source(noise(1, 1, ISOTROPIC, 90, 120)), plain(1, 64, 48), 3, 7);
        for (int iteration = 0; iteration < 5; iteration++) {
            assertExact(sampler.batch(iteration));
        }
    }

    @Test
    public void warpedPatchIsFixedViewWithChannelsAndUnequalPixels() {
        FloatImage image = noise(2, 3, new double[] { 0.5, 2 }, 64, 64);
        ViewSampler sampler = new ViewSampler(source(image), plain(0.6, 64, 64), 2, 8);
        for (int iteration = 0; iteration < 5; iteration++) {
            assertExact(sampler.batch(iteration));
        }
    }

    @Test
    public void warpedPatchIsFixedView3dWithAnisotropicVoxels() {
        FloatImage small = noise(3, 2, new double[] { 3, 0.7, 0.8 }, 16, 32, 48);
        FloatImage large = noise(4, 2, new double[] { 3, 0.7, 0.8 }, 30, 45, 61);
        ViewSampler sampler = new ViewSampler(source(small, large), plain(0.8, 16, 32, 48), 2, 9);
        for (int iteration = 0; iteration < 3; iteration++) {
            assertExact(sampler.batch(iteration));
        }
    }

    /** Everywhere, mask or not, F is the source image at the patch's place, and zero beyond the image. */
    @Test
    public void fixedViewShowsTheImageAroundThePatch() {
        FloatImage image = noise(5, 1, ISOTROPIC, 40, 50);
        ViewSampler sampler = new ViewSampler(source(image), plain(1.5, 32, 32), 1, 10);
        int outsidePatch = 0;
        int outsideImage = 0;
        for (int iteration = 0; iteration < 20; iteration++) {
            ViewBatch batch = sampler.batch(iteration);
            int[] origin = find(image, batch.moving());
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    int i = y * 32 + x;
                    double[] at = { origin[0] + y + (double) batch.flow().data()[i],
                        origin[1] + x + (double) batch.flow().data()[1024 + i] };
                    float expected = TestImages.sample(image.data(), 0, image.size(), at);
                    assertEquals(expected, batch.fixed().data()[i], 1e-5);
                    outsidePatch += batch.mask().data()[i] == 0 && expected != 0 ? 1 : 0;
                    outsideImage += expected == 0 ? 1 : 0;
                }
            }
        }
        assertTrue(outsidePatch > 100);
        assertTrue(outsideImage > 100);
    }

    private static int[] find(FloatImage image, Tensor patch) {
        int[] size = image.size();
        for (int i = 0; i < image.data().length; i++) {
            if (image.data()[i] == patch.data()[0] && image.data()[i + 1] == patch.data()[1]) {
                return new int[] { i / size[1], i % size[1] };
            }
        }
        throw new AssertionError("the patch is not a part of the image");
    }

    @Test
    public void withoutMotionBothViewsAreThePatch() {
        ViewBatch batch = new ViewSampler(source(noise(6, 2, ISOTROPIC, 20, 30)), plain(0, 16, 16), 2, 11).batch(3);
        assertArrayEquals(new float[2 * 2 * 256], batch.flow().data(), 0);
        assertArrayEquals(batch.moving().data(), batch.fixed().data(), 0);
        assertEquals(2 * 15 * 15, TestImages.sum(batch.mask().data()), 0);
        assertNotEquals(0, TestImages.sum(batch.moving().data()), 1);
    }

    @Test
    public void batchDependsOnSeedAndIterationAlone() {
        ImageSource images = source(noise(1, 1, ISOTROPIC, 40, 40), noise(2, 1, ISOTROPIC, 36, 44));
        ViewConfiguration configuration = ViewConfiguration.builder(32, 32).build();
        ViewSampler sampler = new ViewSampler(images, configuration, 3, 42);
        int fifth = TestImages.digest(sampler.batch(5));
        sampler.batch(0);
        sampler.batch(17);
        assertEquals(fifth, TestImages.digest(sampler.batch(5)));
        assertEquals(fifth, TestImages.digest(new ViewSampler(images, configuration, 3, 42).batch(5)));
        assertNotEquals(fifth, TestImages.digest(sampler.batch(6)));
        assertNotEquals(fifth, TestImages.digest(new ViewSampler(images, configuration, 3, 43).batch(5)));
    }

    /** Ranks that draw a batch's parts draw the batch; among the images is one in which pairs are drawn again. */
    @Test
    public void partsOfABatchAreTheBatch() {
        ImageSource images = source(masked(1024, 40), noise(1, 1, ISOTROPIC, 64, 64), noise(2, 1, ISOTROPIC, 70, 64));
        ViewSampler sampler = new ViewSampler(images, ViewConfiguration.builder(32, 32).build(), 5, 42);
        BatchSampler cut = sampler.batches()::batch;
        for (long iteration = 0; iteration < 3; iteration++) {
            for (int from = 0; from < 5; from++) {
                Batch drawn = sampler.batches().part(from, 5).batch(iteration);
                assertEquals(TestImages.digest(new ViewBatch(cut.part(from, 5).batch(iteration))),
                        TestImages.digest(new ViewBatch(drawn)));
                assertEquals(5 - from, drawn.samples());
            }
            assertEquals(TestImages.digest(new ViewBatch(sampler.batches().part(1, 4).part(1, 2).batch(iteration))),
                    TestImages.digest(new ViewBatch(sampler.batches().part(2, 3).batch(iteration))));
        }
        assertThrows(IllegalArgumentException.class, () -> sampler.batches().part(3, 6));
    }

    @Test
    public void pairsOfOneBatchDiffer() {
        ViewBatch batch = new ViewSampler(source(noise(1, 1, ISOTROPIC, 32, 32)), plain(1, 32, 32), 2, 1).batch(0);
        float[] flow = batch.flow().data();
        int half = flow.length / 2;
        assertNotEquals(Arrays.hashCode(Arrays.copyOf(flow, half)),
                Arrays.hashCode(Arrays.copyOfRange(flow, half, flow.length)));
    }

    @Test
    public void appearanceTouchesTheMovingViewAlone() {
        ImageSource images = source(noise(1, 1, ISOTROPIC, 40, 40));
        ViewBatch plain = new ViewSampler(images, plain(0.6, 32, 32), 2, 5).batch(2);
        ViewConfiguration full = ViewConfiguration.builder(32, 32).build();
        ViewBatch changed = new ViewSampler(images, full, 2, 5).batch(2);
        assertArrayEquals(plain.fixed().data(), changed.fixed().data(), 0);
        assertArrayEquals(plain.flow().data(), changed.flow().data(), 0);
        assertArrayEquals(plain.mask().data(), changed.mask().data(), 0);
        assertNotEquals(Arrays.hashCode(plain.moving().data()), Arrays.hashCode(changed.moving().data()));
    }

    @Test
    public void everyImageComesOncePerEpoch() {
        FloatImage[] images = new FloatImage[7];
        for (int i = 0; i < images.length; i++) {
            images[i] = TestImages.constant(i / 10f, 16, 16);
        }
        ViewSampler sampler = new ViewSampler(source(images), plain(0, 16, 16), 3, 4);
        List<Integer> visited = new ArrayList<>();
        for (int iteration = 0; iteration < 7; iteration++) {
            float[] data = sampler.batch(iteration).moving().data();
            for (int pair = 0; pair < 3; pair++) {
                visited.add(Math.round(data[pair * 256] * 10));
            }
        }
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Integer> sorted = new ArrayList<>(visited.subList(epoch * 7, epoch * 7 + 7));
            sorted.sort(null);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), sorted);
        }
        assertNotEquals(visited.subList(0, 7), visited.subList(7, 14));
        assertNotEquals(visited.subList(7, 14), visited.subList(14, 21));
    }

    @Test
    public void constantPlacesAreDrawnAgain() {
        FloatImage image = TestImages.constant(0, 16, 64);
        for (int y = 0; y < 16; y++) {
            image.data()[y * 64 + 32] = 1;
        }
        ViewSampler sampler = new ViewSampler(source(image), plain(0, 16, 16), 1, 6);
        for (int iteration = 0; iteration < 50; iteration++) {
            assertEquals(16, TestImages.sum(sampler.batch(iteration).moving().data()), 0);
        }
    }

    @Test
    public void constantImageStillGivesABatch() {
        ViewBatch batch = new ViewSampler(source(TestImages.constant(0.5f, 40, 40)), plain(0, 16, 16), 1, 6).batch(0);
        assertEquals(128, TestImages.sum(batch.moving().data()), 0);
    }

    @Test
    public void unsuitableImagesAreNamed() {
        FloatImage small = noise(1, 1, ISOTROPIC, 15, 40);
        assertMessage(source(small), plain(0, 16, 16), "noise 1");
        FloatImage volume = noise(2, 1, new double[] { 1, 1, 1 }, 16, 16, 16);
        assertMessage(source(volume), plain(0, 16, 16), "3D");
        assertMessage(source(noise(3, 1, new double[] { 0, 1 }, 16, 16)), plain(0, 16, 16), "pixel size");
        ImageSource mixed = source(noise(4, 1, ISOTROPIC, 16, 16), noise(5, 2, ISOTROPIC, 16, 16));
        assertMessage(mixed, plain(0, 16, 16), "channels");
        ViewSampler huge = new ViewSampler(source(noise(6, 1, ISOTROPIC, 64, 64)), plain(0, 64, 64), 1 << 20, 0);
        String message = assertThrows(CoverException.class, () -> huge.batch(0)).getMessage();
        assertTrue(message, message.contains("smaller patch or batch"));
        assertThrows(CoverException.class, () -> new ViewSampler(source(), plain(0, 16, 16), 1, 0));
        assertThrows(CoverException.class, () -> new ViewSampler(source(small), plain(0, 16, 16), 0, 0));
    }

    private static void assertMessage(ImageSource images, ViewConfiguration configuration, String part) {
        ViewSampler sampler = new ViewSampler(images, configuration, 2, 0);
        String message = assertThrows(CoverException.class, () -> sampler.batch(0)).getMessage();
        assertTrue(message, message.contains(part));
    }

    /** A masked image: one small object, and zero everywhere else. */
    private static FloatImage masked(int side, int object) {
        FloatImage image = new FloatImage("masked", new float[side * side], 1, new int[] { side, side }, ISOTROPIC,
                "pixel");
        float[] texture = noise(12, 1, ISOTROPIC, object, object).data();
        for (int y = 0; y < object; y++) {
            System.arraycopy(texture, y * object, image.data(), (700 + y) * side + 300, object);
        }
        return image;
    }

    @Test
    public void everyPairOfAMaskedImageShowsSomething() {
        ViewConfiguration usual = ViewConfiguration.builder(64, 64).motion(0.6).build();
        ViewSampler sampler = new ViewSampler(source(masked(1024, 40)), usual, 2, 13);
        for (int iteration = 0; iteration < 30; iteration++) {
            ViewBatch batch = sampler.batch(iteration);
            for (int pair = 0; pair < 2; pair++) {
                assertTrue("moving view " + iteration, Flatness.varies(batch.moving().data(), pair * 4096, 1, 4096));
                assertTrue("fixed view " + iteration, Flatness.varies(batch.fixed().data(), pair * 4096, 1, 4096));
            }
        }
    }

    @Test
    public void aPairThatShowsNothingDoesNotCount() {
        FloatImage zero = new FloatImage("zero", new float[6400], 1, new int[] { 80, 80 }, ISOTROPIC, "pixel");
        ViewBatch batch = new ViewSampler(source(zero, noise(14, 1, ISOTROPIC, 80, 80)), plain(0.6, 32, 32), 2, 15)
                .batch(0);
        int counted = 0;
        for (int pair = 0; pair < 2; pair++) {
            boolean shows = Flatness.varies(batch.moving().data(), pair * 1024, 1, 1024);
            float[] mask = Arrays.copyOfRange(batch.mask().data(), pair * 1024, (pair + 1) * 1024);
            assertEquals(shows, TestImages.sum(mask) > 0);
            counted += shows ? 1 : 0;
        }
        assertEquals("one image of both", 1, counted);
    }
}
