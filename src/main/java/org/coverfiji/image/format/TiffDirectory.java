package org.coverfiji.image.format;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a TIFF file states of one page: its tags, by their names in the specification. */
final class TiffDirectory {

    static final int CHUNKY = 1;
    static final int PLANAR = 2;
    static final int NO_COMPRESSION = 1;
    static final int JPEG = 7;
    static final int UNSIGNED = 1;
    static final int SIGNED = 2;
    static final int FLOAT = 3;
    static final int WHITE_IS_ZERO = 0;
    static final int BLACK_IS_ZERO = 1;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int CMYK = 5;
    static final int YCBCR = 6;

    private static final int SUBFILE_TYPE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int DESCRIPTION = 270;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES = 277;
    private static final int STRIP_BYTES = 279;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int PLANAR_CONFIGURATION = 284;
    private static final int RESOLUTION_UNIT = 296;
    private static final int PREDICTOR = 317;
    private static final int COLOUR_MAP = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int IMAGEJ_COUNTS = 50838;
    private static final int IMAGEJ_DATA = 50839;

    private static final Set<Integer> USED = Set.of(SUBFILE_TYPE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC,
            FILL_ORDER, DESCRIPTION, STRIP_OFFSETS, SAMPLES, STRIP_BYTES, X_RESOLUTION, Y_RESOLUTION,
            PLANAR_CONFIGURATION, RESOLUTION_UNIT, PREDICTOR, COLOUR_MAP, TILE_WIDTH, TILE_OFFSETS, TILE_BYTES,
            EXTRA_SAMPLES, SAMPLE_FORMAT, IMAGEJ_COUNTS, IMAGEJ_DATA);

    /** Deflate and LZW make at most some thousand bytes of one; a fax of blank paper makes any number. */
    private static final int MOST_EXPANSION = 1 << 13;
    private static final int MOST_SAMPLES = 1 << 12;
    private static final int IMAGEJ_MAGIC = 0x494a494a;
    private static final int IMAGEJ_HEADER = 804;
    private static final int IMAGEJ_PLOT = 0x706c6f74;
    private static final int IMAGEJ_ROI = 0x726f6920;
    private static final int IMAGEJ_OVERLAY = 0x6f766572;

    private final int index;
    private final ByteOrder order;
    private final boolean big;
    private final Map<Integer, double[]> numbers = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private long imageJBytes;

    /** @param index of the page in the file, counted from 0 */
    TiffDirectory(int index, ByteOrder order, boolean big) {
        this.index = index;
        this.order = order;
        this.big = big;
    }

    static boolean isUsed(int tag) {
        return USED.contains(tag);
    }

    /** How many of a tag's bytes have to be read: of ImageJ's notes only their list of contents. */
    static long needed(int tag, long bytes) {
        return tag == IMAGEJ_DATA ? Math.min(bytes, IMAGEJ_HEADER) : bytes;
    }

    /** @param count how many values there are in the file, of which the first may be enough */
    void putNumbers(int tag, long count, double[] values) {
        numbers.put(tag, values);
        imageJBytes = tag == IMAGEJ_DATA ? count : imageJBytes;
    }

    void putText(int tag, String text) {
        texts.put(tag, text);
    }

    private long number(int tag, long byDefault) {
        double[] values = numbers.get(tag);
        return values == null || values.length == 0 ? byDefault : (long) values[0];
    }

    private static long[] whole(double[] values) {
        return values == null ? new long[0] : Arrays.stream(values).mapToLong(value -> (long) value).toArray();
    }

    /** Of the page in the file, counted from 0. */
    int index() {
        return index;
    }

    ByteOrder order() {
        return order;
    }

    boolean isBig() {
        return big;
    }

    int width() {
        return (int) number(WIDTH, 0);
    }

    int height() {
        return (int) number(HEIGHT, 0);
    }

    int samples() {
        return (int) number(SAMPLES, 1);
    }

    /** Of every sample; those of the first. */
    int bits() {
        return (int) number(BITS, 1);
    }

    boolean hasEqualSamples() {
        return isEqual(BITS) && isEqual(SAMPLE_FORMAT);
    }

    private boolean isEqual(int tag) {
        return Arrays.stream(whole(numbers.get(tag))).distinct().count() <= 1;
    }

