package org.coverfiji.engine.impl;

import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.corrupt.BezierCurve;
import org.coverfiji.train.corrupt.Block;
import org.junit.Test;

/** Models Genesis' corruptions, and GEMINI's variant, with the random numbers that the published programs drew. */
public class GenesisBaselineParityTest {

    private static final double CURVE = 2e-5;

    private static float[] image(GoldenBaseline golden) {
        return golden.tensor("x").data().clone();
    }

    /** The sides of x, [1, (D,) H, W]. */
    private static Block block(GoldenBaseline golden) {
        int[] shape = golden.tensor("x").shape();
        return new Block(Arrays.copyOfRange(shape, 1, shape.length));
    }

    /** The box of a row of sizes and starts. */
    private static Block place(Block block, int[] rows, int row, int axes) {
        int from = row * 2 * axes;
        return block.place(Arrays.copyOfRange(rows, from, from + axes),
                Arrays.copyOfRange(rows, from + axes, from + 2 * axes));
    }

    private static void curve(GoldenBaseline golden, String set, boolean falling) {
        Tensor points = golden.tensor(set + "/points");
        double[][] controls = new double[points.size(0)][2];
        for (int i = 0; i < points.data().length; i++) {
            controls[i / 2][i % 2] = points.data()[i];
        }
        float[] data = image(golden);
        new BezierCurve(controls, falling).apply(data, 0, data.length);
        float[] expected = golden.tensor(set + "/y").data();
        for (int i = 0; i < data.length; i++) {
            assertTrue(golden + " " + set + " " + i + ": " + data[i] + " for " + expected[i],
                    Math.abs(data[i] - expected[i]) <= CURVE);
        }
    }

    private static void paintInside(GoldenBaseline golden) {
        Tensor noise = golden.tensor("inpaint/noise");
        int axes = golden.tensor("x").rank() - 1;
        Block block = block(golden);
        float[] data = image(golden);
        for (int row = 0; row < noise.size(0); row++) {
            place(block, golden.whole("inpaint/blocks"), row, axes).set(Arrays.copyOfRange(noise.data(),
                    row * noise.size(1), (row + 1) * noise.size(1)), data, 0);
        }
        golden.assertExact("inpaint/y", data);
    }

    @Test
    public void volumes() {
        for (GoldenBaseline golden : GoldenBaseline.matching("genesis_3d.*")) {
            curve(golden, "nonlinear_rising", false);
            curve(golden, "nonlinear_falling", true);
            Block block = block(golden);
            int axes = 3;
            float[] original = golden.tensor("x").data();
            float[] shuffled = image(golden);
            int[] permutations = golden.whole("shuffle/permutations");
            int length = golden.tensor("shuffle/permutations").size(1);
            for (int row = 0; row < golden.tensor("shuffle/blocks").size(0); row++) {
                place(block, golden.whole("shuffle/blocks"), row, axes).permute(Arrays.copyOfRange(permutations,
                        row * length, (row + 1) * length), original, 0, shuffled, 0);
            }
            golden.assertExact("shuffle/y", shuffled);
            paintInside(golden);
            float[] painted = golden.tensor("outpaint/noise").data().clone();
            for (int row = 0; row < golden.tensor("outpaint/blocks").size(0); row++) {
                place(block, golden.whole("outpaint/blocks"), row, axes).copy(original, 0, painted, 0);
            }
            golden.assertExact("outpaint/y", painted);
        }
    }

    @Test
    public void theVariantOfGemini() {
        for (GoldenBaseline golden : GoldenBaseline.matching("genesis_2d.*")) {
            curve(golden, "nonlinear", false);
            Block block = block(golden);
            int[] shape = golden.tensor("x").shape();
            int[] extent = {shape[1] / 30, shape[2] / 30};
            float[] shuffled = image(golden);
            int[] starts = golden.whole("shuffle/starts");
            for (int row = 0; row < starts.length / 2; row++) {
                block.place(extent, new int[] {starts[2 * row], starts[2 * row + 1]})
                        .permute(golden.whole("shuffle/permutation"), golden.tensor("x").data(), 0, shuffled, 0);
            }
            golden.assertExact("shuffle/y", shuffled);
            paintInside(golden);
        }
    }
}
