package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.image.Palette;

import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import ij.measure.Calibration;

/**
 * What a TIFF file's header means. ImageJ's decoder decides wherever it knows the kind of file (hyperstacks,
 * calibration, pages); else the directories do, in the same way.
 */
final class TiffHeader {

    /** The first page, which speaks for all. */
    final TiffDirectory first;
    final TiffLayout layout;
    /** Of pages in place, or null for a kind that needs a decoder. */
    final SampleType type;
    /** Unsigned, signed or float, as ImageJ takes it if it knows the file. */
    final int sampleFormat;
    /** Per page: 1, 3 (colours) or as many as there are samples. */
    final int channels;
    /** What ImageJ shows for a raw value, or null if it is the value; 16 bits count from the smallest. */
    final float[] calibrated;
    /** The colours whose numbers the values are, or null. */
    final Palette palette;
    final Geometry geometry;
    /** What of the file is left out, as a clause; empty if nothing is. */
    final String notice;

    private final List<TiffDirectory> pages;
    /** As ImageJ's decoder has it, or null if it refuses the file. */
    private final FileInfo[] imageJs;
    /** The same of the first page, in any case. */
    private final FileInfo meaning;
    /** Whether OME's description says what the file means, which ImageJ's own opener does not read. */
    private final boolean ome;
    private final boolean plot;
    /** How many planes follow the first without a directory. */
    private final int imagesInOne;

    /** @throws UnreadableException if the header is damaged */
    TiffHeader(File file) throws IOException {
        List<TiffDirectory> all = TiffFile.directories(file);
        first = all.get(0);
        plot = all.stream().anyMatch(TiffDirectory::hasPlot);
        imageJs = decode(file);
        meaning = imageJs != null ? imageJs[0] : asImageJ(first);
        // The description may speak of images that have directories of their own.
        imagesInOne = imageJs == null || first.isCompressed() ? 1 : meaning.nImages;
        new FileOpener(meaning).decodeDescriptionString(meaning);
        List<TiffDirectory> alike = all.stream().filter(first::isSameKind).collect(Collectors.toList());
        boolean others = all.stream().anyMatch(page -> !first.isSameKind(page) && !page.isReduced());
        pages = others ? List.of(first) : alike;
        notice = others && !isContiguous() ? "only the first of " + all.size() + " pages is used, as in ImageJ, because"
                + " they differ in size or type" : "";
        sampleFormat = sampleFormat();
        // Pages of one kind may still be stored in different ways.
        boolean plain = pages.stream().allMatch(PlainPlanes::canRead);
        type = plain ? SampleType.of(first.bits(), sampleFormat) : null;
        boolean colour = isColour();
        channels = colour ? 3 : isTransparencyLast() ? first.samples() - 1 : first.samples();
        palette = palette();
        calibrated = calibration();
        OmeDescription described = OmeDescription.of(first.description());
        ome = described != null;
        TiffLayout stated = TiffLayout.of(first.description(), described, planes());
        layout = colour && stated.channels > 1 ? TiffLayout.slices(planes()) : stated;
        geometry = new Geometry(first.width(), first.height(), layout.channels * channels, layout.slices,
                layout.frames).withColour(colour).withCalibration(spacing(described));
    }