    /** Of unsigned, signed and float; whatever else there is counts as unsigned. */
    int sampleFormat() {
        long format = number(SAMPLE_FORMAT, UNSIGNED);
        return format == SIGNED || format == FLOAT ? (int) format : UNSIGNED;
    }

    int compression() {
        int compression = (int) number(COMPRESSION, NO_COMPRESSION);
        return compression == 0 ? NO_COMPRESSION : compression;
    }

    boolean isCompressed() {
        return compression() != NO_COMPRESSION;
    }

    int photometric() {
        return (int) number(PHOTOMETRIC, samples() >= 3 ? RGB : BLACK_IS_ZERO);
    }

    int predictor() {
        return (int) number(PREDICTOR, 1);
    }

    int planarConfiguration() {
        return (int) number(PLANAR_CONFIGURATION, CHUNKY);
    }

    boolean isTiled() {
        return numbers.containsKey(TILE_WIDTH);
    }

    boolean isFillOrderReversed() {
        return number(FILL_ORDER, 1) == 2;
    }

    /** A thumbnail or a smaller copy of another page. */
    boolean isReduced() {
        return (number(SUBFILE_TYPE, 0) & 1) != 0;
    }

    /** Whether the first sample after the colours is transparency. */
    boolean isExtraTransparency() {
        long kind = number(EXTRA_SAMPLES, 0);
        return kind == 1 || kind == 2;
    }

    /** ImageJ's or OME's, or null. */
    String description() {
        return texts.get(DESCRIPTION);
    }

    /** Pixels per unit along x (0) or y (1); 0 if not given. */
    double resolution(int axis) {
        double[] value = numbers.get(axis == 0 ? X_RESOLUTION : Y_RESOLUTION);
        return value == null || value.length == 0 || !Double.isFinite(value[0]) ? 0 : value[0];
    }

    /** 1 none, 2 inch, 3 cm. */
    int resolutionUnit() {
        return (int) number(RESOLUTION_UNIT, 2);
    }

    /** The colour map's entries as 0xRRGGBB, or null; as in ImageJ the high byte of each counts. */
    int[] colourMap() {
        long[] map = whole(numbers.get(COLOUR_MAP));
        if (map.length == 0 || map.length % 3 != 0 || samples() != 1 || bits() > 8) {
            return null;
        }
        int[] colours = new int[map.length / 3];
        for (int i = 0; i < map.length; i++) {
            colours[i % colours.length] |= (int) (map[i] >> 8 & 0xff) << 16 - 8 * (i / colours.length);
        }
        return colours;
    }

    boolean isSameKind(TiffDirectory other) {
        return width() == other.width() && height() == other.height() && samples() == other.samples()
                && bits() == other.bits() && sampleFormat() == other.sampleFormat()
                && planarConfiguration() == other.planarConfiguration();
    }

