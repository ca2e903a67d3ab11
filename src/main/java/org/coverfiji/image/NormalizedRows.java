package org.coverfiji.image;

/** An image that is read row by row, each channel rescaled between two bounds to [0, 1]. */
final class NormalizedRows implements ImageRows {

    private final ImageRows image;
    private final double[][] bounds;

    /** @param bounds of every channel */
    NormalizedRows(ImageRows image, double[][] bounds) {
        this.image = image;
        this.bounds = bounds;
    }

    @Override
    public String name() {
        return image.name();
    }

    @Override
    public int channels() {
        return image.channels();
    }

    @Override
    public int[] size() {
        return image.size();
    }

    @Override
    public double[] spacing() {
        return image.spacing();
    }

    @Override
    public String unit() {
        return image.unit();
    }

    @Override
    public float[] read(int firstRow, int rows) {
        float[] values = image.read(firstRow, rows);
        int pixels = values.length / bounds.length;
        for (int channel = 0; channel < bounds.length; channel++) {
            Normalization.rescale(values, values, channel * pixels, (channel + 1) * pixels, bounds[channel][0],
                    bounds[channel][1]);
        }
        return values;
    }
}
