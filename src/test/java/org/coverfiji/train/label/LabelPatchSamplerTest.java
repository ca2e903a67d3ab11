package org.coverfiji.train.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.train.view.ViewConfiguration;
import org.junit.Test;

public class LabelPatchSamplerTest {

    /** The value of every pixel is its class / 4, in blocks of 8 pixels that are larger than interpolation blurs. */
    private static LabelledExample blocks(int height, int width, int... patch) {
        float[] data = new float[height * width];
        int[] classes = new int[height * width];
        for (int i = 0; i < data.length; i++) {
            classes[i] = (i / width / 8 + 2 * (i % width / 8)) % 4;
            data[i] = classes[i] / 4f;
        }
        int[] size = {height, width};
        return new LabelledExample(new FloatImage("blocks", data, 1, size, new double[] {1, 1}, "pixel"),
                new LabelImage("blocks", classes, size), 4, patch);
    }

    private static LabelPatchSettings moving(double foreground, boolean flips) {
        return new LabelPatchSettings(ViewConfiguration.builder(32, 32).motion(0.5).withoutAppearance().build(),
                foreground, flips, flips);
    }

    @Test
    public void labelsLieWhereTheImageShowsThem() {
        LabelPatchSampler sampler = new LabelPatchSampler(Collections.singletonList(blocks(64, 80, 32, 32)),
                moving(0.5, true), 4, 9);
        int checked = 0;
        for (int iteration = 0; iteration < 10; iteration++) {
            LabelBatch batch = sampler.batch(iteration);
            for (int i = 0; i < batch.mask().data().length; i++) {
                float value = batch.images().data()[i] * 4;
                // Where the value is a class's own, the pixel lies inside a block.
                if (batch.mask().data()[i] == 1 && Math.abs(value - Math.round(value)) < 1e-4 && surrounded(batch, i)) {
                    assertEquals(Math.round(value), batch.labels().data()[i], 0);
                    checked++;
                }
            }
        }
        assertTrue("checked " + checked, checked > 10_000);
    }

    private static boolean surrounded(LabelBatch batch, int i) {
        float[] data = batch.images().data();
        int x = i % 32;
        int y = i / 32 % 32;
        return x > 0 && x < 31 && y > 0 && y < 31 && data[i] == data[i - 1] && data[i] == data[i + 1]
                && data[i] == data[i - 32] && data[i] == data[i + 32];
    }

    @Test
    public void whatLiesBeyondTheImageDoesNotCount() {
        LabelledExample whole = blocks(32, 32, 32, 32);
        LabelPatchSampler sampler = new LabelPatchSampler(Collections.singletonList(whole), moving(0, false), 8, 1);
        LabelBatch batch = sampler.batch(0);
        int outside = 0;
        for (int i = 0; i < batch.mask().data().length; i++) {
            if (batch.mask().data()[i] == 0) {
                assertEquals(0, batch.labels().data()[i], 0);
                outside++;
            }
        }
        assertTrue(outside > 100);
    }

    @Test
    public void withoutChangesAPatchIsThePlaceItself() {
        LabelledExample example = blocks(32, 32, 32, 32);
        LabelBatch batch = new LabelPatchSampler(Collections.singletonList(example), LabelPatchSettings.plain(32, 32),
                1, 1).batch(3);
        assertArrayEquals(example.image().data(), batch.images().data(), 0);
        for (int i = 0; i < 32 * 32; i++) {
            assertEquals(example.labels()[i], batch.labels().data()[i], 0);
            assertEquals(1, batch.mask().data()[i], 0);
        }
    }

    @Test
    public void flipsMirror() {
        LabelledExample example = blocks(32, 32, 32, 32);
        LabelPatchSettings flips = new LabelPatchSettings(
                ViewConfiguration.builder(32, 32).motion(0).withoutAppearance().build(), 0, false, true);
        LabelPatchSampler sampler = new LabelPatchSampler(Collections.singletonList(example), flips, 1, 1);
        boolean[] seen = new boolean[2];
        for (int iteration = 0; iteration < 20; iteration++) {
            float[] image = sampler.batch(iteration).images().data();
            boolean mirrored = image[0] != example.image().data()[0];
            seen[mirrored ? 1 : 0] = true;
            for (int i = 0; i < image.length; i++) {
                int source = mirrored ? i - i % 32 + 31 - i % 32 : i;
                assertEquals(example.image().data()[source], image[i], 1e-5);
            }
        }
        assertTrue(seen[0] && seen[1]);
    }

