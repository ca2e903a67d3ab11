package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.io.Opener;
import ij.plugin.AVI_Reader;
import ij.plugin.PGM_Reader;

/**
 * ImageJ's opener for the formats that have no reader here (GIF, PGM, FITS, AVI, ZIP, and in Fiji whatever
 * Bio-Formats knows), kept from showing dialogs: its errors are redirected, its exceptions caught. ImageJ keeps that
 * in static state, so one file at a time.
 */
final class QuietOpener {

    private static final Map<Integer, String> NO_IMAGES = Map.of(Opener.ROI, "a region of interest",
            Opener.JAVA_OR_TEXT, "text", Opener.LUT, "a lookup table", Opener.TABLE, "a table", Opener.OJJ,
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
        ForeignClaims.check(file, type);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        boolean redirecting = IJ.redirectingErrorMessages();
        ImagePlus image = null;
        try {
            IJ.redirectErrorMessages(true);
            IJ.setExceptionHandler(failure::set);
            // Formats with a header of text (NRRD, MHA) look like text.
            boolean plugins = pluginsOnly || type == Opener.UNKNOWN || type == Opener.TEXT;
            image = plugins ? openByPlugin(opener, path, type) : openByImageJ(opener, path, type);
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
            failure.set(e);
        } finally {
            IJ.setExceptionHandler(null);
            IJ.redirectErrorMessages(redirecting);
        }
        if (failure.get() instanceof UnreadableException) {
            throw (UnreadableException) failure.get();
        }
        if (type == Opener.TEXT && image == null) {
            throw new UnreadableException("it is not an image (it holds text)", failure.get());
        }
        if (failure.get() != null || image == null || image.getWidth() < 1) {
            throw new UnreadableException("it is damaged, or of no kind that ImageJ opens", failure.get());
        }
        return image;
    }

    /** The readers that would show dialogs of their own are called inside of those. */
    private static ImagePlus openByImageJ(Opener opener, String path, int type) throws IOException {
        if (type == Opener.PGM) {
            return openPgm(path);
        }
        if (type == Opener.AVI) {
            AVI_Reader reader = new AVI_Reader();
            ImageStack stack = reader.makeStack(path, 1, 0, false, false, false);
            return stack == null || reader.getErrorText() != null ? null : new ImagePlus(opener.getName(path), stack);
        }
        return opener.openImage(path);
    }

    /** ImageJ fills up what is missing of a binary file with zeros. */
    private static ImagePlus openPgm(String path) throws IOException {
        File file = new File(path);
        ImagePlus image = new ImagePlus(file.getName(), new PGM_Reader().openFile(path));
        long pixels = (long) image.getWidth() * image.getHeight();
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            in.readByte();
            int kind = in.readByte();
            long needed = kind == '5' ? pixels : kind == '6' ? 3 * pixels : 0;
            if (in.length() < needed) {
                throw UnreadableException.truncated(in.length(), needed);
            }
        }
        return image;
    }

    /**
     * Asks Bio-Formats, which is quiet, then ImageJ's extension point, straight: ImageJ's own way there ends in a
     * dialog. What the plugin shows belongs to the user.
     */
    private static ImagePlus openByPlugin(Opener opener, String path, int type) throws IOException {
        ImagePlus image = Opener.openUsingBioFormats(path);
        if (image != null) {
            return image;
        }
        int shown = WindowManager.getImageCount();
        IJ.suppressPluginNotFoundError();
        int[] answer = {type};
        image = opener.openWithHandleExtraFileTypes(path, answer);
        boolean opened = image == null && answer[0] == Opener.CUSTOM;
        if (opened || WindowManager.getImageCount() > shown || image != null && image.isVisible()) {
            throw new UnreadableException("the plugin that opens such files has shown it in a window of its own; use"
                    + " that window's image");
        }
        return image;
    }
}
