package org.coverfiji.image.zarr;

import java.io.ByteArrayOutputStream;
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
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import org.coverfiji.CoverException;

/**
 * An array of 32-bit numbers as Zarr, version 2: little-endian, row-major, chunks as they are or packed by zlib, in
 * folders by axis. Chunks may be written in any order and by several threads.
 */
final class ZarrArray {

    private static final String SEPARATOR = "/";
    /** Higher ones take several times longer and gain nothing. */
    private static final int LEVEL = 1;

    private final Path folder;
    private final int[] chunks;
    private final boolean packed;

    /**
     * Makes the folder and says in it what the array is.
     *
     * @param shape extents
     * @param chunks extents of a chunk
     * @param packed whether chunks are packed, which is slow and makes features a tenth smaller
     * @throws CoverException if it cannot be written
     */
    ZarrArray(File folder, int[] shape, int[] chunks, boolean packed) {
        this.folder = folder.toPath();
        this.chunks = chunks.clone();
        this.packed = packed;
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("zarr_format", 2);
        header.put("shape", shape);
        header.put("chunks", chunks);
        header.put("dtype", "<f4");
        header.put("compressor", packed ? Map.of("id", "zlib", "level", LEVEL) : null);
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
            Files.write(file, packed ? packed(bytes.array()) : bytes.array());
        } catch (IOException e) {
            throw ZarrJson.cannotWrite(folder, e);
        }
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        Deflater deflater = new Deflater(LEVEL);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(bytes);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }
}