    @Test
    public void theSameIterationGivesTheSameBatch() {
        List<LabelledExample> examples = Arrays.asList(blocks(64, 80, 32, 32), blocks(40, 48, 32, 32));
        LabelPatchSettings settings = new LabelPatchSettings(LabelPatchSettings.mild(32, 32), 0.3, true, false);
        LabelPatchSampler first = new LabelPatchSampler(examples, settings, 3, 4);
        LabelPatchSampler second = new LabelPatchSampler(examples, settings, 3, 4);
        LabelBatch expected = first.batch(5);
        second.batch(2);
        LabelBatch again = second.batch(5);
        assertArrayEquals(expected.images().data(), again.images().data(), 0);
        assertArrayEquals(expected.labels().data(), again.labels().data(), 0);
        assertArrayEquals(expected.mask().data(), again.mask().data(), 0);
        assertFalse(Arrays.equals(expected.images().data(), first.batch(6).images().data()));
        assertFalse(Arrays.equals(expected.images().data(), new LabelPatchSampler(examples, settings, 3, 5).batch(5)
                .images().data()));
    }

    /** One object of four pixels in a large image: by chance hardly ever seen, with a share of 1 always. */
    @Test
    public void foregroundIsCentred() {
        int[] size = {256, 256};
        int[] classes = new int[256 * 256];
        for (int i : new int[] {0, 1, 256, 257}) {
            classes[100 * 256 + 200 + i] = 1;
        }
        LabelledExample example = new LabelledExample(
                new FloatImage("speck", checkered(256), 1, size, new double[] {1, 1}, "pixel"),
                new LabelImage("speck", classes, size), 2, new int[] {32, 32});
        assertEquals(8 * 1.0, patchesWithForeground(example, 1), 0);
        assertTrue(patchesWithForeground(example, 0) < 4);
    }

    private static float[] checkered(int side) {
        float[] data = new float[side * side];
        for (int i = 0; i < data.length; i++) {
            data[i] = (i / side + i % side) / 5 % 2;
        }
        return data;
    }

    /** Its gradients would overflow. */
    @Test
    public void aPatchWithoutContrastDoesNotCount() {
        int[] size = {64, 64};
        LabelledExample black = new LabelledExample(
                new FloatImage("black", new float[64 * 64], 1, size, new double[] {1, 1}, "pixel"),
                new LabelImage("black", new int[64 * 64], size), 2, new int[] {32, 32});
        LabelBatch batch = new LabelPatchSampler(Collections.singletonList(black), LabelPatchSettings.plain(32, 32), 2,
                1).batch(0);
        assertArrayEquals(new float[2 * 1024], batch.mask().data(), 0);
        float[] half = new float[64 * 64];
        Arrays.fill(half, 0, half.length / 2, 1);
        LabelledExample edge = new LabelledExample(
                new FloatImage("edge", half, 1, size, new double[] {1, 1}, "pixel"),
                new LabelImage("edge", new int[64 * 64], size), 2, new int[] {32, 32});
        LabelPatchSampler sampler = new LabelPatchSampler(Collections.singletonList(edge),
                LabelPatchSettings.plain(32, 32), 2, 1);
        for (int iteration = 0; iteration < 10; iteration++) {
            LabelBatch drawn = sampler.batch(iteration);
            for (int n = 0; n < 2; n++) {
                boolean counts = drawn.mask().data()[n * 1024] == 1;
                assertEquals(counts, drawn.images().data()[n * 1024] != drawn.images().data()[n * 1024 + 1023]);
            }
        }
    }

    private static double patchesWithForeground(LabelledExample example, double share) {
        LabelPatchSettings settings = new LabelPatchSettings(
                ViewConfiguration.builder(32, 32).motion(0).withoutAppearance().build(), share, false, false);
        float[] labels = new LabelPatchSampler(Collections.singletonList(example), settings, 8, 2).batch(0).labels()
                .data();
        int with = 0;
        for (int n = 0; n < 8; n++) {
            for (int i = 0; i < 1024; i++) {
                if (labels[n * 1024 + i] == 1) {
                    with++;
                    break;
                }
            }
        }
        return with;
    }

