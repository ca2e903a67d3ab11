package org.coverfiji.train.view;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.UsualShape;
import org.coverfiji.setting.Setting;

/**
 * The sides of a training patch: as a user gives them, one number for all axes or one per axis in array order, or
 * planned from the images, as nnU-Net does: as much of the median image as the budget allows, shaped so that it is in
 * physical space as much of a cube as the image's extents permit.
 */
public final class PatchPlan {

    /** What a macro's {@code patch} means, in every command: its sides; 0 for those that suit. */
    public static final Setting<List<Integer>> PATCH = Setting.wholes("patch", 0)
            .right(PatchPlan::isRight, "a positive multiple of " + NetworkConfiguration.SIDE_MULTIPLE
                    + ", or one per axis (z,y,x) such as 16,128,128").orAuto(List.of(0));

    private static final int MULTIPLE = NetworkConfiguration.SIDE_MULTIPLE;
    private static final int SIDE_2D = 128;
    private static final int SIDE_3D = 32;
    /** About as many voxels as the pixels of both views of a usual 2D step. */
    private static final int MOST_VOXELS = 1 << 17;

    private PatchPlan() {
    }

    private static boolean isRight(List<Integer> sides) {
        return (sides.size() == 1 || sides.size() == 2 || sides.size() == 3)
                && sides.stream().allMatch(side -> side > 0 && side % MULTIPLE == 0);
    }

    /** Whether the sides are to be planned. */
    public static boolean isAutomatic(List<Integer> given) {
        return given.equals(PATCH.standard());
    }

    /**
     * The sides in array order.
     *
     * @param given not automatic
     * @throws CoverException if there is a number per axis, but of other dimensions
     */
    public static int[] sides(List<Integer> given, int dimensions) {
        if (given.size() == 1) {
            int[] sides = new int[dimensions];
            Arrays.fill(sides, given.get(0));
            return sides;
        }
        if (given.size() != dimensions) {
            throw new CoverException("patch is " + PATCH.write(given) + ", but the images are " + dimensions
                    + "D; give one number, or " + (dimensions == 2 ? "two (y,x)." : "three (z,y,x)."));
        }
        return given.stream().mapToInt(Integer::intValue).toArray();
    }

    /** As {@link #sides}; what is usual where they are automatic and nothing is known of images. */
    public static int[] sidesOrUsual(List<Integer> given, int dimensions) {
        return isAutomatic(given) ? usual(dimensions) : sides(given, dimensions);
    }

    /** Sides as a macro gives them. */
    public static String write(int... sides) {
        return Arrays.stream(sides).distinct().count() == 1 ? String.valueOf(sides[0])
                : Arrays.stream(sides).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    /** What suits where nothing is known of the images. */
    public static int[] usual(int dimensions) {
        return sides(List.of(dimensions == 2 ? SIDE_2D : SIDE_3D), dimensions);
    }

    /**
     * What suits images: in 2D a square of 128 pixels, or less where the longer side of the images is shorter; in 3D
     * as many of their voxels as a step can hold, never more along an axis than the images have, but for the 16 that
     * the network needs.
     */
    public static int[] of(UsualShape images) {
        int[] size = images.size();
        if (size.length == 2) {
            return sides(List.of(Math.min(SIDE_2D, within(Math.max(size[0], size[1])))), 2);
        }
        int[] patch = Arrays.stream(size).map(PatchPlan::within).toArray();
        while (Tensor.size(patch) > MOST_VOXELS) {
            patch[longest(patch, images.spacing())] -= MULTIPLE;
        }
        return patch;
    }

    private static int within(int side) {
        return Math.max(1, side / MULTIPLE) * MULTIPLE;
    }

    /** The axis that is longest in space, of those that can be shortened; of equals the first. */
    private static int longest(int[] patch, double[] spacing) {
        int longest = -1;
        for (int axis = 0; axis < patch.length; axis++) {
            if (patch[axis] > MULTIPLE
                    && (longest < 0 || patch[axis] * spacing[axis] > patch[longest] * spacing[longest])) {
                longest = axis;
            }
        }
        return longest;
    }
}
