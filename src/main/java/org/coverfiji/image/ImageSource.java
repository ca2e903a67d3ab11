package org.coverfiji.image;

/**
 * Images by number: a folder that is streamed from disk, or images in memory. They are normalised to [0, 1] and
 * never smaller than the patch. Safe for use by several threads.
 */
public interface ImageSource {

    /** Number of images. */
    int size();

    /** The image at this place, 0 ≤ index &lt; size(). */
    FloatImage get(int index);
}
