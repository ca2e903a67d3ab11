package org.coverfiji.app.features;

/** What features are computed for, and what memory that takes beside them. Immutable. */
public final class FeatureUse {

    /** To be kept, whatever comes of them. */
    public static final FeatureUse FEATURES = new FeatureUse("for its features", 0, 0, 0);

    private final String purpose;
    private final double perPixel;
    private final double perSeen;
    private final double beside;

    /**
     * @param purpose as in {@code to be searched}
     * @param perPixel values of results for a pixel of all images
     * @param perSeen values on the way for a pixel of one image, as the network sees it
     * @param beside values whatever the images
     */
    public FeatureUse(String purpose, double perPixel, double perSeen, double beside) {
        this.purpose = purpose;
        this.perPixel = perPixel;
        this.perSeen = perSeen;
        this.beside = beside;
    }

    String purpose() {
        return purpose;
    }

    double floats(double pixels, double seen) {
        return perPixel * pixels + perSeen * seen + beside;
    }
}
