package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;

import java.util.Arrays;
import java.util.Collections;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** The global loss in both forms and the local loss in 2D against the published program, in 3D against our numbers. */
public class ChaitanyaBaselineParityTest {

    @Test
    public void globalLosses() {
        GoldenBaseline.matching("chaitanya_global.*").forEach(golden -> {
            global(golden, "gdm/", false);
            global(golden, "gd/", true);
        });
    }

    private static void global(GoldenBaseline golden, String set, boolean across) {
        PartitionContrast core = new PartitionContrast(golden.constant("tau"), (int) golden.constant("n_parts"),
                across);
        CoreResult result = core.evaluate(new CoreInput(
                Collections.singletonMap(PartitionContrast.EMBEDDING, golden.tensor(set + "z"))));
        golden.assertLoss(set + "loss", result.losses().get(PartitionContrast.LOSS));
        golden.assertGradient(set + "grad_z", result.gradients().get(PartitionContrast.EMBEDDING).data());
    }

    @Test
    public void localLoss() {
        GoldenBaseline.matching("chaitanya_local.*").forEach(ChaitanyaBaselineParityTest::local);
    }

    private static void local(GoldenBaseline golden) {
        // In the file the two views of an image follow each other.
        Tensor map = viewsApart(golden.tensor("map"), false);
        int[] size = Maps.size(map);
        Regions regions = new Regions(size);
        assertArrayEquals(golden.whole("regions"),
                Arrays.stream(regions.corners()).flatMapToInt(Arrays::stream).toArray());
        assertArrayEquals(golden.whole("negatives"), Arrays.stream(regions.negatives()).flatMap(Arrays::stream)
                .flatMapToInt(Arrays::stream).toArray());

        ValidConvolution convolution = new ValidConvolution(golden.tensor("kernel"));
        CoreResult result = new RegionContrast(golden.constant("tau")).evaluate(new CoreInput(
                Collections.singletonMap(RegionContrast.REGIONS, convolution.forward(map))));
        golden.assertLoss("loss", result.losses().get(RegionContrast.LOSS));
        Tensor gradient = convolution.backward(result.gradients().get(RegionContrast.REGIONS), map.shape());
        golden.assertGradient("grad_map", viewsApart(gradient, true).data());
    }

    /** From first view, second view of every image in turn to all first views, then all second ones; or back. */
    private static Tensor viewsApart(Tensor views, boolean back) {
        int count = views.size(0);
        int length = views.data().length / count;
        Tensor result = Tensor.zeros(views.shape());
        for (int i = 0; i < count; i++) {
            int apart = i % 2 * (count / 2) + i / 2;
            System.arraycopy(views.data(), (back ? apart : i) * length, result.data(), (back ? i : apart) * length,
                    length);
        }
        return result;
    }
}
