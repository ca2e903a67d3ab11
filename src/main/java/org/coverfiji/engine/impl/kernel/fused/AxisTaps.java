package org.coverfiji.engine.impl.kernel.fused;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.engine.impl.kernel.LinearTaps;

/**
 * A linear map along one axis: out[o] = Σ weights[t][o] · in[indices[t][o]]. Outputs that need fewer taps than others
 * have some of weight 0.
 */
final class AxisTaps {

    final int[][] indices;
    final float[][] weights;

    private AxisTaps(List<List<Integer>> inputs, List<List<Float>> factors) {
        int taps = inputs.stream().mapToInt(List::size).max().orElse(0);
        indices = new int[taps][inputs.size()];
        weights = new float[taps][inputs.size()];
        for (int o = 0; o < inputs.size(); o++) {
            for (int t = 0; t < inputs.get(o).size(); t++) {
                indices[t][o] = inputs.get(o).get(t);
                weights[t][o] = factors.get(o).get(t);
            }
        }
    }

    /** Linear interpolation to twice the length, or with {@code transposed} its transpose, from twice the length. */
    static AxisTaps linear(int shorter, boolean alignCorners, boolean transposed) {
        LinearTaps taps = new LinearTaps(shorter, alignCorners);
        int outputs = transposed ? shorter : 2 * shorter;
        List<List<Integer>> inputs = new ArrayList<>();
        List<List<Float>> factors = new ArrayList<>();
        for (int o = 0; o < outputs; o++) {
            inputs.add(new ArrayList<>());
            factors.add(new ArrayList<>());
        }
        for (int i = 0; i < 2 * shorter; i++) {
            add(inputs, factors, transposed ? taps.low[i] : i, transposed ? i : taps.low[i], 1 - taps.fraction[i]);
            add(inputs, factors, transposed ? taps.high[i] : i, transposed ? i : taps.high[i], taps.fraction[i]);
        }
        return new AxisTaps(inputs, factors);
    }

    /** The map that changes nothing. */
    static AxisTaps identity(int length) {
        List<List<Integer>> inputs = new ArrayList<>();
        List<List<Float>> factors = new ArrayList<>();
        for (int o = 0; o < length; o++) {
            inputs.add(List.of(o));
            factors.add(List.of(1f));
        }
        return new AxisTaps(inputs, factors);
    }

    private static void add(List<List<Integer>> inputs, List<List<Float>> factors, int output, int input,
            float weight) {
        if (weight != 0) {
            inputs.get(output).add(input);
            factors.get(output).add(weight);
        }
    }

    int count() {
        return indices.length;
    }

    int outputs() {
        return indices[0].length;
    }

    /** The weights times a factor, each as often as a pixel has values: [tap][output · block]. */
    float[][] repeated(int block, float factor) {
        float[][] repeated = new float[count()][outputs() * block];
        for (int t = 0; t < count(); t++) {
            for (int i = 0; i < repeated[t].length; i++) {
                repeated[t][i] = factor * weights[t][i / block];
            }
        }
        return repeated;
    }
}