    /**
     * Finds what would mislead a decoder.
     *
     * @throws UnreadableException if the page contradicts itself
     */
    void check() throws UnreadableException {
        long width = number(WIDTH, 0);
        long height = number(HEIGHT, 0);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw TiffFile.damaged("a page has the size " + width + " × " + height, null);
        }
        if (samples() < 1 || samples() > MOST_SAMPLES || bits() < 1 || bits() > 64) {
            throw TiffFile.damaged("a page has " + number(SAMPLES, 1) + " samples of " + number(BITS, 1) + " bits",
                    null);
        }
        checkImageJData();
        checkBlocks();
    }

    private void checkBlocks() throws UnreadableException {
        long[] offsets = offsets();
        long[] bytes = lengths();
        if (offsets.length == 0) {
            throw TiffFile.damaged("a page has no pixels", null);
        }
        // One strip of uncompressed pixels ends where they do, whatever is said of its length.
        if (bytes.length != offsets.length && (isCompressed() || offsets.length > 1)) {
            throw TiffFile.damaged("a page has " + offsets.length + " strips or tiles, but " + bytes.length
                    + " lengths", null);
        }
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] < 0 || i < bytes.length && bytes[i] < 0) {
                throw TiffFile.damaged("a strip or tile has a negative length or place", null);
            }
        }
        boolean fax = compression() >= 2 && compression() <= 4;
        long stored = Arrays.stream(bytes).sum();
        if (isCompressed() && !fax && planeBytes() / MOST_EXPANSION > stored) {
            throw TiffFile.damaged("a page of " + width() + " × " + height() + " pixels is said to be in " + stored
                    + " bytes", null);
        }
        // Said before memory is taken for what the header promises.
        if (PlainPlanes.canRead(this) && offsets.length > 1 && stored < planeBytes()) {
            throw new UnreadableException("its TIFF strips hold " + stored + " of " + planeBytes()
                    + " bytes; export it again");
        }
    }

    /** Where the strips or tiles begin. */
    long[] offsets() {
        return whole(numbers.get(isTiled() ? TILE_OFFSETS : STRIP_OFFSETS));
    }

    /** Bytes of the strips or tiles; may be missing if there is one strip. */
    long[] lengths() {
        return whole(numbers.get(isTiled() ? TILE_BYTES : STRIP_BYTES));
    }

    /** The last byte that the pixels need. */
    long end() {
        long[] offsets = offsets();
        long[] bytes = lengths();
        if (!isCompressed() && !isTiled() && offsets.length == 1) {
            return offsets[0] + planeBytes();
        }
        long end = 0;
        for (int i = 0; i < offsets.length; i++) {
            end = Math.max(end, offsets[i] + bytes[i]);
        }
        return end;
    }

    /** Of one page, not compressed. */
    long planeBytes() {
        return ((long) width() * bits() * samples() + 7) / 8 * height();
    }

    /** ImageJ's own tags hold counts of counts, which its decoder believes. */
    private void checkImageJData() throws UnreadableException {
        long[] counts = whole(numbers.get(IMAGEJ_COUNTS));
        double[] data = numbers.get(IMAGEJ_DATA);
        if (counts.length == 0 && data == null) {
            return;
        }
        if (data == null || counts.length == 0
                || Arrays.stream(counts).anyMatch(count -> count < 0 || count > imageJBytes)
                || Arrays.stream(counts).sum() > imageJBytes || !hasTrueTypes(counts, data)) {
            throw TiffFile.damaged("ImageJ's notes in it have impossible lengths", null);
        }
    }

    /** The header lists types of notes and how many there are of each. */
    private boolean hasTrueTypes(long[] counts, double[] data) {
        long notes = 0;
        for (int type = 0; type < noteTypes(counts, data); type++) {
            long count = word(data, 8 + 8 * type) & 0xffffffffL;
            notes += count;
        }
        return noteTypes(counts, data) == 0 || notes == counts.length - 1;
    }

    /** 0 if ImageJ's decoder passes over the notes. */
    private int noteTypes(long[] counts, double[] data) {
        int header = (int) counts[0];
        return header < 12 || header > IMAGEJ_HEADER || word(data, 0) != IMAGEJ_MAGIC ? 0 : (header - 4) / 8;
    }

    /**
     * Whether ImageJ's notes hold a plot, also in an image that a ROI among them shows. That is a Java object of
     * whatever class the file says, which ImageJ's opener makes: a file from anywhere must not come there.
     */
    boolean hasPlot() {
        long[] counts = whole(numbers.get(IMAGEJ_COUNTS));
        double[] data = numbers.get(IMAGEJ_DATA);
        if (counts.length == 0 || data == null) {
            return false;
        }
        long from = counts[0];
        int note = 1;
        for (int type = 0; type < noteTypes(counts, data); type++) {
            int kind = word(data, 4 + 8 * type);
            long to = from;
            for (long left = word(data, 8 + 8 * type) & 0xffffffffL; left > 0 && note < counts.length; left--) {
                to += counts[note++];
            }
            if (kind == IMAGEJ_PLOT || (kind == IMAGEJ_ROI || kind == IMAGEJ_OVERLAY) && namesPlot(data, from, to)) {
                return true;
            }
            from = to;
        }
        return false;
    }

    /** A ROI's image is a TIFF file of its own, not compressed, in either byte order. */
    private static boolean namesPlot(double[] data, long from, long to) {
        int word = 0;
        for (long i = Math.max(0, from); i < Math.min(to, data.length); i++) {
            word = word << 8 | (int) data[(int) i] & 0xff;
            if (word == IMAGEJ_PLOT || word == Integer.reverseBytes(IMAGEJ_PLOT)) {
                return true;
            }
        }
        return false;
    }

    private int word(double[] data, int position) {
        int word = 0;
        for (int i = 0; i < 4; i++) {
            int shift = order == ByteOrder.BIG_ENDIAN ? 24 - 8 * i : 8 * i;
            word |= (int) data[position + i] << shift;
        }
        return word;
    }
}
