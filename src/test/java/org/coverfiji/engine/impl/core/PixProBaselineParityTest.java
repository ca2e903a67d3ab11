package org.coverfiji.engine.impl.core;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** PixPro's positives, propagation and loss, from projections through the value transform, against its program. */
public class PixProBaselineParityTest {

    @Test
    public void agreesWithItsNumbers() {
        GoldenBaseline.matching("pixpro_[23]d.*").forEach(PixProBaselineParityTest::check);
    }

    private static void check(GoldenBaseline golden) {
        Tensor projections = Parity.both(golden.tensor("proj1"), golden.tensor("proj2"));
        double distance = golden.constant("ratio");
        checkMask(golden, "mask12", "box1", "box2", distance);
        checkMask(golden, "mask21", "box2", "box1", distance);

        PlainHead value = new PlainHead(name -> golden.tensor(name.equals("value.weight") ? "value_w" : "value_b"),
                "value");
        Tensor values = value.forward(projections);
        double power = golden.constant("p");
        Tensor sums = map(new PixelPropagation(projections, values, power).sums(), projections.shape());
        golden.assertOutput("ppm1", Maps.firstHalf(sums).data());
        golden.assertOutput("ppm2", Maps.secondHalf(sums).data());

        // Either view alone predicts the other where the other has no place in common with it.
        double first = loss(golden, projections, values, true, false);
        double second = loss(golden, projections, values, false, true);
        golden.assertLoss("loss12", first);
        golden.assertLoss("loss21", second);

        CoreResult result = evaluate(golden, projections, values,
                Parity.both(golden.tensor("key1"), golden.tensor("key2")));
        golden.assertLoss("loss", result.losses().get(PixelConsistency.LOSS));
        Tensor gradient = result.gradients().get(PixelConsistency.PROJECTION);
        Tensor through = value.backward(result.gradients().get(PixelConsistency.VALUE));
        for (int i = 0; i < gradient.data().length; i++) {
            gradient.data()[i] += through.data()[i];
        }
        golden.assertGradient("grad_proj1", Maps.firstHalf(gradient).data());
        golden.assertGradient("grad_proj2", Maps.secondHalf(gradient).data());
        golden.assertGradient("grad_value_w", value.weightGradient(0).data());
        golden.assertGradient("grad_value_b", value.biasGradient(0).data());
    }

    /** The loss of one direction: keys of zeros are at right angles to everything. */
    private static double loss(GoldenBaseline golden, Tensor projections, Tensor values, boolean first,
            boolean second) {
        Tensor key1 = golden.tensor("key1");
        Tensor key2 = golden.tensor("key2");
        return evaluate(golden, projections, values, Parity.both(second ? key1 : Tensor.zeros(key1.shape()),
                first ? key2 : Tensor.zeros(key2.shape()))).losses().get(PixelConsistency.LOSS);
    }

    private static CoreResult evaluate(GoldenBaseline golden, Tensor projections, Tensor values, Tensor keys) {
        return new PixelConsistency(golden.constant("p"), golden.constant("ratio")).evaluate(new CoreInput(
                Map.of(PixelConsistency.PROJECTION, projections, PixelConsistency.VALUE, values),
                Map.of(PixelConsistency.PROJECTION, keys), Map.of(PixelConsistency.BOX_1, golden.tensor("box1"),
                        PixelConsistency.BOX_2, golden.tensor("box2"))));
    }

    private static void checkMask(GoldenBaseline golden, String key, String from, String into, double distance) {
        Tensor map = golden.tensor("proj1");
        int positions = Maps.positions(map);
        int[][] near = new int[map.size(0) * positions][];
        for (int image = 0; image < map.size(0); image++) {
            int[][] own = Maps.grid(golden.tensor(from), image, map).near(
                    Maps.grid(golden.tensor(into), image, map), distance);
            System.arraycopy(own, 0, near, image * positions, positions);
        }
        golden.assertExact(key, Parity.mask(near, positions));
    }

    private static Tensor map(double[] rows, int[] shape) {
        Tensor map = Tensor.zeros(shape);
        int positions = Maps.positions(map);
        for (int i = 0; i < rows.length; i++) {
            int row = i / shape[1];
            map.data()[(row / positions * shape[1] + i % shape[1]) * positions + row % positions] = (float) rows[i];
        }
        return map;
    }
}
