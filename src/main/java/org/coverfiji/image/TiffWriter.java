package org.coverfiji.image;

import java.io.File;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffEncoder;

/** Writes TIFF hyperstacks as ImageJ does: channels, slices, frames, pixel size, labels, colours and overlay. */
public final class TiffWriter {

    private TiffWriter() {
    }

    /**
     * A 32-bit hyperstack.
     *
     * @throws CoverException if the file cannot be written
     */
    public static void write(File target, FloatImage image) {
        write(target, ImagePlusFactory.create(image));
    }

    /**
     * Any image that ImageJ holds, in its own type.
     *
     * @throws CoverException if the file cannot be written
     */
    public static void write(File target, ImagePlus image) {
        FileInfo info = image.getFileInfo();
        info.description = new FileSaver(image).getDescriptionString();
        info.info = image.getInfoProperty();
        if (image.hasImageStack()) {
            info.sliceLabels = image.getStack().getSliceLabels();
        }
        if (image.getOverlay() != null) {
            info.overlay = FileSaver.getOverlay(image);
        }
        if (image.isComposite()) {
            new FileSaver(image).saveDisplayRangesAndLuts(image, info);
        }
        AtomicFile.write(target, out -> new TiffEncoder(info).write(out));
    }
}
