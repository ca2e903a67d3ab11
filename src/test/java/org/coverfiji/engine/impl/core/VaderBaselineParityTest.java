package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** Our definition of VADeR against its numbers in a file. */
public class VaderBaselineParityTest {

    @Test
    public void agreesWithItsNumbers() {
        GoldenBaseline.matching("vader_[23]d.*").forEach(VaderBaselineParityTest::check);
    }

    private static void check(GoldenBaseline golden) {
        Tensor map = golden.tensor("feat_q");
        int perMap = Maps.positions(map);
        int[] matches = new int[map.size(0) * perMap];
        for (int image = 0; image < map.size(0); image++) {
            int[] own = Maps.grid(golden.tensor("box_q"), image, map)
                    .matches(Maps.grid(golden.tensor("box_k"), image, map));
            System.arraycopy(own, 0, matches, image * perMap, perMap);
        }
        assertArrayEquals(golden.whole("match"), matches);

        Tensor positions = golden.tensor("positions");
        int[] targets = new int[positions.data().length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = matches[i / positions.size(1) * perMap + Math.round(positions.data()[i])];
        }
        assertArrayEquals(golden.whole("targets"), targets);

        Tensor queue = Parity.transposed(golden.tensor("queue_before"));
        CoreResult result = new PixelContrast(golden.constant("tau")).evaluate(new CoreInput(
                Map.of(PixelContrast.QUERY, map), Map.of(PixelContrast.KEY, golden.tensor("feat_k")),
                Map.of(PixelContrast.BOX_1, golden.tensor("box_q"), PixelContrast.BOX_2, golden.tensor("box_k"),
                        PixelContrast.POSITIONS, positions, PixelContrast.QUEUE, queue)));
        golden.assertLoss("loss", result.losses().get(PixelContrast.LOSS));
        golden.assertGradient("grad_feat_q", result.gradients().get(PixelContrast.QUERY).data());
        Parity.queue(golden, "queue_before", "queue_after", (int) golden.scalar("ptr_before"),
                result.memories().get(PixelContrast.QUEUE));
        golden.assertOutput("logits", logits(golden, queue, targets).data());
    }

    private static Tensor logits(GoldenBaseline golden, Tensor queue, int[] targets) {
        Tensor positions = golden.tensor("positions");
        int perMap = Maps.positions(golden.tensor("feat_q"));
        UnitRows queries = new UnitRows(golden.tensor("feat_q"));
        UnitRows keys = new UnitRows(golden.tensor("feat_k"));
        QueueContrast contrast = new QueueContrast(golden.constant("tau"), queue);
        Tensor logits = Tensor.zeros(targets.length, 1 + queue.size(0));
        for (int i = 0; i < targets.length; i++) {
            int first = i / positions.size(1) * perMap;
            double[] row = contrast.logits(queries, first + Math.round(positions.data()[i]), keys,
                    first + targets[i]);
            for (int j = 0; j < row.length; j++) {
                logits.data()[i * row.length + j] = (float) row[j];
            }
        }
        return logits;
    }
}
