package org.coverfiji.app.training;

import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.junit.Test;

/** Warnings come where settings and images do not go together, and not with the samples as they are meant. */
public class DataWarningsTest {

    private static List<FloatImage> normalized(Normalization normalization) {
        List<FloatImage> images = new ArrayList<>();
        for (File file : ImageFiles.list(new File("sample-data/chest/unlabelled"), false, null).subList(0, 4)) {
            images.add(normalization.apply(new ImageReader(2, 1).read(file).get(0)));
        }
        return images;
    }

    private static String clipped(Normalization normalization) {
        return DataWarnings.clipped(normalization, normalized(normalization));
    }

    @Test
    public void aWindowBesideTheValuesIsTold() {
        String black = clipped(Normalization.window(1e6, 2e6));
        assertTrue(black, black.contains("100 % of their values become black and 0 % white"));
        String white = clipped(Normalization.window(-1000, -100));
        assertTrue(white, white.contains("0 % of their values become black and 100 % white"));
        assertNull(clipped(Normalization.window(-1, 1e6)));
        assertNull(clipped(Normalization.DEFAULT));
    }

    @Test
    public void tooFewImagesAreTold() {
        String batch = DataWarnings.tooFew(3, 8, 100);
        assertTrue(batch, batch.contains("only 3 images for batches of 8"));
        String times = DataWarnings.tooFew(8, 8, 100000);
        assertTrue(times, times.contains("each is seen 100000 times"));
        assertNull(DataWarnings.tooFew(16, 4, 2000));
    }
}
