package org.coverfiji.app.features;

/** What features are computed for, and what memory that takes beside them. Immutable. */
public final class FeatureUse {

    /** To be kept, whatever comes of them. */
    public static final FeatureUse FEATURES = new FeatureUse("for its features", 0, 0, 0, 0);

    private final String purpose;
    private final double perPixel;
    private final double perSeen;
    private final double beside;
    private final double upsampled;

    /**
     * @param purpose as in {@code to be searched}
     * @param perPixel values of results for a pixel of all images
     * @param perSeen values on the way for a pixel of one image, as the network sees it
     * @param beside values whatever the images
     * @param upsampled maps that are brought to full resolution one after the other, which leaves garbage
     */
    public FeatureUse(String purpose, double perPixel, double perSeen, double beside, double upsampled) {
        this.purpose = purpose;
        this.perPixel = perPixel;
        this.perSeen = perSeen;
        this.beside = beside;
        this.upsampled = upsampled;
    }

    String purpose() {
        return purpose;
    }

    double upsampledFloats(double seen) {
        return upsampled * seen;
    }

    double floats(double pixels, double seen) {
        return perPixel * pixels + perSeen * seen + beside;
    }
}
