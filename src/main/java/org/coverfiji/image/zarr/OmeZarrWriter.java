package org.coverfiji.image.zarr;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.file.UnfinishedFolder;
import org.coverfiji.image.LengthUnit;

/**
 * Writes an image as OME-Zarr 0.4, of one resolution, in parts as they become known: axes c, z, y, x, without z for
 * a plane, and with t before them for time points. The folder gets its name when all is written; until then what there
 * is bears another, and is deleted if it is not finished, or after a kill when it is written again.
 *
 * <pre>
 * try (OmeZarrWriter zarr = new OmeZarrWriter(new File("scan.ome.zarr"), "scan", shape, spacing, "mm", false)) {
 *     zarr.write(0, 0, 0, rows, channels);
 *     zarr.finish();
 * }
 * </pre>
 */
public final class OmeZarrWriter implements AutoCloseable {

    /** What OME-Zarr calls them, and what ImageJ does. */
    private static final Map<String, String> UNITS = Map.of("nanometer", "nm", "micrometer", "um", "millimeter", "mm",
            "centimeter", "cm", "meter", "m", "inch", "inch");

    private static final String ARRAY = "0";
    private static final String GROUP = ".zgroup";

    /** At most; chunks have about a megabyte. */
    private static final int CHANNELS = 16;
    private static final int[] PLANE = {64, 256};
    private static final int[] VOLUME = {8, 32, 64};

    private final File target;
    private final File temporary;
    private final ZarrShape shape;
    private final ZarrArray array;
    private boolean finished;

    /**
     * @param target a folder that is not there, or an OME-Zarr of before, which is replaced
     * @param name of the image
     * @param spacing of the spatial axes in array order
     * @param unit of the spacing
     * @param packed whether chunks are packed by zlib
     * @throws CoverException if it cannot be written, or is something else
     */
    public OmeZarrWriter(File target, String name, ZarrShape shape, double[] spacing, String unit,
            boolean packed) {
        this.target = target.getAbsoluteFile();
        this.shape = shape;
        if (target.exists() && !new File(target, GROUP).isFile()) {
            throw new CoverException("Cannot write " + target + ": there is something else of this name; move it away,"
                    + " or choose another folder.");
        }
        temporary = UnfinishedFolder.beside(target);
        ZarrJson.write(temporary, GROUP, Map.of("zarr_format", 2));
        ZarrJson.write(temporary, ".zattrs", Map.of("multiscales", List.of(multiscale(name, spacing, unit))));
        array = new ZarrArray(new File(temporary, ARRAY), shape.extents(), chunks(shape), packed);
    }

    private static int[] chunks(ZarrShape shape) {
        int[] extents = shape.extents();
        int[] chunks = new int[extents.length];
        Arrays.fill(chunks, 1);
        chunks[shape.channelAxis()] = even(extents[shape.channelAxis()], CHANNELS);
        int[] most = shape.streamed() == 2 ? PLANE : VOLUME;
        for (int axis = 0; axis < most.length; axis++) {
            int own = extents.length - most.length + axis;
            chunks[own] = even(extents[own], most[axis]);
        }
        return chunks;
    }

    /** The extent in as many parts as are needed, all of about one size. */
    private static int even(int extent, int most) {
        int parts = (extent + most - 1) / most;
        return (extent + parts - 1) / parts;
    }

    private Map<String, Object> multiscale(String name, double[] spacing, String unit) {
        List<Map<String, Object>> axes = new ArrayList<>();
        List<Double> scale = new ArrayList<>();
        String names = shape.axes();
        for (int i = 0; i < names.length(); i++) {
            String axis = names.substring(i, i + 1);
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", axis);
            boolean space = "zyx".contains(axis);
            map.put("type", space ? "space" : axis.equals("t") ? "time" : "channel");
            String unitName = space ? unitName(unit) : null;
            if (unitName != null) {
                map.put("unit", unitName);
            }
            axes.add(map);
            scale.add(space ? spacing[spacing.length - names.length() + i] : 1.0);
        }
        Map<String, Object> transformation = new LinkedHashMap<>();
        transformation.put("type", "scale");
        transformation.put("scale", scale);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", "0.4");
        map.put("name", name);
        map.put("axes", axes);
        map.put("datasets", List.of(Map.of("path", ARRAY, "coordinateTransformations", List.of(transformation))));
        return map;
    }

