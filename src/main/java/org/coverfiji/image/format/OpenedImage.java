package org.coverfiji.image.format;

import java.io.File;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.image.Palette;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;

/** An image that ImageJ holds in memory. Values are the calibrated ones that ImageJ shows under the cursor. */
public final class OpenedImage implements StoredImage {

    private final ImagePlus image;
    private final boolean colour;
    private final Geometry geometry;
    private final Palette palette;

    /** @throws UnreadableException if the image is empty, as after a bad path in a macro, or was closed */
    public OpenedImage(ImagePlus image) throws UnreadableException {
        if (image == null || image.getWidth() < 1 || image.getHeight() < 1) {
            throw new UnreadableException("the image is empty; open one first, or check its path");
        }
        if (isClosed(image)) {
            throw closed(image);
        }
        this.image = image;
        Palette own = ownPalette(image);
        colour = image.getType() == ImagePlus.COLOR_RGB || isDicom(image) && own != null && own.isColoured();
        palette = colour ? null : own;
        geometry = new Geometry(image.getWidth(), image.getHeight(), colour ? 3 : image.getNChannels(),
                colour ? image.getNSlices() * image.getNChannels() : image.getNSlices(), image.getNFrames())
                .withColour(colour || isDeepColour(image)).withCalibration(image.getCalibration());
        // Closed meanwhile, it would seem to be a single slice.
        if (isClosed(image)) {
            throw closed(image);
        }
    }

    private static boolean isClosed(ImagePlus image) {
        return image.getProcessor() == null;
    }

    private static UnreadableException closed(ImagePlus image) {
        return new UnreadableException("the image " + image.getTitle() + " was closed; open it again");
    }

    /** DICOM's palette colours are colours; any other lookup table is for display, or names classes. */
    private static boolean isDicom(ImagePlus image) {
        FileInfo info = image.getOriginalFileInfo();
        return info != null && info.fileFormat == FileInfo.DICOM;
    }

    /** Null if there is none. */
    private static Palette ownPalette(ImagePlus image) throws UnreadableException {
        if (image.getBitDepth() != 8) {
            return null;
        }
        try {
            return PixelValues.palette(image.getStack().getProcessor(1).getColorModel());
        } catch (RuntimeException e) {
            if (isClosed(image)) {
                throw closed(image);
            }
            throw e;
        }
    }

    /** ImageJ opens files with 16 bits per colour as three channels. */
    private static boolean isDeepColour(ImagePlus image) {
        FileInfo info = image.getOriginalFileInfo();
        return info != null && image.getBitDepth() == 16 && image.getNChannels() == 3
                && (info.fileType == FileInfo.RGB48 || info.fileType == FileInfo.RGB48_PLANAR
                        || info.fileFormat == FileInfo.IMAGEIO);
    }

    @Override
    public Palette palette() {
        return palette;
    }

    @Override
    public String name() {
        return image.getTitle();
    }

    @Override
    public List<File> files() {
        return Collections.emptyList();
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws UnreadableException {
        try {
            copyPixels(frame, firstSlice, count, out);
        } catch (RuntimeException e) {
            // Closing takes the pixels away, whoever reads them.
            if (isClosed(image)) {
                throw closed(image);
            }
            throw e;
        }
    }

    private void copyPixels(int frame, int firstSlice, int count, float[] out) {
        ImageStack stack = image.getStack();
        float[] table = colour ? null : image.getCalibration().getCTable();
        int plane = geometry.plane();
        int stored = colour ? image.getNChannels() : geometry.channels();
        for (int slice = 0; slice < count; slice++) {
            CancelledException.ifInterrupted();
            if (colour) {
                int index = (frame * geometry.slices() + firstSlice + slice) % stack.size() + 1;
                copyColour((int[]) stack.getProcessor(index).convertToRGB().getPixels(), out, slice * plane,
                        count * plane);
                continue;
            }
            for (int channel = 0; channel < stored; channel++) {
                int index = image.getStackIndex(channel + 1, firstSlice + slice + 1, frame + 1);
                copy(stack.getProcessor(index).getPixels(), table, out, (channel * count + slice) * plane);
            }
        }
    }

    static void copyColour(int[] pixels, float[] out, int offset, int stride) {
        for (int i = 0; i < pixels.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                out[offset + channel * stride + i] = pixels[i] >> 16 - 8 * channel & 0xff;
            }
        }
    }

    static void copy(Object pixels, float[] table, float[] out, int offset) {
        if (pixels instanceof float[]) {
            float[] values = (float[]) pixels;
            System.arraycopy(values, 0, out, offset, values.length);
        } else if (pixels instanceof short[]) {
            short[] values = (short[]) pixels;
            for (int i = 0; i < values.length; i++) {
                int value = values[i] & 0xffff;
                out[offset + i] = table == null ? value : table[value];
            }
        } else {
            byte[] values = (byte[]) pixels;
            for (int i = 0; i < values.length; i++) {
                int value = values[i] & 0xff;
                out[offset + i] = table == null ? value : table[value];
            }
        }
    }
}
