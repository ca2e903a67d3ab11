package org.coverfiji.image.format;

import java.awt.Rectangle;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.File;
import java.io.IOException;
import java.util.Set;

import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

import org.coverfiji.CoverException;
import org.coverfiji.engine.ToolLibraries;

/**
 * Pages that ImageJ refuses, or reads without honouring what their header says: compressed, tiled, of odd bit depths,
 * in large files. TwelveMonkeys' reader stands in, which is never registered with ImageIO: that would change how Fiji
 * opens files. Values are the stored ones, whatever the photometric interpretation; only YCbCr becomes RGB.
 */
final class StandInPlanes implements TiffPlanes {

    private static final String PROVIDER = "com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi";
    private static final String BIG_PROVIDER = "com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi";
    private static final String STREAM = "com.twelvemonkeys.imageio.stream.BufferedFileImageInputStream";
    /** None, fax, LZW, JPEG (old and new), deflate (three numbers), PackBits. */
    private static final Set<Integer> COMPRESSIONS = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 32946, 50013, 32773);
    private static final double UNSIGNED_32 = 4294967296.0;

    private final File file;
    private final TiffHeader header;

    /** @throws UnreadableException if the stand-in does not know this kind either */
    StandInPlanes(File file, TiffHeader header) throws IOException {
        this.file = file;
        this.header = header;
        TiffDirectory page = header.first;
        boolean wideInteger = page.bits() > 32 && page.sampleFormat() != TiffDirectory.FLOAT;
        boolean colours = page.photometric() <= TiffDirectory.PALETTE || page.photometric() == TiffDirectory.YCBCR;
        if (!COMPRESSIONS.contains(page.compression())) {
            throw unknown(page, "this compression is not known");
        }
        if (wideInteger || !colours || !page.hasEqualSamples()) {
            throw unknown(page, wideInteger ? "its " + page.bits() + "-bit integers are compressed or in tiles"
                    : colours ? "its samples differ in bits" : "its colours are of kind " + page.photometric());
        }
        use(reader -> {
            try {
                return reader.getRawImageType(page.index());
            } catch (IOException | RuntimeException e) {
                throw unknown(page, oneLine(e));
            }
        });
    }

    private static UnreadableException unknown(TiffDirectory page, String reason) {
        return new UnreadableException("it is a TIFF of a kind that cannot be read (compression " + page.compression()
                + ", " + page.samples() + " × " + page.bits() + " bits: " + reason + "); save it as 8, 16 or 32 bit or"
                + " RGB without compression");
    }

    /** Gives a reader of the file to its user; whatever goes wrong then is damage of the file. */
    <T> T use(Pictures.Use<T> use) throws IOException {
        ImageReader reader = ToolLibraries.create(ImageReaderSpi.class,
                header.first.isBig() ? BIG_PROVIDER : PROVIDER).createReaderInstance();
        // The JDK's stream goes to the disk for every number.
        try (ImageInputStream in = ToolLibraries.create(ImageInputStream.class, STREAM, file)) {
            reader.setInput(in, false, true);
            return AbortOnInterrupt.during(reader, use);
        } catch (UnreadableException | CoverException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("it is damaged (" + oneLine(e) + "); copy or export it again", e);
        } finally {
            reader.dispose();
        }
    }

    /** Only what the reader says on purpose is fit for users. */
    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return e instanceof RuntimeException || message == null || message.contains("java.")
                ? "its pixels cannot be decoded" : message.replace('\n', ' ');
    }

    @Override
    public void read(int page, float[] out, int offset, int stride) throws IOException {
        readRows(page, 0, header.geometry.height(), out, offset, stride);
    }

    /** The reader decodes only the strips and tiles that a region touches. */
    @Override
    public boolean hasRows() {
        return true;
    }

    @Override
    public void readRows(int page, int firstRow, int rows, float[] out, int offset, int stride) throws IOException {
        TiffDirectory directory = header.page(page);
        Raster raster = use(reader -> {
            ImageReadParam region = reader.getDefaultReadParam();
            region.setSourceRegion(new Rectangle(0, firstRow, header.geometry.width(), rows));
            return directory.photometric() == TiffDirectory.YCBCR
                    ? reader.read(directory.index(), region).getRaster()
                    : reader.readRaster(directory.index(), region);
        });
        if (raster.getNumBands() < header.channels || raster.getWidth() != header.geometry.width()
                || raster.getHeight() != rows) {
            throw unknown(directory, "only " + raster.getNumBands() + " of its planes can be decoded");
        }
        for (int channel = 0; channel < header.channels; channel++) {
            copy(raster, channel, out, offset + channel * stride);
        }
    }

    private void copy(Raster raster, int band, float[] out, int offset) {
        int width = raster.getWidth();
        boolean unsigned = raster.getTransferType() == DataBuffer.TYPE_INT
                && header.sampleFormat == TiffDirectory.UNSIGNED;
        boolean signedByte = header.first.bits() == 8 && header.sampleFormat == TiffDirectory.SIGNED;
        // ImageJ's masks are 0 and 255.
        int scale = header.first.bits() == 1 ? 255 : 1;
        double[] row = new double[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                double value = signedByte ? (byte) row[x] : unsigned && row[x] < 0 ? row[x] + UNSIGNED_32 : row[x];
                out[offset + y * width + x] = (float) (value * scale);
            }
        }
    }
}
