package org.coverfiji.engine.impl.kernel.gemm;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * Maps convolved with weights: strip by strip, and for each part and slice of the kernel, what it sees [pixels,
 * columns · in] times its weights [columns · in, out].
 */
final class ForwardProduct {

    /** Small batches are divided by output channels too, into groups of at least so many, for as many tasks. */
    private static final int CHANNELS = 128;
    private static final int TASKS = 8;

    private final Strips strips;
    private final PixelLines lines;
    private final int outputs;
    private final int groups;

    /**
     * @param strips of the maps that are convolved
     * @param outputs channels of the result
     */
    ForwardProduct(Strips strips, int outputs) {
        this.strips = strips;
        this.outputs = outputs;
        lines = new PixelLines(strips);
        groups = groups(strips.count, outputs);
    }

    /** Into how many groups so many channels are divided. */
    static int groups(int strips, int channels) {
        return Math.max(1, Math.min((TASKS + strips - 1) / strips, channels / CHANNELS));
    }

    /**
     * @param weights as {@link KernelRows} lays them out
     * @param bias [out]; null for none
     * @param out overwritten
     */
    void run(Floats maps, FloatPointer weights, float[] bias, Floats out) {
        Parallel.run(strips.count * groups, task -> {
            try (Workspace workspace = Workspace.lend()) {
                int group = task % groups;
                int first = outputs * group / groups;
                int last = outputs * (group + 1) / groups;
                int strip = task / groups;
                FloatPointer product = multiply(maps, weights, strip, first, last, workspace);
                lines.write(product.asBuffer(), strip, bias, out, outputs, first, last, workspace);
            }
        });
    }

    /** Output channels from first to before last, [part, place, channel]. */
    private FloatPointer multiply(Floats maps, FloatPointer weights, int strip, int first, int last,
            Workspace workspace) {
        int channels = last - first;
        int results = lines.results(strip);
        int seen = lines.seen();
        FloatPointer pixels = workspace.floats(Workspace.Use.PIXELS, lines.values(strip));
        lines.layOut(maps, strip, workspace, pixels.asBuffer());
        FloatPointer product = workspace.floats(Workspace.Use.PRODUCT,
                (long) strips.transform.parts * results * channels);
        for (int part = 0; part < strips.transform.parts; part++) {
            for (int slice = 0; slice < strips.slices; slice++) {
                FloatPointer ofSlice = weights
                        .getPointer(((long) (part * strips.slices + slice) * outputs + first) * seen);
                for (int phase = 0; phase < Math.min(lines.phases(), results); phase++) {
                    OpenBlas.multiplyTransposed(lines.resultsOfPhase(strip, phase), channels, seen,
                            pixels.getPointer(lines.start(strip, part, slice, phase)), seen, ofSlice, seen, slice > 0,
                            product.getPointer(((long) part * results + phase) * channels),
                            lines.phases() * channels);
                }
            }
        }
        return product;
    }
}
