package org.coverfiji.command;

import java.io.File;

import org.coverfiji.CoverException;
import org.coverfiji.image.read.ImageOpener;
import org.scijava.Priority;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.Converter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.WindowManager;

/** An image by its title or its file's path, for hosts without Fiji's legacy layer, whose converters come first. */
@Plugin(type = Converter.class, priority = Priority.LOW)
public class ImagePlusConverter extends AbstractConverter<String, ImagePlus> {

    @Override
    @SuppressWarnings("unchecked")
    public <T> T convert(Object source, Class<T> destination) {
        try {
            return (T) image(source.toString());
        } catch (CoverException e) {
            // Fiji would show the stack of it; who misses the image asks again and says why.
            return null;
        }
    }

    /**
     * @param text a title or a path
     * @return null if it is neither
     * @throws CoverException if the file cannot be read
     */
    static ImagePlus image(String text) {
        ImagePlus open = WindowManager.getImage(text);
        return open == null && new File(text).isFile() ? ImageOpener.open(new File(text)) : open;
    }

    /**
     * What a parameter names that is an image's file, or the title of its window.
     *
     * @throws CoverException if it is neither, or the file cannot be read
     */
    static ImagePlus image(String key, File file) {
        ImagePlus found = image(file.getPath());
        if (found == null) {
            throw new CoverException(key + " is " + file + ", which is neither an image file nor the title of an open"
                    + " image; check it.");
        }
        return found;
    }

    @Override
    public Class<String> getInputType() {
        return String.class;
    }

    @Override
    public Class<ImagePlus> getOutputType() {
        return ImagePlus.class;
    }
}
