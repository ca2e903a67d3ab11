package org.coverfiji.engine.impl.kernel.fused;

/** The offsets of a mixture's window, from −amplitude to amplitude on every axis, numbered in array order. */
final class Window {

    final int amplitude;
    /** Offsets in the window: (2 · amplitude + 1) to the power of the axes. */
    final int offsets;
    /** [offset][axis], axes in array order. */
    private final int[][] steps;

    /** @param axes 2 or 3 */
    Window(int amplitude, int axes) {
        this.amplitude = amplitude;
        int side = 2 * amplitude + 1;
        int count = 1;
        for (int axis = 0; axis < axes; axis++) {
            count *= side;
        }
        offsets = count;
        steps = new int[offsets][axes];
        for (int offset = 0; offset < offsets; offset++) {
            int rest = offset;
            for (int axis = axes - 1; axis >= 0; axis--) {
                steps[offset][axis] = rest % side - amplitude;
                rest /= side;
            }
        }
    }

    /** How far an offset leads along an axis, in pixels: the component of its displacement. */
    int step(int offset, int axis) {
        return steps[offset][axis];
    }

    /** How far an offset leads along x. */
    int stepX(int offset) {
        return steps[offset][steps[offset].length - 1];
    }
}
