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
        Tensor rows = golden.tensor(set + "z");
        int parts = (int) golden.constant("n_parts");
        // In the file, images and their changes alternate, volume after volume.
        Tensor z = across ? viewsApart(rows, parts, false) : rows;
        Tensor part = Tensor.zeros(rows.size(0) / (across ? 2 : 3));
        for (int i = 0; i < part.size(0); i++) {
            part.data()[i] = i % parts;
        }
        CoreResult result = new PartitionContrast(golden.constant("tau"), across).evaluate(new CoreInput(
                Collections.singletonMap(PartitionContrast.EMBEDDING, z), Collections.emptyMap(),
                Collections.singletonMap(PartitionContrast.PART, part)));
        golden.assertLoss(set + "loss", result.losses().get(PartitionContrast.LOSS));
        Tensor gradient = result.gradients().get(PartitionContrast.EMBEDDING);
        golden.assertGradient(set + "grad_z", (across ? viewsApart(gradient, parts, true) : gradient).data());
    }

    @Test
    public void localLoss() {
        GoldenBaseline.matching("chaitanya_local.*").forEach(ChaitanyaBaselineParityTest::local);
    }

    private static void local(GoldenBaseline golden) {
        // In the file the two views of an image follow each other.
        Tensor map = viewsApart(golden.tensor("map"), 1, false);
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
        golden.assertGradient("grad_map", viewsApart(gradient, 1, true).data());
    }

    /** From groups that are in turn first and second views to all first views, then all second ones; or back. */
    private static Tensor viewsApart(Tensor views, int group, boolean back) {
        int count = views.size(0);
        int length = views.data().length / count;
        Tensor result = Tensor.zeros(views.shape());
        for (int i = 0; i < count; i++) {
            int apart = i / group % 2 * (count / 2) + i / group / 2 * group + i % group;
            System.arraycopy(views.data(), (back ? apart : i) * length, result.data(), (back ? i : apart) * length,
                    length);
        }
        return result;
    }
}
