package org.coverfiji.engine.impl.kernel.gemm;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * Maps convolved with weights: strip by strip, and for each row of the kernel, what it sees [pixels, columns · in]
 * times its weights [columns · in, out].
 */
final class ForwardProduct {

    /** Small batches are divided by output channels too, into parts of at least so many, for as many tasks. */
    private static final int CHANNELS = 128;
    private static final int TASKS = 8;

    private final Strips strips;
    private final int outputs;
    private final int parts;

    /**
     * @param strips of the maps that are convolved
     * @param outputs channels of the result
     */
    ForwardProduct(Strips strips, int outputs) {
        this.strips = strips;
        this.outputs = outputs;
        parts = parts(strips.count, outputs);
    }

    /** Into how many parts so many channels are divided. */
    static int parts(int strips, int channels) {
        return Math.max(1, Math.min((TASKS + strips - 1) / strips, channels / CHANNELS));
    }

    /**
     * @param weights as {@link KernelRows} lays them out
     * @param bias [out]; null for none
     * @param out overwritten
     */
    void run(Floats maps, FloatPointer weights, float[] bias, Floats out) {
        Parallel.run(strips.count * parts, task -> {
            try (Workspace workspace = Workspace.lend()) {
                int part = task % parts;
                int first = outputs * part / parts;
                int last = outputs * (part + 1) / parts;
                int strip = task / parts;
                FloatPointer product = multiply(maps, weights, strip, first, last, workspace);
                strips.write(product.asBuffer(), strip, bias, out, outputs, first, last, workspace);
            }
        });
    }

    /** Output channels from first to before last, [place, channel]. */
    private FloatPointer multiply(Floats maps, FloatPointer weights, int strip, int first, int last,
            Workspace workspace) {
        int channels = last - first;
        int results = strips.results(strip);
        int seen = strips.seen();
        FloatPointer pixels = workspace.floats(Workspace.Use.PIXELS, strips.values(strip));
        strips.layOut(maps, strip, workspace, pixels.asBuffer());
        FloatPointer product = workspace.floats(Workspace.Use.PRODUCT, (long) results * channels);
        for (int row = 0; row < strips.kernelRows(); row++) {
            FloatPointer ofRow = weights.getPointer(((long) row * outputs + first) * seen);
            for (int phase = 0; phase < Math.min(strips.phases(), results); phase++) {
                OpenBlas.multiplyTransposed(strips.resultsOfPhase(strip, phase), channels, seen,
                        pixels.getPointer(strips.start(strip, row, phase)), seen, ofRow, seen, row > 0,
                        product.getPointer((long) phase * channels), strips.phases() * channels);
            }
        }
        return product;
    }
}
