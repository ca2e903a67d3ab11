package org.coverfiji.image.zarr;

/**
 * The axes and extents of an image that is written in parts: channels of one or more planes or volumes, which lie one
 * behind the other along slices and time points. Immutable.
 */
public final class ZarrShape {

    private final int channels;
    private final int[] size;
    private final int slices;
    private final int frames;

    /**
     * @param size (z,) y, x of each
     * @param images how many; more than one volume are time points
     * @param frames how many of the planes' numbers are time points
     */
    public ZarrShape(int channels, int[] size, int images, int frames) {
        this.channels = channels;
        this.size = size.clone();
        this.frames = size.length == 3 ? images : frames;
        slices = size.length == 3 ? 1 : images / frames;
    }

    /** Such as {@code tczyx}. */
    String axes() {
        return (frames > 1 ? "t" : "") + "c" + (stacked() || size.length == 3 ? "z" : "") + "yx";
    }

    private boolean stacked() {
        return size.length == 2 && slices * frames > 1;
    }

    int[] extents() {
        int[] extents = new int[axes().length()];
        int at = 0;
        if (frames > 1) {
            extents[at++] = frames;
        }
        extents[at++] = channels;
        if (stacked()) {
            extents[at++] = slices;
        }
        System.arraycopy(size, 0, extents, at, size.length);
        return extents;
    }

    int channelAxis() {
        return frames > 1 ? 1 : 0;
    }

    /** How many of the last axes one image has: 2 or 3. */
    int streamed() {
        return size.length;
    }

    /** Where an image lies along the axes that are not its own; 0 on the others. */
    int[] place(int image) {
        int[] place = new int[axes().length()];
        if (frames > 1) {
            place[0] = image / slices;
        }
        if (stacked()) {
            place[channelAxis() + 1] = image % slices;
        }
        return place;
    }
}
