package org.coverfiji.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

/**
 * The image that is selected when a command starts, and again when it has ended. What a command shows would otherwise
 * become the image of a macro's next line: a label image in the place of the radiograph.
 */
final class SelectedImage implements AutoCloseable {

    private final ImagePlus ofThread = WindowManager.getTempCurrentImage();
    private final ImagePlus inFront;

    /** @param attended whether a person chose the command, who works with the window that is in front */
    SelectedImage(boolean attended) {
        inFront = attended || Interpreter.isBatchMode() ? null : WindowManager.getCurrentImage();
    }

    @Override
    public void close() {
        WindowManager.setTempCurrentImage(ofThread);
        Interpreter.activateImage(ofThread);
        if (inFront != null && inFront.getWindow() != null && inFront != WindowManager.getCurrentImage()) {
            IJ.selectWindow(inFront.getID());
        }
    }
}
