package org.coverfiji.samples;

import java.util.ArrayDeque;

/** Clears the small islands of a label that another label's outline has cut off. */
final class Slivers {

    private final byte[] labels;
    private final int width;
    private final boolean[] seen;

    private Slivers(byte[] labels, int width) {
        this.labels = labels;
        this.width = width;
        seen = new boolean[labels.length];
    }

    /** Sets 4-connected parts of {@code label} with fewer than {@code smallest} pixels to 0. */
    static void clear(byte[] labels, int width, int label, int smallest) {
        Slivers slivers = new Slivers(labels, width);
        for (int start = 0; start < labels.length; start++) {
            if (labels[start] == label && !slivers.seen[start]) {
                ArrayDeque<Integer> part = slivers.part(start);
                if (part.size() < smallest) {
                    part.forEach(at -> labels[at] = 0);
                }
            }
        }
    }

    private ArrayDeque<Integer> part(int start) {
        ArrayDeque<Integer> part = new ArrayDeque<>();
        ArrayDeque<Integer> front = new ArrayDeque<>();
        front.add(start);
        seen[start] = true;
        while (!front.isEmpty()) {
            int at = front.remove();
            part.add(at);
            int column = at % width;
            int[] neighbours = {column > 0 ? at - 1 : at, column < width - 1 ? at + 1 : at,
                Math.max(at - width, column), at + width < labels.length ? at + width : at};
            for (int next : neighbours) {
                if (!seen[next] && labels[next] == labels[start]) {
                    seen[next] = true;
                    front.add(next);
                }
            }
        }
        return part;
    }
}
