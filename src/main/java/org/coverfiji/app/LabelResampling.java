package org.coverfiji.app;

import java.util.Arrays;

import org.coverfiji.image.label.LabelImage;

/** Brings label images to another size: every pixel takes the class of the nearest pixel (half-pixel centres). */
final class LabelResampling {

    private LabelResampling() {
    }

    static LabelImage toSize(LabelImage label, int[] target) {
        int[] size = label.size();
        if (Arrays.equals(size, target)) {
            return label;
        }
        int[][] sources = new int[3][];
        int[] extents = {1, size[size.length - 2], size[size.length - 1]};
        for (int axis = 0; axis < 3; axis++) {
            int own = axis - 3 + size.length;
            sources[axis] = own < 0 ? new int[1] : nearest(size[own], target[own]);
        }
        int[] classes = new int[sources[0].length * sources[1].length * sources[2].length];
        int i = 0;
        for (int z : sources[0]) {
            for (int y : sources[1]) {
                for (int x : sources[2]) {
                    classes[i++] = label.get((z * extents[1] + y) * extents[2] + x);
                }
            }
        }
        return new LabelImage(label.name(), classes, target);
    }

    private static int[] nearest(int from, int to) {
        int[] nearest = new int[to];
        for (int i = 0; i < to; i++) {
            nearest[i] = (int) ((2L * i + 1) * from / (2L * to));
        }
        return nearest;
    }
}
