package org.coverfiji.engine.impl.kernel.gemm;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * dL/dweight: strip by strip, and for each row of the kernel, what it sees [columns · in, pixels] times dL/dout
 * [pixels, out], as in {@link ForwardProduct}. Strips are divided into groups, one a task, whose sums are added
 * in their order.
 */
final class WeightProduct {

    private static final int GROUPS = 8;

    private final Strips strips;
    private final int outputs;
    private final int parts;
    private final int groups;

    /**
     * @param strips of the convolution's input
     * @param outputs its output channels
     */
    WeightProduct(Strips strips, int outputs) {
        this.strips = strips;
        this.outputs = outputs;
        parts = ForwardProduct.parts(strips.count, outputs);
        groups = Math.min(strips.count, GROUPS);
    }

    /** @param weightGradient overwritten */
    void run(Floats in, Floats gradient, KernelRows layout, Floats weightGradient) {
        try (Workspace shared = Workspace.lend()) {
            FloatPointer sums = shared.floats(Workspace.Use.PARTIAL_SUMS, groups * layout.length());
            Parallel.run(parts * groups, task -> {
                try (Workspace workspace = Workspace.lend()) {
                    int group = task / parts;
                    sum(in, gradient, task % parts, group, sums.getPointer(group * layout.length()), workspace);
                }
            });
            layout.addUp(sums.asBuffer(), groups, weightGradient);
        }
    }

    private void sum(Floats in, Floats gradient, int part, int group, FloatPointer sum, Workspace workspace) {
        int first = outputs * part / parts;
        int last = outputs * (part + 1) / parts;
        int from = (int) ((long) strips.count * group / groups);
        int to = (int) ((long) strips.count * (group + 1) / groups);
        for (int strip = from; strip < to; strip++) {
            FloatPointer pixels = workspace.floats(Workspace.Use.PIXELS, strips.values(strip));
            strips.layOut(in, strip, workspace, pixels.asBuffer());
            FloatPointer gradients = workspace.floats(Workspace.Use.PRODUCT,
                    (long) strips.results(strip) * (last - first));
            strips.layOutResults(gradient, outputs, first, last, strip, workspace, gradients.asBuffer());
            multiply(gradients, pixels, strip, first, last, strip > from, sum);
        }
    }

    /** Sums are [row of the kernel, column of the kernel · in, out]: OpenBLAS has fast products of many rows only. */
    private void multiply(FloatPointer gradients, FloatPointer pixels, int strip, int first, int last, boolean add,
            FloatPointer sum) {
        int channels = last - first;
        int results = strips.results(strip);
        int seen = strips.seen();
        for (int row = 0; row < strips.kernelRows(); row++) {
            for (int phase = 0; phase < Math.min(strips.phases(), results); phase++) {
                OpenBlas.transposedMultiply(seen, channels, strips.resultsOfPhase(strip, phase),
                        pixels.getPointer(strips.start(strip, row, phase)), seen,
                        gradients.getPointer((long) phase * channels), strips.phases() * channels, add || phase > 0,
                        sum.getPointer((long) row * seen * outputs + first), outputs);
            }
        }
    }
}