    @Test
    public void aSmallImageIsPaddedWithoutLabels() {
        LabelledExample example = blocks(16, 24, 32, 32);
        LabelBatch batch = new LabelPatchSampler(Collections.singletonList(example), LabelPatchSettings.plain(32, 32),
                1, 1).batch(0);
        int counted = 0;
        for (int i = 0; i < 1024; i++) {
            counted += batch.mask().data()[i] == 1 ? 1 : 0;
        }
        assertEquals(16 * 24, counted);
        assertEquals(0, batch.mask().data()[7 * 32 + 16], 0);
        assertEquals(1, batch.mask().data()[8 * 32 + 4], 0);
        assertEquals(batch.images().data()[9 * 32 + 16], batch.images().data()[7 * 32 + 16], 0);
    }

    /** Where hardly any pixel is labelled, patches still have labels. */
    @Test
    public void scribblesAreFound() {
        int[] size = {200, 200};
        int[] classes = new int[200 * 200];
        Arrays.fill(classes, LabelImage.IGNORE);
        classes[150 * 200 + 30] = 0;
        classes[20 * 200 + 180] = 1;
        LabelledExample example = new LabelledExample(
                new FloatImage("scribble", checkered(200), 1, size, new double[] {1, 1}, "pixel"),
                new LabelImage("scribble", classes, size), 2, new int[] {32, 32});
        LabelPatchSettings settings = new LabelPatchSettings(LabelPatchSettings.mild(32, 32), 0, true, true);
        LabelPatchSampler sampler = new LabelPatchSampler(Collections.singletonList(example), settings, 4, 2);
        int with = 0;
        for (int iteration = 0; iteration < 10; iteration++) {
            float[] mask = sampler.batch(iteration).mask().data();
            for (int n = 0; n < 4; n++) {
                float sum = 0;
                for (int i = 0; i < 1024; i++) {
                    sum += mask[n * 1024 + i];
                }
                with += sum > 0 ? 1 : 0;
            }
        }
        assertTrue(with + " of 40 patches have labels", with >= 38);
    }

    @Test
    public void volumesKeepImageAndLabelTogether() {
        int[] size = {20, 24, 28};
        float[] data = new float[20 * 24 * 28];
        int[] classes = new int[data.length];
        for (int i = 0; i < data.length; i++) {
            classes[i] = i / (24 * 28) / 5 % 2;
            data[i] = classes[i];
        }
        LabelledExample example = new LabelledExample(
                new FloatImage("slabs", data, 1, size, new double[] {2, 1, 1}, "mm"),
                new LabelImage("slabs", classes, size), 2, new int[] {16, 16, 16});
        LabelPatchSettings settings = new LabelPatchSettings(
                ViewConfiguration.builder(16, 16, 16).motion(0.3).withoutAppearance().build(), 0.5, true, true, true);
        LabelBatch batch = new LabelPatchSampler(Collections.singletonList(example), settings, 4, 3).batch(1);
        for (int i = 0; i < batch.mask().data().length; i++) {
            if (batch.mask().data()[i] == 1 && Math.abs(batch.images().data()[i] - 0.5) > 0.49) {
                assertEquals(Math.round(batch.images().data()[i]), batch.labels().data()[i], 0);
            }
        }
    }

    @Test
    public void wrongInputIsExplained() {
        FloatImage image = new FloatImage("a.png", new float[64], 1, new int[] {8, 8}, new double[] {1, 1}, "pixel");
        CoverException sizes = assertThrows(CoverException.class, () -> new LabelledExample(image,
                new LabelImage("a_mask.png", new int[72], new int[] {8, 9}), 2, new int[] {16, 16}));
        assertTrue(sizes.getMessage(), sizes.getMessage().contains("[8, 9]") && sizes.getMessage().contains("[8, 8]"));
        int[] classes = new int[64];
        classes[5] = 2;
        CoverException many = assertThrows(CoverException.class, () -> new LabelledExample(image,
                new LabelImage("a_mask.png", classes, new int[] {8, 8}), 2, new int[] {16, 16}));
        assertTrue(many.getMessage(), many.getMessage().contains("class 2"));
        assertThrows(CoverException.class, () -> new LabelPatchSampler(Collections.emptyList(),
                LabelPatchSettings.plain(16, 16), 1, 1));
    }
}