    /** Null if it is no length. */
    private static String unitName(String unit) {
        return UNITS.entrySet().stream().filter(entry -> Math.abs(LengthUnit.ratio(unit, entry.getValue()) - 1) < 1e-9)
                .map(Map.Entry::getKey).findFirst().orElse(null);
    }

    /** How many rows make a chunk: parts that are written must begin at a multiple of it, and end at one or the end. */
    public int chunkRows() {
        return array.chunks()[shape.extents().length - shape.streamed()];
    }

    /** How many channels make a chunk: the same goes for them. */
    public int chunkChannels() {
        return array.chunks()[shape.channelAxis()];
    }

    /**
     * Writes some rows of some channels of one plane or volume.
     *
     * @param image which one, slices before time points
     * @param firstChannel a multiple of {@link #chunkChannels()}
     * @param firstRow along the image's first axis, a multiple of {@link #chunkRows()}
     * @param rows at most {@link #chunkRows()}; fewer only at the end
     * @param channels per channel, rows × the other axes, row-major from index 0 on
     * @throws CoverException if it cannot be written
     */
    public void write(int image, int firstChannel, int firstRow, int rows, float[][] channels) {
        int[] before = shape.place(image);
        int[] chunks = array.chunks();
        int[] extents = shape.extents();
        int inner = extents.length - 1;
        int middle = inner - 1;
        boolean volume = shape.streamed() == 3;
        int middleChunks = volume ? count(extents[middle], chunks[middle]) : 1;
        int innerChunks = count(extents[inner], chunks[inner]);
        int channelChunks = count(channels.length, chunkChannels());
        IntStream.range(0, channelChunks * middleChunks * innerChunks).parallel().forEach(number -> {
            int c = number / (middleChunks * innerChunks);
            int m = number / innerChunks % middleChunks;
            int x = number % innerChunks;
            int[] place = before.clone();
            place[shape.channelAxis()] = firstChannel / chunkChannels() + c;
            place[extents.length - shape.streamed()] = firstRow / chunkRows();
            if (volume) {
                place[middle] = m;
            }
            place[inner] = x;
            array.write(place, gathered(channels, c * chunkChannels(), rows, volume ? m * chunks[middle] : 0,
                    x * chunks[inner]));
        });
    }

    private static int count(int extent, int chunk) {
        return (extent + chunk - 1) / chunk;
    }

    /** A chunk's values; 0 beyond the image. */
    private float[] gathered(float[][] channels, int firstChannel, int rows, int firstMiddle, int firstInner) {
        int[] extents = shape.extents();
        int[] chunks = array.chunks();
        int width = extents[extents.length - 1];
        int chunkWidth = chunks[chunks.length - 1];
        boolean volume = shape.streamed() == 3;
        int height = volume ? extents[extents.length - 2] : 1;
        int chunkHeight = volume ? chunks[chunks.length - 2] : 1;
        int length = Math.min(chunkWidth, width - firstInner);
        float[] values = new float[array.chunkLength()];
        for (int c = 0; c < Math.min(chunkChannels(), channels.length - firstChannel); c++) {
            for (int row = 0; row < rows; row++) {
                for (int m = 0; m < Math.min(chunkHeight, height - firstMiddle); m++) {
                    System.arraycopy(channels[firstChannel + c], (row * height + firstMiddle + m) * width + firstInner,
                            values, ((c * chunkRows() + row) * chunkHeight + m) * chunkWidth, length);
                }
            }
        }
        return values;
    }

    /** Gives the folder its name. @throws CoverException if it cannot be moved; then an earlier one stays */
    public void finish() {
        File former = UnfinishedFolder.beside(target);
        try {
            if (target.exists()) {
                Files.move(target.toPath(), former.toPath());
            }
            try {
                Files.move(temporary.toPath(), target.toPath());
            } catch (IOException e) {
                if (former.exists()) {
                    Files.move(former.toPath(), target.toPath());
                }
                throw e;
            }
            finished = true;
            UnfinishedFolder.delete(former.toPath());
        } catch (IOException e) {
            throw ZarrJson.cannotWrite(target.toPath(), e);
        }
    }

    /** Deletes what was not finished. */
    @Override
    public void close() {
        if (!finished) {
            UnfinishedFolder.delete(temporary.toPath());
        }
    }
}