    /** Null if ImageJ refuses the file. */
    private FileInfo[] decode(File file) {
        // ImageJ would log a complaint, or take large files for damaged ones.
        if (first.isBig() || first.isTiled() || first.predictor() > 2) {
            return null;
        }
        try {
            File absolute = file.getAbsoluteFile();
            FileInfo[] info = new TiffDecoder(absolute.getParent() + File.separator, absolute.getName()).getTiffInfo();
            return info == null || info.length == 0 || info[0] == null ? null : info;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** What ImageJ's decoder would have taken from the tags. */
    private static FileInfo asImageJ(TiffDirectory page) {
        FileInfo info = new FileInfo();
        info.width = page.width();
        info.height = page.height();
        info.description = page.description();
        if (page.resolution(0) > 0 && page.resolution(1) > 0) {
            info.pixelWidth = 1 / page.resolution(0);
            info.pixelHeight = 1 / page.resolution(1);
            info.unit = page.resolutionUnit() == 2 ? "inch" : page.resolutionUnit() == 3 ? "cm" : " ";
        }
        return info;
    }

    /** ImageJ has no signed bytes, and takes all 32-bit integers for signed ones. */
    private int sampleFormat() {
        if (imageJs == null || first.sampleFormat() == TiffDirectory.FLOAT) {
            return first.sampleFormat();
        }
        return first.bits() == 8 ? TiffDirectory.UNSIGNED : first.bits() == 32 ? TiffDirectory.SIGNED
                : first.sampleFormat();
    }

    /** As ImageJ: three samples are colours; a fourth one of 8 bits is left out, but of 16 bits is a channel. */
    private boolean isColour() {
        boolean stated = first.photometric() == TiffDirectory.RGB || first.photometric() == TiffDirectory.YCBCR
                || first.photometric() == TiffDirectory.CMYK;
        boolean together = first.planarConfiguration() != TiffDirectory.PLANAR;
        return first.samples() == 3 && (stated || first.bits() <= 16)
                || first.samples() == 4 && first.bits() == 8 && (stated || together);
    }

    private boolean isTransparencyLast() {
        return first.samples() == 2 && first.isExtraTransparency();
    }

    private Palette palette() {
        int[] colours = first.colourMap();
        return colours == null ? null : new Palette(colours);
    }

    private float[] calibration() {
        boolean small = type == SampleType.UINT8 || type == SampleType.UINT16 || type == SampleType.INT16;
        if (meaning.coefficients == null || meaning.valueUnit == null || !small || first.samples() > 1) {
            return null;
        }
        Calibration calibration = new Calibration();
        calibration.setFunction(meaning.calibrationFunction, meaning.coefficients, meaning.valueUnit);
        float[] table = new float[1 << 8 * type.bytes];
        for (int value = 0; value < table.length; value++) {
            table[value] = (float) calibration.getCValue((double) value);
        }
        return table;
    }

    private Calibration spacing(OmeDescription ome) {
        return ome != null && ome.micrometres('X') > 0 ? TiffCalibration.of(ome) : TiffCalibration.of(meaning);
    }

    /** How many planes count. */
    private int planes() {
        return isContiguous() ? imagesInOne : pages.size();
    }

    /** Whether the planes follow one another with one header, as in ImageJ's stacks. */
    private boolean isContiguous() {
        return imagesInOne > 1;
    }

    /** Whether ImageJ's own opener makes the same of the file; of kinds that it accepts, it misreads some. */
    boolean isImageJs() {
        boolean plain = !first.isCompressed() && (type != null || first.bits() < 8 || first.bits() == 12);
        boolean simple = first.samples() == 1 && (first.bits() == 8 || first.bits() == 16)
                || first.bits() == 8 && isColour();
        boolean known = first.compression() == 5 || DeflatedStrips.areIn(first)
                || first.compression() == 32773 && first.predictor() == 1;
        return imageJs != null && !ome && !plot && first.planarConfiguration() != TiffDirectory.PLANAR
                && first.photometric() <= TiffDirectory.CMYK && !first.isFillOrderReversed()
                && (plain || simple && known);
    }

    /** Whether ImageJ can inflate what is deflated. */
    boolean inflates(File file) throws IOException {
        for (TiffDirectory page : pages) {
            if (!DeflatedStrips.areWhole(file, page)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it holds a plot, whose Java objects ImageJ's own opener would make. */
    boolean hasPlot() {
        return plot;
    }

    /** The directory of a page. */
    TiffDirectory page(int page) {
        return isContiguous() ? first : pages.get(page);
    }

    /** How far behind its directory's offset a page begins. */
    long shift(int page) {
        return isContiguous() ? page * (first.planeBytes() + meaning.getGap()) : 0;
    }

    /**
     * The reader for this kind of pages.
     *
     * @throws UnreadableException if there is none
     */
    TiffPlanes planes(File file) throws IOException {
        if (type != null) {
            return new PlainPlanes(file, this);
        }
        return pages.stream().allMatch(ImageJPlanes::canRead) ? new ImageJPlanes(file, this)
                : new StandInPlanes(file, this);
    }

    /** The last byte that the pixels need. */
    long end() {
        return isContiguous() ? first.end() + shift(planes() - 1)
                : pages.stream().mapToLong(TiffDirectory::end).max().orElse(0);
    }
}
