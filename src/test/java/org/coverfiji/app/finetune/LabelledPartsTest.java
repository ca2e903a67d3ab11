package org.coverfiji.app.finetune;

import java.io.File;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.train.TrainingListeners;
import org.junit.Test;

public class LabelledPartsTest {

    private static LabelledImages labelled(int... size) {
        int pixels = 1;
        for (int side : size) {
            pixels *= side;
        }
        double[] spacing = size.length == 3 ? new double[] {1, 1, 1} : new double[] {1, 1};
        int[] labels = new int[pixels];
        labels[0] = 1;
        return LabelledImages.ofOne("scan", List.of(new LabelledImage(
                new FloatImage("scan", new float[pixels], 1, size, spacing, "mm"),
                new LabelImage("scan ROIs", labels, size))), LabelClasses.of(List.of("background", "lung")));
    }

    private static void read(LabelledImages given, int dimensions) {
        SegmentationSettings settings = SegmentationSettings.builder().labelled(given).dimensions(dimensions)
                .output(new File("lung.cover")).validation(0).build();
        LabelledParts.read(settings, new ImageReader(settings.dimensions(), 0), null, null, new TrainingListeners());
    }

    @Test
    public void imagesInMemoryAreOfTheNewNetworksDimensions() {
        read(labelled(16, 32, 32), 3);
        read(labelled(32, 32), 2);
        Expect.failure(() -> read(labelled(16, 32, 32), 2), "The image scan is 3D, but dimensions is 2D; choose 3D.");
        Expect.failure(() -> read(labelled(32, 32), 3), "The image scan is 2D, but dimensions is 3D; choose 2D.");
    }
}
