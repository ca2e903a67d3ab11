package org.coverfiji.command;

import ij.ImagePlus;
import ij.WindowManager;

/** Shows results so that macros find them by their titles. */
final class Windows {

    private Windows() {
    }

    /** Under a title that no other window has: ImageJ finds the first of two with one title. */
    static void show(ImagePlus image) {
        image.setTitle(WindowManager.getUniqueName(image.getTitle()));
        image.show();
    }
}
