package org.coverfiji.file;

import java.awt.image.RenderedImage;
import java.io.File;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures, whole or not at all. */
public final class PngFile {

    private PngFile() {
    }

    /**
     * Encodes in memory: ImageIO's usual streams keep a temporary file, which nobody can ask for while the process
     * ends, when a cancelled run leaves its curves.
     *
     * @throws org.coverfiji.CoverException if the file cannot be written
     */
    public static void write(File target, RenderedImage picture) {
        AtomicFile.write(target, out -> {
            try (MemoryCacheImageOutputStream encoded = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(picture, "png", encoded);
            }
        });
    }
}
