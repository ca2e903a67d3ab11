package org.coverfiji.image.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.ImageReader;
import ij.process.ColorProcessor;

/** Pages that only ImageJ reads: CMYK, and compressed samples that lie in planes of their own. */
final class ImageJPlanes implements TiffPlanes {

    private final TiffHeader header;

    ImageJPlanes(TiffHeader header) {
        this.header = header;
    }

    /** Whether pages of this kind, which ImageJ's decoder has accepted, are for this class. */
    static boolean canRead(TiffDirectory page) {
        boolean planes = page.planarConfiguration() == TiffDirectory.PLANAR && page.samples() > 1
                && (page.bits() == 8 || page.bits() == 16) && page.offsets().length % page.samples() == 0
                && page.photometric() <= TiffDirectory.PALETTE && page.predictor() <= 2;
        boolean cmyk = page.photometric() == TiffDirectory.CMYK && page.bits() == 8 && page.samples() == 4
                && page.planarConfiguration() == TiffDirectory.CHUNKY && page.predictor() <= 2;
        return (planes || cmyk) && page.compression() != TiffDirectory.JPEG && !page.isFillOrderReversed();
    }

    @Override
    public void read(int page, float[] out, int offset, int stride) throws IOException {
        TiffDirectory directory = header.page(page);
        FileInfo info = header.imageJs(page);
        if (directory.photometric() == TiffDirectory.CMYK) {
            ColorProcessor inverted = new ColorProcessor(info.width, info.height, (int[]) pixels(info));
            inverted.invert();
            OpenedImage.copyColour((int[]) inverted.getPixels(), out, offset, stride);
            return;
        }
        int strips = info.stripOffsets.length / directory.samples();
        for (int channel = 0; channel < header.channels; channel++) {
            FileInfo plane = (FileInfo) info.clone();
            plane.samplesPerPixel = 1;
            plane.fileType = directory.bits() == 8 ? FileInfo.GRAY8 : FileInfo.GRAY16_UNSIGNED;
            plane.stripOffsets = Arrays.copyOfRange(info.stripOffsets, channel * strips, (channel + 1) * strips);
            plane.stripLengths = Arrays.copyOfRange(info.stripLengths, channel * strips, (channel + 1) * strips);
            OpenedImage.copy(pixels(plane), null, out, offset + channel * stride);
        }
    }

    private static Object pixels(FileInfo info) throws IOException {
        try (InputStream in = new FileOpener(info).createInputStream(info)) {
            Object pixels = in == null ? null : new ImageReader(info).readPixels(in, 0);
            if (pixels != null) {
                return pixels;
            }
        } catch (RuntimeException e) {
            throw new UnreadableException("it is damaged (its pixels cannot be decoded); copy or export it again", e);
        }
        throw new UnreadableException("it is damaged (its pixels cannot be decoded); copy or export it again");
    }
}
