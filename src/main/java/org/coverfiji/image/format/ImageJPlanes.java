package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.ImageReader;
import ij.process.ColorProcessor;

/**
 * Pages whose pixels are decoded by ImageJ, because the stand-in does not know their kind: CMYK, and compressed samples
 * that lie in planes of their own.
 */
final class ImageJPlanes implements TiffPlanes {

    private static final int LZW = 5;
    private static final int PACK_BITS = 32773;

    private static final String DAMAGED = "it is damaged (its pixels cannot be decoded); copy or export it again";

    private final File file;
    private final TiffHeader header;

    ImageJPlanes(File file, TiffHeader header) {
        this.file = file;
        this.header = header;
    }

    /** Whether pages are of this kind, and ImageJ decodes them rightly. */
    static boolean canRead(TiffDirectory page) {
        boolean planes = page.planarConfiguration() == TiffDirectory.PLANAR && page.samples() != 3
                && (page.bits() == 8 || page.bits() == 16) && page.sampleFormat() == TiffDirectory.UNSIGNED
                && page.offsets().length % page.samples() == 0 && page.photometric() <= TiffDirectory.PALETTE;
        boolean cmyk = page.photometric() == TiffDirectory.CMYK && page.bits() == 8 && page.samples() == 4
                && page.planarConfiguration() == TiffDirectory.CHUNKY;
        boolean packBits = page.compression() == PACK_BITS;
        return (planes || cmyk) && compression(page) != FileInfo.COMPRESSION_UNKNOWN && !page.isTiled()
                && page.hasEqualSamples() && page.predictor() <= (packBits ? 1 : 2) && !page.isFillOrderReversed()
                && page.end() <= 0xffffffffL;
    }

    private static int compression(TiffDirectory page) {
        boolean differences = page.predictor() == 2;
        if (DeflatedStrips.areIn(page)) {
            return differences ? FileInfo.ZIP_WITH_DIFFERENCING : FileInfo.ZIP;
        }
        switch (page.compression()) {
            case TiffDirectory.NO_COMPRESSION:
                return FileInfo.COMPRESSION_NONE;
            case LZW:
                return differences ? FileInfo.LZW_WITH_DIFFERENCING : FileInfo.LZW;
            case PACK_BITS:
                return FileInfo.PACK_BITS;
            default:
                return FileInfo.COMPRESSION_UNKNOWN;
        }
    }

    @Override
    public void read(int page, float[] out, int offset, int stride) throws IOException {
        TiffDirectory directory = header.page(page);
        if (!DeflatedStrips.areWhole(file, directory)) {
            throw new UnreadableException(DAMAGED);
        }
        if (directory.photometric() == TiffDirectory.CMYK) {
            FileInfo info = info(directory, 0, directory.offsets().length);
            info.fileType = FileInfo.CMYK;
            info.samplesPerPixel = directory.samples();
            ColorProcessor inverted = new ColorProcessor(info.width, info.height, (int[]) pixels(info));
            inverted.invert();
            OpenedImage.copyColour((int[]) inverted.getPixels(), out, offset, stride);
            return;
        }
        int strips = directory.offsets().length / directory.samples();
        for (int channel = 0; channel < header.channels; channel++) {
            FileInfo info = info(directory, channel * strips, strips);
            info.fileType = directory.bits() == 8 ? FileInfo.GRAY8 : FileInfo.GRAY16_UNSIGNED;
            OpenedImage.copy(pixels(info), null, out, offset + channel * stride);
        }
    }

    /** Some strips of a page, as ImageJ describes them. */
    private FileInfo info(TiffDirectory page, int firstStrip, int strips) {
        FileInfo info = new FileInfo();
        info.directory = file.getAbsoluteFile().getParent() + File.separator;
        info.fileName = file.getName();
        info.width = page.width();
        info.height = page.height();
        info.intelByteOrder = page.order() == ByteOrder.LITTLE_ENDIAN;
        info.compression = compression(page);
        info.rowsPerStrip = page.height();
        info.stripOffsets = new int[strips];
        info.stripLengths = new int[strips];
        for (int i = 0; i < strips; i++) {
            info.stripOffsets[i] = (int) page.offsets()[firstStrip + i];
            info.stripLengths[i] = (int) page.lengths()[firstStrip + i];
        }
        info.offset = info.stripOffsets[0];
        return info;
    }

    private static Object pixels(FileInfo info) throws IOException {
        try (InputStream in = new FileOpener(info).createInputStream(info)) {
            Object pixels = in == null ? null
                    : new ImageReader(info).readPixels(in, info.stripOffsets[0] & 0xffffffffL);
            if (pixels != null) {
                return pixels;
            }
        } catch (RuntimeException e) {
            throw new UnreadableException(DAMAGED, e);
        }
        throw new UnreadableException(DAMAGED);
    }
}
