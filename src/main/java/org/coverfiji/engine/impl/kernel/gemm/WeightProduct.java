package org.coverfiji.engine.impl.kernel.gemm;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * dL/dweight: strip by strip, and for each row of the kernel, dL/dout [out, pixels] times what it sees
 * [pixels, columns · in], as in {@link ForwardProduct}. Strips are divided into groups, one a task, whose sums are added
 * in their order.
 */
final class WeightProduct {

    private static final int GROUPS = 8;

    private final Strips strips;
    private final int kernel;
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
        kernel = 2 * strips.radius + 1;
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
            FloatPointer pixels = workspace.floats(Workspace.Use.PIXELS,
                    (long) strips.slices * strips.places(strip) * strips.grid.channels);
            strips.layOut(in, strip, workspace, pixels.asBuffer());
            FloatPointer gradients = workspace.floats(Workspace.Use.PRODUCT,
                    (long) strips.results(strip) * (last - first));
            strips.layOutResults(gradient, outputs, first, last, strip, workspace, gradients.asBuffer());
            multiply(gradients, pixels, strip, first, last, strip > from, sum);
        }
    }

    private void multiply(FloatPointer gradients, FloatPointer pixels, int strip, int first, int last, boolean add,
            FloatPointer sum) {
        int inputs = strips.grid.channels;
        int channels = last - first;
        int results = strips.results(strip);
        int seen = kernel * inputs;
        for (int row = 0; row < strips.slices * kernel; row++) {
            long start = (long) row / kernel * strips.places(strip) + (long) row % kernel * strips.pitch;
            for (int phase = 0; phase < Math.min(kernel, results); phase++) {
                OpenBlas.transposedMultiply(channels, seen, (results - phase + kernel - 1) / kernel,
                        gradients.getPointer((long) phase * channels), kernel * channels,
                        pixels.getPointer((start + phase) * inputs), seen, add || phase > 0,
                        sum.getPointer(((long) row * outputs + first) * seen), seen);
            }
        }
    }
}
