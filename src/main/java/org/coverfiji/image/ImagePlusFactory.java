package org.coverfiji.image;

import java.util.Arrays;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;

/** Makes ImageJ images: 32-bit hyperstacks with the pixel size. */
public final class ImagePlusFactory {

    private ImagePlusFactory() {
    }

    /** One image; its channels become channels, its depth slices. Works without a display. */
    public static ImagePlus create(FloatImage image) {
        return create(image.name(), List.of(image), null);
    }

    /**
     * Time points.
     *
     * @param title of the window
     * @param frames images of the same size and channels, at least one
     * @param channelNames labels of the slices, or null
     */
    public static ImagePlus create(String title, List<FloatImage> frames, List<String> channelNames) {
        FloatImage first = frames.get(0);
        int[] size = first.size();
        int height = size[size.length - 2];
        int width = size[size.length - 1];
        int slices = size.length == 3 ? size[0] : 1;
        ImageStack stack = new ImageStack(width, height);
        for (FloatImage frame : frames) {
            if (!Arrays.equals(frame.size(), size) || frame.channels() != first.channels()) {
                throw new IllegalArgumentException(frame + " beside " + first);
            }
            for (int slice = 0; slice < slices; slice++) {
                for (int channel = 0; channel < first.channels(); channel++) {
                    int from = (channel * slices + slice) * height * width;
                    stack.addSlice(channelNames == null ? null : channelNames.get(channel),
                            Arrays.copyOfRange(frame.data(), from, from + height * width));
                }
            }
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(first.channels(), slices, frames.size());
        image.setCalibration(PixelSizes.of(first));
        if (stack.size() == 1) {
            image.resetDisplayRange();
            return image;
        }
        image.setOpenAsHyperStack(true);
        return first.channels() > 1 ? composite(image, first) : ranged(image, first, 0);
    }

    /** Grey, one channel at a time, each with a contrast of its own. */
    private static ImagePlus composite(ImagePlus image, FloatImage first) {
        CompositeImage composite = new CompositeImage(image, CompositeImage.GRAYSCALE);
        composite.setOpenAsHyperStack(true);
        for (int channel = first.channels() - 1; channel >= 0; channel--) {
            composite.setPositionWithoutUpdate(channel + 1, 1, 1);
            ranged(composite, first, channel);
        }
        return composite;
    }

    private static ImagePlus ranged(ImagePlus image, FloatImage first, int channel) {
        int pixels = first.pixels();
        FloatProcessor values = new FloatProcessor(1, pixels,
                Arrays.copyOfRange(first.data(), channel * pixels, (channel + 1) * pixels));
        image.setDisplayRange(values.getMin(), values.getMax());
        return image;
    }
}
