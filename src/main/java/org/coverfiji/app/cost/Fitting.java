package org.coverfiji.app.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.train.view.PatchPlan;

/** Finds the largest patch, batch or width with which a training fits into memory, each with the others as they are. */
final class Fitting {

    private static final int WIDTH_MULTIPLE = 8;

    private final long limit;
    private final ResourceEstimate.Variant variant;
    private final int[] patch;
    private final int batch;
    private final int width;

    /** @param limit bytes that there are */
    Fitting(long limit, ResourceEstimate.Variant variant, int[] patch, int batch, int width) {
        this.limit = limit;
        this.variant = variant;
        this.patch = patch.clone();
        this.batch = batch;
        this.width = width;
    }

    /**
     * Such as {@code patch 512, batch 2 or width 16}; empty where no single one would do.
     *
     * @param ownWidth whether the width can be chosen, which a pretrained model's cannot
     */
    String found(boolean ownWidth) {
        List<String> found = new ArrayList<>();
        int longest = Arrays.stream(patch).max().getAsInt();
        int side = largest(longest, NetworkConfiguration.SIDE_MULTIPLE,
                value -> variant.of(scaled(value), batch, width));
        if (side > 0) {
            found.add("patch " + PatchPlan.write(scaled(side)));
        }
        int samples = largest(batch, 1, value -> variant.of(patch, value, width));
        if (samples > 0) {
            found.add("batch " + samples);
        }
        int narrower = ownWidth ? largest(width, WIDTH_MULTIPLE,
                value -> variant.of(patch, batch, value)) : 0;
        if (narrower > 0) {
            found.add("width " + narrower);
        }
        int last = found.size() - 1;
        return last < 1 ? String.join("", found)
                : String.join(", ", found.subList(0, last)) + " or " + found.get(last);
    }

    /** All sides by one factor, as far as multiples allow. */
    private int[] scaled(int longest) {
        int multiple = NetworkConfiguration.SIDE_MULTIPLE;
        double factor = longest / (double) Arrays.stream(patch).max().getAsInt();
        return Arrays.stream(patch).map(side -> Math.max(multiple, (int) (side * factor) / multiple * multiple))
                .toArray();
    }

    /** The largest multiple below a value that fits; 0 for none. */
    private int largest(int value, int multiple, IntFunction<ResourceEstimate> estimate) {
        int fits = 0;
        int beyond = (value + multiple - 1) / multiple;
        while (beyond - fits > 1) {
            int middle = (fits + beyond) >>> 1;
            if (estimate.apply(middle * multiple).memoryBytes() <= limit) {
                fits = middle;
            } else {
                beyond = middle;
            }
        }
        return fits * multiple;
    }
}
