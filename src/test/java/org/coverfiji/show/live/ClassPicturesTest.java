package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.image.FloatImage;
import org.coverfiji.train.label.ClassPreview;
import org.junit.Test;

public class ClassPicturesTest {

    @Test
    public void theFrameSaysWhetherTheNetworkIsRightAndTheCaptionWhatItSays() {
        ClassPreview preview = new ClassPreview(7, List.of(judged(0, 0.9f, 0.1f), judged(0, 0.25f, 0.75f)),
                List.of("lungs", "heart"));
        ClassPictures pictures = new ClassPictures(preview);
        List<Picture> made = pictures.pictures(0, 40);
        assertEquals(List.of("lungs, 90 %", "heart, 75 % (lungs)"),
                made.stream().map(Picture::caption).collect(Collectors.toList()));
        assertEquals(0x009e73, edge(made.get(0)));
        assertEquals(0xd00000, edge(made.get(1)));
        assertEquals(0x808080, made.get(0).image().getRGB(20, 20) & 0xffffff);
        assertEquals(7, pictures.iteration());
    }

    private static int edge(Picture picture) {
        BufferedImage image = picture.image();
        return image.getRGB(2, 20) & 0xffffff;
    }

    private static ClassPreview.Judged judged(int truth, float... probabilities) {
        float[] grey = new float[16 * 16];
        Arrays.fill(grey, 0.5f);
        FloatImage image = new FloatImage("a", grey, 1, new int[] {16, 16}, new double[] {1, 1}, "pixel");
        return new ClassPreview.Judged(image, truth, probabilities);
    }
}
