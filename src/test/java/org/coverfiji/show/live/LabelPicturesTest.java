package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.show.LabelColours;
import org.coverfiji.train.label.LabelPreview;
import org.junit.Test;

public class LabelPicturesTest {

    private static final List<String> NAMES = List.of("background", "cell", "a membrane between cells");

    /** Two slices of two pixels; the second has the labels. */
    private static LabelPictures pictures() {
        Tensor image = new Tensor(new float[] {0, 0, 1, 0.5f}, 1, 1, 2, 1, 2);
        Tensor labels = new Tensor(new float[] {0, 0, 1, 2}, 1, 1, 2, 1, 2);
        Tensor mask = new Tensor(new float[] {1, 0, 1, 1}, 1, 1, 2, 1, 2);
        float[] probabilities = {1, 1, 0, 0.2f, 0, 0, 1, 0.7f, 0, 0, 0, 0.1f};
        return new LabelPictures(new LabelPreview(7, "a.tif", new LabelBatch(image, labels, mask),
                new Tensor(probabilities, 1, 3, 2, 1, 2), NAMES));
    }

    @Test
    public void imageLabelAndPredictionOfTheFullestSlice() {
        List<Picture> shown = pictures().pictures(0, 100);
        assertEquals(Arrays.asList("Image, slice 2 of 2", "Label", "Prediction", "Label on the image",
                "Prediction on it", "Wrong: 50.0 %"),
                shown.stream().map(Picture::caption).collect(Collectors.toList()));
        requireColours(shown.get(0), 0xffffff, 0x808080);
        requireColours(shown.get(1), LabelColours.rgb(1), LabelColours.rgb(2));
        requireColours(shown.get(2), LabelColours.rgb(1), LabelColours.rgb(1));
        requireColours(shown.get(5), 0x7f7f7f, 0xd00000);
    }

    @Test
    public void keysNameTheClasses() {
        assertEquals(Arrays.asList("cell", "a membrane betw…", "wrong"),
                pictures().keys(0, 4).stream().map(Picture::caption).collect(Collectors.toList()));
    }

    private static void requireColours(Picture picture, int... colours) {
        for (int x = 0; x < colours.length; x++) {
            assertEquals(picture.caption() + " " + x, Integer.toHexString(colours[x]),
                    Integer.toHexString(picture.image().getRGB(x, 0) & 0xffffff));
        }
    }
}
