package org.coverfiji.show;

import java.awt.image.BufferedImage;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.LabelImage;

/** Pictures of images and labels; of volumes, the slice that is asked for. */
public final class Panels {

    private Panels() {
    }

    /** The slice in the middle, 0 in 2D. */
    public static int middle(FloatImage image) {
        return image.dimensions() == 3 ? image.size()[0] / 2 : 0;
    }

    /** The slice with most pixels that are not background, 0 in 2D. */
    public static int fullest(LabelImage labels) {
        int slices = labels.dimensions() == 3 ? labels.size()[0] : 1;
        int plane = labels.pixels() / slices;
        int fullest = 0;
        int most = -1;
        for (int slice = 0; slice < slices; slice++) {
            int count = 0;
            for (int i = slice * plane; i < (slice + 1) * plane; i++) {
                count += labels.get(i) > 0 ? 1 : 0;
            }
            if (count > most) {
                most = count;
                fullest = slice;
            }
        }
        return fullest;
    }

    /** An image stretched to its percentiles: its first three channels as colours, or its first as grey. */
    public static BufferedImage image(FloatImage image, int slice) {
        FloatImage normalized = Normalization.DEFAULT.apply(image);
        BufferedImage picture = picture(image.size());
        int plane = picture.getWidth() * picture.getHeight();
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                int channel = image.channels() >= 3 ? c : 0;
                rgb = rgb << 8 | Math.round(255 * normalized.data()[channel * image.pixels() + slice * plane + i]);
            }
            picture.setRGB(i % picture.getWidth(), i / picture.getWidth(), rgb);
        }
        return picture;
    }

    /** Labels in their classes' colours. */
    public static BufferedImage labels(LabelImage labels, int slice) {
        BufferedImage picture = picture(labels.size());
        int plane = picture.getWidth() * picture.getHeight();
        for (int i = 0; i < plane; i++) {
            picture.setRGB(i % picture.getWidth(), i / picture.getWidth(),
                    LabelColours.rgb(labels.get(slice * plane + i)));
        }
        return picture;
    }

    /**
     * Labels over their image.
     *
     * @param opacity 0 to 1
     */
    public static BufferedImage overlay(FloatImage image, LabelImage labels, int slice, double opacity) {
        BufferedImage picture = image(image, slice);
        int plane = picture.getWidth() * picture.getHeight();
        for (int i = 0; i < plane; i++) {
            int label = labels.get(slice * plane + i);
            if (label > 0) {
                int x = i % picture.getWidth();
                int y = i / picture.getWidth();
                picture.setRGB(x, y, blend(picture.getRGB(x, y), LabelColours.rgb(label), opacity));
            }
        }
        return picture;
    }

    private static int blend(int below, int above, double opacity) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double value = (1 - opacity) * (below >> shift & 0xff) + opacity * (above >> shift & 0xff);
            rgb |= (int) Math.round(value) << shift;
        }
        return rgb;
    }

    private static BufferedImage picture(int[] size) {
        return new BufferedImage(size[size.length - 1], size[size.length - 2], BufferedImage.TYPE_INT_RGB);
    }
}
