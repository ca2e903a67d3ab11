package org.coverfiji.image.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the planes of a TIFF file make a hyperstack, from its description: ImageJ's, OME's, or none (then they are
 * slices).
 */
final class TiffLayout {

    final int channels;
    final int slices;
    final int frames;
    private final String order;

    private TiffLayout(int channels, int slices, int frames, String order) {
        this.channels = channels;
        this.slices = slices;
        this.frames = frames;
        this.order = order;
    }

    static TiffLayout of(String description, int planes) {
        TiffLayout layout = null;
        if (description != null && description.startsWith("ImageJ=")) {
            layout = imageJ(description);
        } else if (description != null && description.contains("<OME")) {
            layout = ome(description);
        }
        boolean fits = layout != null && (long) layout.channels * layout.slices * layout.frames == planes;
        return fits ? layout : new TiffLayout(1, planes, 1, "CZT");
    }

    private static TiffLayout imageJ(String description) {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(description.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
        int images = number(properties.getProperty("images"));
        int channels = number(properties.getProperty("channels"));
        int frames = number(properties.getProperty("frames"));
        String slices = properties.getProperty("slices");
        return new TiffLayout(channels, slices == null ? Math.max(1, images / (channels * frames)) : number(slices),
                frames, "zct".equals(properties.getProperty("order")) ? "ZCT" : "CZT");
    }

    private static TiffLayout ome(String description) {
        String order = attribute(description, "DimensionOrder");
        boolean known = order != null && order.matches("XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)");
        return new TiffLayout(number(attribute(description, "SizeC")), number(attribute(description, "SizeZ")),
                number(attribute(description, "SizeT")), known ? order.substring(2) : "CZT");
    }

    private static String attribute(String xml, String name) {
        Matcher matcher = Pattern.compile("<Pixels[^>]*\\b" + name + "=\"([^\"]*)\"").matcher(xml);
        return matcher.find() ? matcher.group(1) : null;
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
        int index = 0;
        int stride = 1;
        for (char axis : order.toCharArray()) {
            index += stride * (axis == 'C' ? channel : axis == 'Z' ? slice : frame);
            stride *= axis == 'C' ? channels : axis == 'Z' ? slices : frames;
        }
        return index;
    }
}
