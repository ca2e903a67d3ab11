package org.coverfiji.engine.impl.kernel.gemm;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * dL/dweight: strip by strip, and for each part and slice of the kernel, what it sees [columns · in, pixels] times
 * dL/dout [pixels, out], as in {@link ForwardProduct}. Strips are divided into groups, one a task, whose sums are added
 * in their order.
 */
final class WeightProduct {

    private static final int GROUPS = 8;
    /** Of all groups' sums, if there is more than one. */
    private static final long VALUES = 1 << 23;

    private final Strips strips;
    private final KernelRows layout;
    private final int outputs;
    private final boolean byMaps;
    private final int channelGroups;
    private final int groups;

    /**
     * @param strips of the convolution's input
     * @param layout of the weights
     * @param outputs its output channels
     */
    WeightProduct(Strips strips, KernelRows layout, int outputs) {
        this.strips = strips;
        this.layout = layout;
        this.outputs = outputs;
        byMaps = strips.grid.channels < PixelLines.MANY;
        groups = (int) Math.max(1, Math.min(Math.min(strips.count, GROUPS), VALUES / layout.length()));
        channelGroups = byMaps ? 1 : ForwardProduct.groups(groups, outputs);
    }

    /** @param weightGradient overwritten */
    void run(Floats in, Floats gradient, Floats weightGradient) {
        try (Workspace shared = Workspace.lend()) {
            FloatPointer sums = shared.floats(Workspace.Use.PARTIAL_SUMS, groups * layout.length());
            Parallel.run(channelGroups * groups, task -> {
                try (Workspace workspace = Workspace.lend()) {
                    int group = task / channelGroups;
                    int from = (int) ((long) strips.count * group / groups);
                    int to = (int) ((long) strips.count * (group + 1) / groups);
                    FloatPointer sum = sums.getPointer(group * layout.length());
                    for (int strip = from; strip < to; strip++) {
                        if (byMaps) {
                            addByMaps(in, gradient, strip, strip > from, sum, workspace);
                        } else {
                            addByPixels(in, gradient, task % channelGroups, strip, strip > from, sum, workspace);
                        }
                    }
                }
            });
            layout.addUp(sums.asBuffer(), groups, weightGradient);
        }
    }

    private void addByMaps(Floats in, Floats gradient, int strip, boolean add, FloatPointer sum,
            Workspace workspace) {
        MapLines lines = new MapLines(strips);
        int seen = lines.seen();
        FloatPointer pixels = workspace.floats(Workspace.Use.PIXELS, lines.values(strip));
        lines.layOut(in, strip, workspace, pixels.asBuffer());
        FloatPointer gradients = workspace.floats(Workspace.Use.PRODUCT,
                (long) strips.transform.parts * outputs * lines.gradientLength(strip));
        lines.layOutGradients(gradient, outputs, strip, workspace, gradients.asBuffer());
        for (int part = 0; part < strips.transform.parts; part++) {
            for (int slice = 0; slice < strips.slices; slice++) {
                OpenBlas.multiplyTransposed(seen, outputs, lines.results(strip),
                        pixels.getPointer(lines.start(strip, part, slice)), lines.seenLength(strip),
                        gradients.getPointer((long) part * outputs * lines.gradientLength(strip)),
                        lines.gradientLength(strip), add,
                        sum.getPointer((long) (part * strips.slices + slice) * seen * outputs), outputs);
            }
        }
    }

    /** Sums are [part, slice, column of the kernel · in, out]: OpenBLAS has fast products of many rows only. */
    private void addByPixels(Floats in, Floats gradient, int group, int strip, boolean add, FloatPointer sum,
            Workspace workspace) {
        PixelLines lines = new PixelLines(strips);
        int first = outputs * group / channelGroups;
        int last = outputs * (group + 1) / channelGroups;
        int channels = last - first;
        int results = lines.results(strip);
        int seen = lines.seen();
        FloatPointer pixels = workspace.floats(Workspace.Use.PIXELS, lines.values(strip));
        lines.layOut(in, strip, workspace, pixels.asBuffer());
        FloatPointer gradients = workspace.floats(Workspace.Use.PRODUCT,
                (long) strips.transform.parts * results * channels);
        lines.layOutGradients(gradient, outputs, first, last, strip, workspace, gradients.asBuffer());
        for (int part = 0; part < strips.transform.parts; part++) {
            for (int slice = 0; slice < strips.slices; slice++) {
                OpenBlas.transposedMultiply(seen, channels, results,
                        pixels.getPointer(lines.start(strip, part, slice, 0)), seen,
                        gradients.getPointer((long) part * results * channels), channels, add,
                        sum.getPointer((long) (part * strips.slices + slice) * seen * outputs + first), outputs);
            }
        }
    }
}
