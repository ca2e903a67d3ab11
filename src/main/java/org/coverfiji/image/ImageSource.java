package org.coverfiji.image;

/**
 * The images that a training draws from: prepared (intensities in [0, 1], resized if asked for, never smaller than
 * the patch), all with the same number of channels.
 */
public interface ImageSource {

    /** How many images there are, at least 1. */
    int size();

    /** One of them; the same index always gives the same values. Safe to call from several threads. */
    FloatImage get(int index);

    /** Where an image comes from, as far as that is known; does not read it. */
    default ImageOrigin origin(int index) {
        return ImageOrigin.alone(String.valueOf(index));
    }
}
