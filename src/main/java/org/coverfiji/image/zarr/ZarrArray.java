package org.coverfiji.image.zarr;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/**
 * An array of 32-bit numbers as Zarr, version 2: little-endian, row-major, chunks as they are (features hardly shrink
 * by packing), in folders by axis. Chunks may be written in any order and by several threads.
 */
final class ZarrArray {

    private static final String SEPARATOR = "/";

    private final Path folder;
    private final int[] chunks;

    /**
     * Makes the folder and says in it what the array is.
     *
     * @param shape extents
     * @param chunks extents of a chunk
     * @throws CoverException if it cannot be written
     */
    ZarrArray(File folder, int[] shape, int[] chunks) {
        this.folder = folder.toPath();
        this.chunks = chunks.clone();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("zarr_format", 2);
        header.put("shape", shape);
        header.put("chunks", chunks);
        header.put("dtype", "<f4");
        header.put("compressor", null);
        header.put("fill_value", 0.0);
        header.put("order", "C");
        header.put("filters", null);
        header.put("dimension_separator", SEPARATOR);
        ZarrJson.write(folder, ".zarray", header);
    }

    int[] chunks() {
        return chunks.clone();
    }

    /** Of one chunk; what lies beyond the array's end counts, too. */
    int chunkLength() {
        return Arrays.stream(chunks).reduce(1, Math::multiplyExact);
    }

    /**
     * @param place of the chunk, in chunks
     * @param values of the whole chunk, row-major; beyond the array's end anything
     * @throws CoverException if it cannot be written
     */
    void write(int[] place, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * chunkLength()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values, 0, chunkLength());
        Path file = folder.resolve(Arrays.stream(place).mapToObj(Integer::toString)
                .collect(Collectors.joining(SEPARATOR)));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw ZarrJson.cannotWrite(folder, e);
        }
    }
}
