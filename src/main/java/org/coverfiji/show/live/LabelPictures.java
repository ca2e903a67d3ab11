package org.coverfiji.show.live;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.show.LabelColours;
import org.coverfiji.train.label.LabelPreview;

/**
 * The pictures of fine-tuning: the image, its labels and the prediction; below, both on the image, and which pixels are
 * wrong. Of volumes, the slice with most labelled objects.
 */
public final class LabelPictures implements Preview {

    private static final int WRONG = 0xd00000;
    private static final int MOST_KEYS = 6;
    /** Longer names would push the others out of the picture. */
    private static final int KEY_LENGTH = 16;

    private final LabelPreview preview;
    private final int width;
    private final int height;
    private final int slices;
    private final int slice;
    private final int[] truth;
    private final int[] predicted;

    public LabelPictures(LabelPreview preview) {
        this.preview = preview;
        int[] shape = preview.patch().images().shape();
        width = shape[shape.length - 1];
        height = shape[shape.length - 2];
        slices = shape.length == 5 ? shape[2] : 1;
        int[] all = preview.truth();
        slice = fullest(all);
        truth = plane(all);
        predicted = plane(preview.predicted());
    }

    private int fullest(int[] classes) {
        int[] counts = new int[slices];
        for (int i = 0; i < classes.length; i++) {
            counts[i / (width * height)] += classes[i] > 0 ? 1 : 0;
        }
        int fullest = 0;
        for (int i = 1; i < slices; i++) {
            fullest = counts[i] > counts[fullest] ? i : fullest;
        }
        return fullest;
    }

    private int[] plane(int[] classes) {
        return Arrays.copyOfRange(classes, slice * width * height, (slice + 1) * width * height);
    }

    @Override
    public long iteration() {
        return preview.iteration();
    }

    @Override
    public List<String> choices() {
        return List.of(preview.name());
    }

    @Override
    public List<Picture> pictures(int choice, int side) {
        String where = slices == 1 ? "" : ", slice " + (slice + 1) + " of " + slices;
        return Arrays.asList(new Picture("Image" + where, paint(this::image)),
                new Picture("Label", paint(i -> LabelColours.rgb(truth[i]))),
                new Picture("Prediction", paint(i -> LabelColours.rgb(predicted[i]))),
                new Picture("Label on the image", paint(i -> over(i, truth[i]))),
                new Picture("Prediction on it", paint(i -> over(i, predicted[i]))),
                new Picture(String.format(Locale.ROOT, "Wrong: %.1f %%", 100 * wrongShare()),
                        paint(i -> isWrong(i) ? WRONG : dimmed(image(i)))));
    }

    private boolean isWrong(int i) {
        return truth[i] >= 0 && truth[i] != predicted[i];
    }

    /** Of the pixels whose class is known. */
    private double wrongShare() {
        int known = 0;
        int wrong = 0;
        for (int i = 0; i < truth.length; i++) {
            known += truth[i] >= 0 ? 1 : 0;
            wrong += isWrong(i) ? 1 : 0;
        }
        return known == 0 ? 0 : (double) wrong / known;
    }

    /** Three or more channels as colours, else the first as grey. */
    private int image(int i) {
        Tensor images = preview.patch().images();
        int channels = images.size(1);
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            float value = images.data()[((channels >= 3 ? c : 0) * slices + slice) * width * height + i];
            rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, value)));
        }
        return rgb;
    }

    /** Half of the image's and half of the class's colour; the background stays clear. */
    private int over(int i, int classNumber) {
        return classNumber == 0 ? image(i) : dimmed(image(i)) + dimmed(LabelColours.rgb(classNumber));
    }

    private static int dimmed(int rgb) {
        return rgb >> 1 & 0x7f7f7f;
    }

    private BufferedImage paint(IntUnaryOperator colour) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, colour.applyAsInt(i));
        }
        return picture;
    }

    @Override
    public List<Picture> keys(int choice, int side) {
        List<Picture> keys = new ArrayList<>();
        for (int k = 1; k < Math.min(MOST_KEYS, preview.classNames().size()); k++) {
            keys.add(key(preview.classNames().get(k), LabelColours.rgb(k), side));
        }
        keys.add(key("wrong", WRONG, side));
        return keys;
    }

    private static Picture key(String name, int rgb, int side) {
        BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            square.setRGB(i % side, i / side, rgb);
        }
        return new Picture(name.length() > KEY_LENGTH ? name.substring(0, KEY_LENGTH - 1) + "…" : name, square);
    }
}
