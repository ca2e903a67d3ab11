package org.coverfiji.train.corrupt;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewRandom;

/**
 * Hides boxes of a patch, at the same places in all channels, until a share of it is hidden, and fills them with the
 * patch's mean. A box has sides of 10 to 30 % of the patch's in 2D and as large a part of it in 3D; there are 1 to 8.
 */
public final class HoleCorruption implements Corruption {

    private static final double SMALLEST = 0.1;
    private static final double LARGEST = 0.3;
    private static final int MOST = 8;

    private final int[] patch;
    private final int pixels;
    private final double share;
    private final boolean alike;
    private final Block block;
    /** The first patch's mask, where all are to have the same. */
    private float[] first;

    /**
     * @param patch its size in array order
     * @param share of its pixels that is to be hidden, above 0 and below 1
     * @param alike whether all patches have the holes of the first one, instead of holes of their own
     */
    public HoleCorruption(int[] patch, double share, boolean alike) {
        if (!(share > 0 && share < 1)) {
            throw new CoverException("The hidden share is " + share + ", but must be above 0 and below 1.");
        }
        this.patch = patch.clone();
        pixels = Math.toIntExact(Tensor.size(patch));
        this.share = share;
        this.alike = alike;
        block = new Block(patch);
    }

    @Override
    public boolean hides() {
        return true;
    }

    @Override
    public void apply(float[] data, int start, int channels, float[] mask, int maskStart, ViewRandom random) {
        if (first == null) {
            draw(mask, maskStart, random);
            first = alike ? Arrays.copyOfRange(mask, maskStart, maskStart + pixels) : null;
        } else {
            System.arraycopy(first, 0, mask, maskStart, pixels);
        }
        for (int channel = 0; channel < channels; channel++) {
            int from = start + channel * pixels;
            float mean = mean(data, from);
            for (int i = 0; i < pixels; i++) {
                data[from + i] = mask[maskStart + i] > 0 ? mean : data[from + i];
            }
        }
    }

    private void draw(float[] mask, int maskStart, ViewRandom random) {
        int hidden = 0;
        for (int n = 0; n < MOST && hidden < share * pixels; n++) {
            place(random);
            block.fill(1, mask, maskStart);
            hidden = 0;
            for (int i = maskStart; i < maskStart + pixels; i++) {
                hidden += mask[i] > 0 ? 1 : 0;
            }
        }
    }

    /** Every side at least one pixel, so that something is always hidden. */
    private void place(ViewRandom random) {
        int[] extent = new int[patch.length];
        int[] origin = new int[patch.length];
        for (int axis = 0; axis < patch.length; axis++) {
            double part = StrictMath.pow(random.uniform(SMALLEST, LARGEST), 2.0 / patch.length);
            extent[axis] = (int) Math.max(1, Math.round(part * patch[axis]));
            origin[axis] = random.index(patch[axis] - extent[axis] + 1);
        }
        block.place(extent, origin);
    }

    private float mean(float[] data, int start) {
        double sum = 0;
        for (int i = start; i < start + pixels; i++) {
            sum += data[i];
        }
        return (float) (sum / pixels);
    }
}
