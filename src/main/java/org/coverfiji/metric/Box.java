package org.coverfiji.metric;

import java.util.Arrays;

/** The smallest box of pixels that holds all marked ones of two masks. */
final class Box {

    private final int[] start;
    private final int[] extents;

    private Box(int[] start, int[] extents) {
        this.start = start;
        this.extents = extents;
    }

    /** Or null if nothing is marked. */
    static Box around(boolean[] a, boolean[] b, int[] size) {
        int[] low = size.clone();
        int[] high = new int[size.length];
        Arrays.fill(high, -1);
        for (int i = 0; i < a.length; i++) {
            if (a[i] || b[i]) {
                int rest = i;
                for (int axis = size.length - 1; axis >= 0; axis--) {
                    int place = rest % size[axis];
                    rest /= size[axis];
                    low[axis] = Math.min(low[axis], place);
                    high[axis] = Math.max(high[axis], place);
                }
            }
        }
        if (high[0] < 0) {
            return null;
        }
        Arrays.setAll(high, axis -> high[axis] - low[axis] + 1);
        return new Box(low, high);
    }

    int[] extents() {
        return extents;
    }

    boolean[] crop(boolean[] mask, int[] size) {
        int last = size.length - 1;
        boolean[] cropped = new boolean[Arrays.stream(extents).reduce(1, (x, y) -> x * y)];
        for (int to = 0; to < cropped.length; to += extents[last]) {
            int rest = to / extents[last];
            int from = start[last];
            int stride = size[last];
            for (int axis = last - 1; axis >= 0; axis--) {
                from += (rest % extents[axis] + start[axis]) * stride;
                rest /= extents[axis];
                stride *= size[axis];
            }
            System.arraycopy(mask, from, cropped, to, extents[last]);
        }
        return cropped;
    }
}
