package org.coverfiji.image.format;

import java.io.StringReader;
import java.io.IOException;
import java.util.Properties;

/**
 * How the planes of a TIFF file make a hyperstack, from its description: ImageJ's, OME's, or none (then they are
 * slices).
 */
final class TiffLayout {

    final int channels;
    final int slices;
    final int frames;
    private final String order;
    /** Of one series; further ones follow as time points. */
    private final int framesPerSeries;
    /** Which page a plane is, or null if they are in order. */
    private final int[] pages;

    private TiffLayout(int channels, int slices, int frames, String order) {
        this(channels, slices, frames, frames, order, null);
    }

    private TiffLayout(int channels, int slices, int frames, int framesPerSeries, String order, int[] pages) {
        this.channels = channels;
        this.slices = slices;
        this.frames = frames;
        this.framesPerSeries = framesPerSeries;
        this.order = order;
        this.pages = pages;
    }

    /**
     * @param ome null if there is no such description
     * @throws UnreadableException if OME's description places planes in another file
     */
    static TiffLayout of(String description, OmeDescription ome, int planes) throws UnreadableException {
        int[] pages = ome == null ? null : ome.pages(planes);
        if (pages != null || ome != null && ome.planes() == planes) {
            return new TiffLayout(ome.channels, ome.slices, ome.frames * ome.series, ome.frames, ome.order, pages);
        }
        TiffLayout layout = isImageJ(description) ? imageJ(description) : null;
        boolean fits = layout != null && (long) layout.channels * layout.slices * layout.frames == planes;
        return fits ? layout : slices(planes);
    }

    static TiffLayout slices(int planes) {
        return new TiffLayout(1, planes, 1, "CZT");
    }

    static boolean isImageJ(String description) {
        return description != null && description.startsWith("ImageJ=");
    }

    private static TiffLayout imageJ(String description) {
        Properties properties = properties(description);
        int images = number(properties.getProperty("images"));
        int channels = number(properties.getProperty("channels"));
        int frames = number(properties.getProperty("frames"));
        String slices = properties.getProperty("slices");
        return new TiffLayout(channels, slices == null ? Math.max(1, images / (channels * frames)) : number(slices),
                frames, "zct".equals(properties.getProperty("order")) ? "ZCT" : "CZT");
    }

    /** ImageJ's description is in the form of Java's properties. */
    static Properties properties(String description) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(description.replace("\0", "")));
        } catch (IOException | IllegalArgumentException e) {
            // What could be read until then counts.
        }
        return properties;
    }

    private static int number(String text) {
        try {
            return text == null ? 1 : Math.max(1, Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** Where the plane is in the file, counted from 0. */
    int plane(int channel, int slice, int frame) {
        int index = frame / framesPerSeries * channels * slices * framesPerSeries;
        int stride = 1;
        for (char axis : order.toCharArray()) {
            index += stride * (axis == 'C' ? channel : axis == 'Z' ? slice : frame % framesPerSeries);
            stride *= axis == 'C' ? channels : axis == 'Z' ? slices : framesPerSeries;
        }
        return pages == null ? index : pages[index];
    }
}
