package org.coverfiji.engine.impl;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.view.Crop;
import org.junit.Test;

/** Crops and their boxes as all contrastive methods have them; here, where their numbers can be read. */
public class ViewsGoldenTest {

    private final GoldenBaseline golden = GoldenBaseline.read("views");

    private FloatImage image(String key) {
        Tensor tensor = golden.tensor(key);
        int[] size = Arrays.copyOfRange(tensor.shape(), 2, tensor.rank());
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage(key, tensor.data(), 1, size, spacing, "pixel");
    }

    private void check(String imageKey, String cropKey, String view, String box, boolean mirrored) {
        FloatImage image = image(imageKey);
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
        golden.assertClose(view, pixels);
        float[] found = new float[2 * axes];
        cut.box(image.size(), found, 0);
        golden.assertClose(box, found);
    }

    @Test
    public void cropsOfImages() {
        check("image", "crop", "view", "box", false);
        check("image", "crop", "view_mirrored", "box_mirrored", true);
    }

    @Test
    public void cropsOfVolumes() {
        check("volume", "crop3", "view3", "box3", false);
    }
}
