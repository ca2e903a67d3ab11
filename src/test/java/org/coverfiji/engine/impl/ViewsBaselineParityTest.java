package org.coverfiji.engine.impl;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.crop.Crop;
import org.coverfiji.train.crop.IntensityChange;
import org.coverfiji.train.crop.ReflectedBlur;
import org.junit.Test;

/** Crops, their boxes and changes of intensity as all contrastive methods have them. */
public class ViewsBaselineParityTest {

    private static FloatImage image(GoldenBaseline golden, String key) {
        Tensor tensor = golden.tensor(key);
        int[] size = Arrays.copyOfRange(tensor.shape(), 2, tensor.rank());
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage(key, tensor.data(), 1, size, spacing, "pixel");
    }

    private static void check(GoldenBaseline golden, String imageKey, String cropKey, String view, String box,
            boolean mirrored) {
        FloatImage image = image(golden, imageKey);
        int axes = image.dimensions();
        int[] crop = new int[2 * axes];
        float[] given = golden.tensor(cropKey).data();
        Arrays.setAll(crop, i -> Math.round(given[i]));
        boolean[] mirrors = new boolean[axes];
        mirrors[axes - 1] = mirrored;
        Crop cut = new Crop(Arrays.copyOf(crop, axes), Arrays.copyOfRange(crop, axes, 2 * axes), mirrors);
        int[] patch = Arrays.copyOfRange(golden.tensor(view).shape(), 2, 2 + axes);
        float[] pixels = new float[(int) Tensor.size(patch)];
        cut.write(image, patch, pixels, 0);
        golden.assertOutput(view, pixels);
        float[] found = new float[2 * axes];
        cut.box(image.size(), found, 0);
        golden.assertOutput(box, found);
    }

    @Test
    public void crops() {
        for (GoldenBaseline golden : GoldenBaseline.matching("views.*")) {
            check(golden, "image", "crop", "view", "box", false);
            check(golden, "image", "crop", "view_mirrored", "box_mirrored", true);
            check(golden, "volume", "crop3", "view3", "box3", false);
        }
    }

    /** The constants stand in the file's description: brightness 1.3, contrast 0.6, a blur of 1.2 pixels. */
    @Test
    public void intensities() {
        for (GoldenBaseline golden : GoldenBaseline.matching("views.*")) {
            Tensor view = golden.tensor("view");
            int length = view.data().length;
            float[] bright = view.data().clone();
            IntensityChange.scale(bright, 0, length, (float) golden.described("brightness"), 0);
            golden.assertOutput("brightness", bright);
            float[] contrast = view.data().clone();
            IntensityChange.scale(contrast, 0, length, (float) golden.described("contrast"),
                    IntensityChange.mean(contrast, 0, length));
            golden.assertOutput("contrast", contrast);
            float[] solarised = view.data().clone();
            IntensityChange.solarise(solarised, 0, length);
            golden.assertOutput("solarised", solarised);
            double deviation = golden.described("sigma");
            golden.assertOutput("kernel", ReflectedBlur.kernel(deviation));
            float[] blurred = view.data().clone();
            new ReflectedBlur(new int[] {view.size(2), view.size(3)}).apply(deviation, blurred, 0);
            golden.assertOutput("blurred", blurred);
        }
    }
}
