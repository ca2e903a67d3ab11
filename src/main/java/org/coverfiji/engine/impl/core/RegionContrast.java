package org.coverfiji.engine.impl.core;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * The local loss of Chaitanya et al. (L^R): a region of the map of an image is to find the same region of the map of
 * the image with other intensities among five regions near by, of both maps. The mean over regions, images and both
 * directions.
 *
 * <p>Reads the online map {@value #REGIONS} of two views, one after the other, [2N, C, …]: the vectors of regions of 3
 * positions by their first corners, as an unpadded convolution of width 3 gives them. Gives the loss {@value #LOSS}.
 */
public final class RegionContrast implements LossCore {

    /** The core's name. */
    public static final String NAME = "region_contrast";
    /** The name of the online map. */
    public static final String REGIONS = "regions";
    /** The name of the loss. */
    public static final String LOSS = "local";

    private final double temperature;

    /** @param temperature above 0; theirs is 0.1 */
    public RegionContrast(double temperature) {
        this.temperature = Softmax.temperature(temperature);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor map = input.online(REGIONS);
        int images = Maps.firstHalf(map).size(0);
        int[] size = Maps.size(map);
        Regions regions = new Regions(Arrays.stream(size).map(side -> side + Regions.SIDE - 1).toArray());
        if (!regions.distinct()) {
            throw new CoverException("The loss was given " + map + ", on which regions lie at the same place;"
                    + " a map of regions needs at least " + (size.length == 2 ? 6 : 3) + " positions a side.");
        }
        UnitRows units = new UnitRows(map);
        AnchorContrast contrast = new AnchorContrast(units, temperature);
        int positions = Maps.positions(map);
        int count = regions.corners().length;
        double weight = 1.0 / (2 * images * count);
        double loss = 0;
        for (int image = 0; image < images; image++) {
            int one = image * positions;
            int other = (image + images) * positions;
            for (int region = 0; region < count; region++) {
                int at = position(regions.corners()[region], size);
                int[] negatives = new int[2 * regions.negatives()[region].length];
                for (int i = 0; i < negatives.length; i++) {
                    negatives[i] = (i % 2 == 0 ? one : other) + position(regions.negatives()[region][i / 2], size);
                }
                loss += contrast.add(one + at, other + at, negatives, weight)
                        + contrast.add(other + at, one + at, negatives, weight);
            }
        }
        return new CoreResult().loss(LOSS, weight * loss).measure(Spread.DENSE, Spread.of(units))
                .gradient(REGIONS, units.gradient(contrast.gradient()));
    }

    private static int position(int[] corner, int[] size) {
        int position = 0;
        for (int axis = 0; axis < size.length; axis++) {
            position = position * size[axis] + corner[axis];
        }
        return position;
    }
}
