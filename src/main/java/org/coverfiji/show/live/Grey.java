package org.coverfiji.show.live;

import java.awt.image.BufferedImage;
import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;

/**
 * Planes of intensities as pictures: three or more channels as colours, else the first as grey; 0 is black, 1 white.
 */
public final class Grey {

    private Grey() {
    }

    /** @param planes one per channel, row by row */
    public static BufferedImage paint(float[][] planes, int width) {
        BufferedImage picture = new BufferedImage(width, planes[0].length / width, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < planes[0].length; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                float value = planes[planes.length >= 3 ? c : 0][i];
                rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, value)));
            }
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }

    /** The first sample of [N, C, (D,) H, W], of volumes the middle slice. */
    static BufferedImage paint(Tensor images) {
        int[] size = Arrays.copyOfRange(images.shape(), 2, images.rank());
        return paint(images.data(), images.size(1), size);
    }

    /** @param data [C, (D,) H, W], of volumes the middle slice is painted */
    static BufferedImage paint(float[] data, int channels, int... size) {
        int plane = size[size.length - 1] * size[size.length - 2];
        int slices = size.length == 3 ? size[0] : 1;
        float[][] planes = new float[channels][];
        for (int c = 0; c < channels; c++) {
            int start = (c * slices + middle(size)) * plane;
            planes[c] = Arrays.copyOfRange(data, start, start + plane);
        }
        return paint(planes, size[size.length - 1]);
    }

    /** The slice that is painted, from 0. */
    static int middle(int... size) {
        return size.length == 3 ? size[0] / 2 : 0;
    }

    /** To follow a caption: which slice it is; nothing in 2D. */
    static String where(int... size) {
        return size.length == 3 ? ", slice " + (middle(size) + 1) + " of " + size[0] : "";
    }
}
