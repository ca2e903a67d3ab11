package org.coverfiji.image;

/** Where an image comes from: its folder, its series, such as a stack, and its place in that. Immutable. */
public final class ImageOrigin {

    private final String folder;
    private final String series;
    private final int place;
    private final int count;

    /**
     * @param folder of the file; empty for images in memory
     * @param series name of what holds the image among others in a fixed order
     * @param place of the image in the series, 0 for the first
     * @param count images in the series
     */
    public ImageOrigin(String folder, String series, int place, int count) {
        this.folder = folder;
        this.series = series;
        this.place = place;
        this.count = count;
    }

    /** An image that belongs to no series. @param name unlike those of other images */
    public static ImageOrigin alone(String name) {
        return new ImageOrigin("", name, 0, 1);
    }

    /** The path of its folder; empty for images in memory. */
    public String folder() {
        return folder;
    }

    /** The name of the stack, or another series of images in a fixed order, that it belongs to. */
    public String series() {
        return series;
    }

    /** Its place in the series, 0 for the first. */
    public int place() {
        return place;
    }

    /** How many images the series has, usable or not. */
    public int count() {
        return count;
    }
}
