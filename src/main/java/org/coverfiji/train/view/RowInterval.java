package org.coverfiji.train.view;

/** The run of pixels x of a row, from ≤ x &lt; to, that satisfies a number of linear conditions. */
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

    /** Keeps the pixels with low ≤ start + slope · x ≤ high. */
    void clip(double start, double slope, double low, double high) {
        if (slope == 0) {
            if (!(start >= low && start <= high)) {
                to = from;
            }
            return;
        }
        double first = ((slope > 0 ? low : high) - start) / slope;
        double last = ((slope > 0 ? high : low) - start) / slope;
        // Casts of large values saturate, so that a tiny slope is safe.
        from = Math.max(from, (int) Math.ceil(first));
        to = Math.max(from, (int) Math.min(to, Math.floor(last) + 1));
    }

    int length() {
        return to - from;
    }
}
