package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.corrupt.RestorationSampler;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchPreview;
import org.junit.Test;

/** Previews of methods that restore, and of those that contrast crops. */
public class MethodPicturesTest {

    private static final int FIRST = 0xff56b4e9;

    private static Tensor filled(float value, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        Arrays.fill(tensor.data(), value);
        return tensor;
    }

    private static FloatImage image(int... size) {
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage("lung.tif", new float[(int) Tensor.size(size)], 1, size, spacing, "pixel");
    }

    private static int grey(Picture picture) {
        return picture.image().getRGB(1, 1) & 0xff;
    }

    @Test
    public void aPatchIsShownSpoiltRestoredAndAsItWas() {
        Batch batch = new Batch(Map.of(RestorationSampler.INPUT, filled(0, 1, 1, 16, 16), RestorationSampler.CLEAN,
                filled(1, 1, 1, 16, 16)), 0);
        RestorationPictures preview = new RestorationPictures(
                new BatchPreview(7, image(20, 20), batch, Map.of("restored", filled(0.5f, 1, 1, 16, 16))));
        List<Picture> pictures = preview.pictures(0, 100);
        assertEquals(7, preview.iteration());
        assertEquals(List.of("lung.tif"), preview.choices());
        assertEquals(3, pictures.size());
        assertEquals(0, grey(pictures.get(0)));
        assertEquals(128, grey(pictures.get(1)), 1);
        assertEquals(255, grey(pictures.get(2)));
    }

    /** Of volumes the middle slice, which the caption names. */
    @Test
    public void cropsAreShownWithTheirBoxesInTheImage() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            int[] view = dimensions == 2 ? new int[] {1, 1, 16, 16} : new int[] {1, 1, 16, 16, 16};
            float[] first = dimensions == 2 ? new float[] {0.5f, 1, 0.75f, 0} : new float[] {0, 0.5f, 1, 1, 0.75f, 0};
            Batch batch = new Batch(Map.of(CropSampler.VIEW_1, filled(0.5f, view), CropSampler.VIEW_2, filled(1, view),
                    CropSampler.BOX_1, new Tensor(first, 1, 2 * dimensions),
                    CropSampler.BOX_2, Tensor.zeros(1, 2 * dimensions)), 0);
            CropPictures preview = new CropPictures(new BatchPreview(7,
                    dimensions == 2 ? image(40, 40) : image(9, 40, 40), batch, Map.of()));
            List<Picture> pictures = preview.pictures(0, 101);
            assertEquals(3, pictures.size());
            assertEquals(dimensions == 2 ? "Image" : "Image, slice 5 of 9", pictures.get(0).caption());
            BufferedImage boxes = pictures.get(0).image();
            assertEquals(FIRST, boxes.getRGB(0, 50));
            assertEquals(FIRST, boxes.getRGB(100, 75));
            assertTrue(boxes.getRGB(50, 60) != FIRST);
            assertEquals(255, grey(pictures.get(2)));
            assertEquals(2, preview.keys(0, 10).size());
        }
    }

    @Test
    public void viewsAreShownAsTheNetworkSeesThem() {
        Batch several = new Batch(Map.of("view1", filled(0, 4, 1, 16, 16), "view2", filled(0.5f, 4, 1, 16, 16), "part",
                Tensor.zeros(4)), 0, 0, 0, 0);
        List<Picture> pictures = new ViewPictures(new BatchPreview(7, image(20, 20), several, Map.of()))
                .pictures(0, 100);
        assertEquals(2, pictures.size());
        assertEquals(128, grey(pictures.get(1)), 1);
        Tensor turned = filled(0, 4, 1, 16, 16);
        Arrays.fill(turned.data(), 256, 512, 1);
        pictures = new ViewPictures(new BatchPreview(7, image(20, 20), new Batch(Map.of("view", turned), 0, 0, 0, 0),
                Map.of())).pictures(0, 100);
        assertEquals(3, pictures.size());
        assertEquals(0, grey(pictures.get(0)));
        assertEquals(255, grey(pictures.get(1)));
    }
}
