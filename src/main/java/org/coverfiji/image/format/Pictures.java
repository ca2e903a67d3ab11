package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

import org.coverfiji.CoverException;
import org.coverfiji.image.Palette;

/** Java's own picture readers (PNG, JPEG, BMP): quiet, and safe for several threads. */
final class Pictures {

    /** Bytes that deflate makes of one, and run lengths hardly exceed. */
    private static final int PACKED_EXPANSION = 1032;
    /** Pixels that one byte of a JPEG file can stand for: blocks of 64, of a bit or two each. */
    private static final int JPEG_EXPANSION = 1024;
    /** Where a BMP file says how it is compressed. */
    private static final int BMP_COMPRESSION = 30;

    /** What is done with an open reader. */
    @FunctionalInterface
    interface Use<T> {
        T apply(ImageReader reader) throws IOException;
    }

    /** Opens the bytes of a picture. */
    @FunctionalInterface
    interface Source {
        ImageInputStream open() throws IOException;
    }

    private Pictures() {
    }

    /** Size and channels of the first picture; slices are the file's pictures. */
    static Geometry geometry(File file) throws IOException {
        return use(file, reader -> {
            ImageTypeSpecifier type = type(reader);
            requirePossible(reader, type, file.length(), isPacked(file, format(reader)));
            int channels = PixelValues.channels(type.getColorModel(), type.getNumBands());
            return new Geometry(reader.getWidth(0), reader.getHeight(0), channels, reader.getNumImages(true), 1)
                    .withColour(channels == 3);
        });
    }

    /**
     * Looks at the header of a picture that lies within another file.
     *
     * @param source of the picture's bytes
     * @param bytes that the picture has there
     * @throws UnreadableException if it claims to hold more than they can, or its header is damaged
     */
    static void requirePossible(Source source, long bytes) throws IOException {
        use(source, reader -> {
            requirePossible(reader, type(reader), bytes, true);
            return null;
        });
    }

    /** Decoders allocate all that a header claims before they look at the data. */
    private static void requirePossible(ImageReader reader, ImageTypeSpecifier type, long bytes, boolean packed)
            throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        double least = format(reader).matches("(?i)jpe?g") ? (double) width * height / JPEG_EXPANSION
                : Math.ceil(type.getColorModel().getPixelSize() / 8.0 * width) * height
                        / (packed ? PACKED_EXPANSION : 1);
        if (least > bytes) {
            throw new UnreadableException("its header gives the size " + width + " × " + height + ", which its "
                    + bytes + " bytes cannot hold; copy or export it again");
        }
    }

    private static String format(ImageReader reader) {
        return reader.getOriginatingProvider().getFormatNames()[0];
    }

    private static boolean isPacked(File file, String format) throws UnreadableException {
        if (!format.equalsIgnoreCase("bmp")) {
            return true;
        }
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            in.seek(BMP_COMPRESSION);
            int kind = in.readUnsignedByte();
            // None, and none with masks for the colours.
            return kind != 0 && kind != 3;
        } catch (IOException e) {
            throw new UnreadableException("it ends in the middle of its header; copy it again", e);
        }
    }

    /** An indexed picture's colours, or null. */
    static Palette palette(File file) throws IOException {
        return use(file, reader -> PixelValues.palette(type(reader).getColorModel()));
    }

    private static ImageTypeSpecifier type(ImageReader reader) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            throw new UnreadableException("its colours are of a kind that cannot be read; save it as grey or RGB");
        }
        return types.next();
    }

    /** Gives the file's reader to a consumer of pictures; whatever goes wrong then is damage of the file. */
    static <T> T use(File file, Use<T> use) throws IOException {
        return use(() -> new FileImageInputStream(file), use);
    }

    private static <T> T use(Source source, Use<T> use) throws IOException {
        try (ImageInputStream in = source.open()) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new UnreadableException("it is of no kind that can be read");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, false, true);
                return AbortOnInterrupt.during(reader, use);
            } finally {
                reader.dispose();
            }
        } catch (UnreadableException | CoverException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Damaged files make the decoders fail in many ways.
            throw new UnreadableException("it is damaged (" + describe(e) + "); copy or export it again", e);
        }
    }

    /** What a decoder says in words; what it stumbled over in its own code means nothing to a user. */
    private static String describe(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage()
                : "its data cannot be decoded";
    }
}
