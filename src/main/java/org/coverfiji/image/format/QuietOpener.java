package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;

/**
 * ImageJ's opener for the formats that have no reader here (GIF, PGM, FITS, AVI, ZIP, and in Fiji whatever
 * Bio-Formats knows), kept from showing dialogs: its errors are redirected, its exceptions caught. ImageJ keeps that
 * in static state, so one file at a time.
 */
final class QuietOpener {

    private static final Map<Integer, String> NO_IMAGES = Map.of(Opener.ROI, "a region of interest", Opener.TEXT,
            "text", Opener.JAVA_OR_TEXT, "text", Opener.LUT, "a lookup table", Opener.TABLE, "a table", Opener.OJJ,
            "an ObjectJ project", Opener.RAW, "raw bytes");

    private QuietOpener() {
    }

    /**
     * @param pluginsOnly leave ImageJ's own readers out, because they have been shown to fail
     * @throws UnreadableException if ImageJ makes no image of the file
     */
    static synchronized ImagePlus open(File file, boolean pluginsOnly) throws IOException {
        Opener opener = new Opener();
        opener.setSilentMode(true);
        String path = file.getAbsolutePath();
        int type = opener.getFileType(path);
        if (NO_IMAGES.containsKey(type)) {
            throw new UnreadableException("it is not an image (it holds " + NO_IMAGES.get(type) + ")");
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        boolean redirecting = IJ.redirectingErrorMessages();
        ImagePlus image = null;
        try {
            IJ.redirectErrorMessages(true);
            IJ.setExceptionHandler(failure::set);
            image = pluginsOnly || type == Opener.UNKNOWN ? openByPlugin(opener, path, type) : opener.openImage(path);
        } catch (RuntimeException | LinkageError e) {
            failure.set(e);
        } finally {
            IJ.setExceptionHandler(null);
            IJ.redirectErrorMessages(redirecting);
        }
        if (failure.get() != null || image == null || image.getWidth() < 1) {
            throw new UnreadableException("it is damaged, or of no kind that ImageJ opens", failure.get());
        }
        return image;
    }

    /** Straight to ImageJ's extension point: its own way there ends in a dialog. */
    private static ImagePlus openByPlugin(Opener opener, String path, int type) {
        IJ.suppressPluginNotFoundError();
        return opener.openWithHandleExtraFileTypes(path, new int[] {type});
    }
}
