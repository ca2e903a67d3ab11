package org.coverfiji.image.format;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What an OME-TIFF's description says: how pages make a hyperstack, and how large a pixel is. Several images of one
 * shape (series) follow one another like time points.
 */
final class OmeDescription {

    private static final String ORDERS = "XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)";

    final int channels;
    final int slices;
    /** Of one series. */
    final int frames;
    final int series;
    /** Which axis of the planes runs fastest, such as CZT. */
    final String order;
    private final Element first;
    private final NodeList all;

    private OmeDescription(NodeList pixels) throws UnreadableException {
        all = pixels;
        first = (Element) pixels.item(0);
        channels = number(first, "SizeC", 1) / samplesPerPage(first);
        slices = number(first, "SizeZ", 1);
        frames = number(first, "SizeT", 1);
        String stated = first.getAttribute("DimensionOrder");
        order = stated.matches(ORDERS) ? stated.substring(2) : "CZT";
        series = pixels.getLength();
        for (int i = 1; i < series; i++) {
            Element other = (Element) pixels.item(i);
            for (String size : Arrays.asList("SizeX", "SizeY", "SizeC", "SizeZ", "SizeT", "Type", "DimensionOrder")) {
                if (!first.getAttribute(size).equals(other.getAttribute(size))) {
                    throw new UnreadableException("its " + series + " images (series) differ in " + size
                            + "; save each as a file of its own");
                }
            }
        }
    }

    /**
     * @return null if the text is no OME description
     * @throws UnreadableException if its images differ in shape
     */
    static OmeDescription of(String description) throws UnreadableException {
        if (description == null || !description.contains("<OME")) {
            return null;
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // Files may come from anywhere: nothing outside of them is read.
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default handler prints.
            builder.setErrorHandler(new DefaultHandler());
            String xml = description.substring(description.indexOf('<')).replace("\0", "");
            NodeList pixels = builder.parse(new InputSource(new StringReader(xml))).getElementsByTagNameNS("*",
                    "Pixels");
            return pixels.getLength() == 0 ? null : new OmeDescription(pixels);
        } catch (UnreadableException e) {
            throw e;
        } catch (ParserConfigurationException | SAXException | IOException e) {
            return null;
        }
    }

    /** RGB pages hold three of OME's channels. */
    private static int samplesPerPage(Element pixels) {
        NodeList channel = pixels.getElementsByTagNameNS("*", "Channel");
        int samples = channel.getLength() == 0 ? 1 : number((Element) channel.item(0), "SamplesPerPixel", 1);
        return number(pixels, "SizeC", 1) % samples == 0 ? samples : 1;
    }

    private static int number(Element element, String attribute, int byDefault) {
        try {
            return Math.max(1, Integer.parseInt(element.getAttribute(attribute).trim()));
        } catch (NumberFormatException e) {
            return byDefault;
        }
    }

    /** How many pages the images have. */
    long planes() {
        return (long) channels * slices * frames * series;
    }

    /**
     * For every plane in the order of the description, which page of the file it is; null if they are in this order
     * anyway.
     *
     * @throws UnreadableException if some of the planes are in another file
     */
    int[] pages(int pageCount) throws UnreadableException {
        int perSeries = channels * slices * frames;
        int[] pages = new int[perSeries * series];
        Arrays.fill(pages, -1);
        boolean any = false;
        for (int image = 0; image < series; image++) {
            NodeList data = ((Element) all.item(image)).getElementsByTagNameNS("*", "TiffData");
            for (int i = 0; i < data.getLength(); i++) {
                Element planes = (Element) data.item(i);
                if (planes.hasAttribute("IFD")) {
                    any = true;
                    place(planes, image * perSeries, perSeries, pages);
                }
            }
        }
        if (!any) {
            return null;
        }
        for (int page : pages) {
            if (page < 0 || page >= pageCount) {
                throw new UnreadableException("it is one of several files that make an OME image; open that in Fiji"
                        + " and save it as one TIFF file");
            }
        }
        return pages;
    }

    private void place(Element data, int start, int perSeries, int[] pages) {
        int ifd = index(data, "IFD");
        int count = data.hasAttribute("PlaneCount") ? number(data, "PlaneCount", 1)
                : data.hasAttribute("FirstC") || data.hasAttribute("FirstZ") || data.hasAttribute("FirstT") ? 1
                        : perSeries;
        int plane = 0;
        int stride = 1;
        for (char axis : order.toCharArray()) {
            plane += stride * index(data, "First" + axis);
            stride *= axis == 'C' ? channels : axis == 'Z' ? slices : frames;
        }
        for (int i = 0; i < count && plane + i < perSeries; i++) {
            pages[start + plane + i] = ifd + i;
        }
    }

    private static int index(Element element, String attribute) {
        try {
            return Math.max(0, Integer.parseInt(element.getAttribute(attribute).trim()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Of X, Y or Z in micrometres; 0 if not given or of no known unit. */
    double micrometres(char axis) {
        try {
            String unit = first.getAttribute("PhysicalSize" + axis + "Unit");
            return Double.parseDouble(first.getAttribute("PhysicalSize" + axis)) * factor(unit);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Seconds between time points; 0 if not given. */
    double frameInterval() {
        try {
            double factor = first.getAttribute("TimeIncrementUnit").equals("ms") ? 1e-3
                    : first.getAttribute("TimeIncrementUnit").equals("min") ? 60 : 1;
            return Double.parseDouble(first.getAttribute("TimeIncrement")) * factor;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static double factor(String unit) {
        switch (unit) {
            case "": case "µm": case "μm": case "um":
                return 1;
            case "nm":
                return 1e-3;
            case "Å":
                return 1e-4;
            case "mm":
                return 1e3;
            case "cm":
                return 1e4;
            case "m":
                return 1e6;
            default:
                return 0;
        }
    }
}
