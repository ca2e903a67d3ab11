package org.coverfiji;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

/** The images that ImageJ has open, in windows or in a macro's batch mode. */
public final class OpenImages {

    private OpenImages() {
    }

    /** Closes all, so that the next test finds none. */
    public static void close() {
        int[] open = WindowManager.getIDList();
        for (int i = 0; open != null && i < open.length; i++) {
            ImagePlus image = WindowManager.getImage(open[i]);
            if (image != null) {
                Interpreter.removeBatchModeImage(image);
                image.changes = false;
                image.close();
            }
        }
        WindowManager.setTempCurrentImage(null);
    }
}
