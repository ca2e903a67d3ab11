package org.coverfiji.app.training;

import org.coverfiji.CoverException;

/** Checks images in memory, which no reader has brought into the form that a new network takes. */
public final class GivenImages {

    private GivenImages() {
    }

    /**
     * @param name of the image
     * @param size of the image, array order
     * @param dimensions of the network that is to be trained
     * @throws CoverException if the image is of other dimensions
     */
    public static void requireDimensions(String name, int[] size, int dimensions) {
        if (size.length != dimensions) {
            throw new CoverException("The image " + name + " is " + size.length + "D, but dimensions is " + dimensions
                    + "D; choose " + size.length + "D.");
        }
    }
}
