package org.coverfiji.train.view;

/** The run of pixels of a row, from ≤ x &lt; to, that meets a number of linear conditions; 0 ≤ from ≤ to ≤ width. */
final class RowInterval {

    int from;
    int to;

    void reset(int width) {
        from = 0;
        to = width;
    }

    void emptyAt(int x) {
        from = x;
        to = x;
    }

    /**
     * Keeps the pixels with low ≤ start + slope · x ≤ high.
     *
     * @param inverse 1 / slope, which all rows of a patch share
     */
    void clip(double start, double slope, double inverse, double low, double high) {
        if (slope == 0) {
            if (!(start >= low && start <= high)) {
                to = from;
            }
            return;
        }
        double first = ((slope > 0 ? low : high) - start) * inverse;
        double last = ((slope > 0 ? high : low) - start) * inverse;
        // Casts of large values saturate, so that a tiny slope is safe.
        from = Math.min(to, Math.max(from, (int) Math.ceil(first)));
        to = Math.max(from, Math.min(to - 1, (int) Math.floor(last)) + 1);
    }

    int length() {
        return to - from;
    }
}
