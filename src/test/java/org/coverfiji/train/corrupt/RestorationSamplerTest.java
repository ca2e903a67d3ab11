package org.coverfiji.train.corrupt;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.function.Supplier;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.junit.Test;

public class RestorationSamplerTest {

    private static final int[][] PATCHES = {{32, 32}, {16, 16, 16}};

    /** Two images of two channels, in which every pixel has a value of its own. */
    private static ImageSource images(int[] patch) {
        return new ImageSource() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public FloatImage get(int index) {
                int[] size = patch.clone();
                size[0] += 5;
                float[] data = new float[2 * (int) Tensor.size(size)];
                for (int i = 0; i < data.length; i++) {
                    data[i] = (i + 0.5f * index) / data.length;
                }
                double[] spacing = new double[patch.length];
                Arrays.fill(spacing, 1);
                return new FloatImage("image " + index, data, 2, size, spacing, "pixel");
            }
        };
    }

    private static Batch batch(int[] patch, Supplier<Corruption> corruption, boolean flips, long iteration) {
        return new RestorationSampler(images(patch), patch, corruption, flips, 4, 1).batch(iteration);
    }

    @Test
    public void noiseHasADeviationOfItsOwnForEveryPatch() {
        for (int[] patch : PATCHES) {
            Batch batch = batch(patch, () -> new NoiseCorruption(patch, 0.02, 0.1), false, 0);
            assertFalse(batch.tensors().containsKey(RestorationSampler.MASK));
            float[] input = batch.get(RestorationSampler.INPUT).data();
            float[] clean = batch.get(RestorationSampler.CLEAN).data();
            int length = input.length / 4;
            double[] deviations = new double[4];
            for (int sample = 0; sample < 4; sample++) {
                double sum = 0;
                double squares = 0;
                double fourth = 0;
                for (int i = sample * length; i < (sample + 1) * length; i++) {
                    double noise = input[i] - clean[i];
                    sum += noise;
                    squares += noise * noise;
                    fourth += Math.pow(noise, 4);
                }
                deviations[sample] = Math.sqrt(squares / length);
                assertEquals(0, sum / length, 0.01);
                assertTrue(deviations[sample] > 0.018 && deviations[sample] < 0.105);
                // A normal distribution's kurtosis.
                assertEquals(3, fourth / length / Math.pow(deviations[sample], 4), 0.6);
            }
            assertTrue(Arrays.toString(deviations), Math.abs(deviations[0] - deviations[1]) > 1e-3);
        }
    }

    @Test
    public void holesAreFilledWithTheMeanAndMarked() {
        for (int[] patch : PATCHES) {
            Batch batch = batch(patch, () -> new HoleCorruption(patch, 0.25, false), false, 3);
            Tensor input = batch.get(RestorationSampler.INPUT);
            float[] clean = batch.get(RestorationSampler.CLEAN).data();
            float[] mask = batch.get(RestorationSampler.MASK).data();
            int pixels = mask.length / 4;
            for (int sample = 0; sample < 4; sample++) {
                int hidden = 0;
                for (int channel = 0; channel < 2; channel++) {
                    int start = (sample * 2 + channel) * pixels;
                    double mean = 0;
                    for (int i = 0; i < pixels; i++) {
                        mean += clean[start + i] / (double) pixels;
                    }
                    for (int i = 0; i < pixels; i++) {
                        boolean hole = mask[sample * pixels + i] == 1;
                        hidden += hole ? 1 : 0;
                        assertEquals(hole ? mean : clean[start + i], input.data()[start + i], 1e-6);
                    }
                }
                double share = hidden / (2.0 * pixels);
                assertTrue(patch.length + "D hides " + share, share > 0.1 && share < 0.36);
            }
        }
    }

    /** Flips are of the clean patch too, so that only what corruption did is to be restored. */
    @Test
    public void flippedPatchesAreFlippedBeforeTheCorruption() {
        int[] patch = {16, 16};
        int flipped = 0;
        for (int i = 0; i < 10; i++) {
            Batch batch = batch(patch, () -> new NoiseCorruption(patch, 0, 0), true, i);
            float[] clean = batch.get(RestorationSampler.CLEAN).data();
            assertArrayEquals(clean, batch.get(RestorationSampler.INPUT).data(), 0);
            flipped += clean[0] > clean[1] || clean[0] > clean[16] ? 1 : 0;
        }
        assertTrue("flipped " + flipped, flipped > 0 && flipped < 10);
    }

    @Test
    public void aBatchIsAFunctionOfTheIteration() {
        int[] patch = {32, 32};
        GenesisConfiguration genesis = GenesisConfiguration.builder(2).build();
        Supplier<Corruption> corruption = () -> new GenesisCorruption(patch, genesis);
        assertArrayEquals(batch(patch, corruption, true, 5).get(RestorationSampler.INPUT).data(),
                batch(patch, corruption, true, 5).get(RestorationSampler.INPUT).data(), 0);
    }
}
