package org.coverfiji.image.zarr;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.InflaterInputStream;

import org.coverfiji.engine.api.Tensor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Reads arrays of Zarr, version 2, as their specification says, with chunks as they are or packed by zlib. */
public final class ZarrReader {

    private ZarrReader() {
    }

    /** The first array of an OME-Zarr. */
    public static Tensor read(File group) throws IOException {
        assertEquals(2, json(new File(group, ".zgroup")).get("zarr_format").getAsInt());
        JsonObject multiscale = attributes(group);
        return array(new File(group, multiscale.getAsJsonArray("datasets").get(0).getAsJsonObject().get("path")
                .getAsString()));
    }

    /** What OME-Zarr says of it. */
    public static JsonObject attributes(File group) throws IOException {
        return json(new File(group, ".zattrs")).getAsJsonArray("multiscales").get(0).getAsJsonObject();
    }

    private static JsonObject json(File file) throws IOException {
        return JsonParser.parseString(Files.readString(file.toPath())).getAsJsonObject();
    }

    private static Tensor array(File folder) throws IOException {
        JsonObject header = json(new File(folder, ".zarray"));
        assertEquals(2, header.get("zarr_format").getAsInt());
        assertEquals("<f4", header.get("dtype").getAsString());
        assertEquals("C", header.get("order").getAsString());
        assertTrue(header.get("filters").isJsonNull());
        boolean packed = !header.get("compressor").isJsonNull();
        assertTrue(!packed || header.getAsJsonObject("compressor").get("id").getAsString().equals("zlib"));
        int[] shape = integers(header.getAsJsonArray("shape"));
        int[] chunks = integers(header.getAsJsonArray("chunks"));
        Tensor result = Tensor.zeros(shape);
        String separator = header.get("dimension_separator").getAsString();
        Map<String, ByteBuffer> read = new HashMap<>();
        int[] point = new int[shape.length];
        int row = shape[shape.length - 1];
        for (int start = 0; start < result.data().length; start += row) {
            int rest = start / row;
            for (int axis = shape.length - 2; axis >= 0; axis--) {
                point[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            for (int chunk = 0; chunk * last(chunks) < row; chunk++) {
                point[shape.length - 1] = chunk * last(chunks);
                String place = IntStream.range(0, chunks.length).mapToObj(axis -> String.valueOf(point[axis]
                        / chunks[axis])).collect(Collectors.joining(separator));
                if (!read.containsKey(place)) {
                    read.put(place, chunk(folder.toPath().resolve(place), packed, chunks));
                }
                int inside = 0;
                for (int axis = 0; axis < chunks.length; axis++) {
                    inside = inside * chunks[axis] + point[axis] % chunks[axis];
                }
                for (int x = 0; x < Math.min(last(chunks), row - chunk * last(chunks)); x++) {
                    result.data()[start + chunk * last(chunks) + x] = read.get(place)
                            .getFloat((inside + x) * Float.BYTES);
                }
            }
        }
        return result;
    }

    private static int last(int[] extents) {
        return extents[extents.length - 1];
    }

    private static ByteBuffer chunk(Path file, boolean packed, int[] chunks) throws IOException {
        InputStream in = Files.newInputStream(file);
        try (InputStream plain = packed ? new InflaterInputStream(in) : in) {
            ByteBuffer bytes = ByteBuffer.wrap(plain.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals("chunks are whole", Arrays.stream(chunks).reduce(Float.BYTES, Math::multiplyExact),
                    bytes.capacity());
            return bytes;
        }
    }

    private static int[] integers(JsonArray array) {
        int[] values = new int[array.size()];
        Arrays.setAll(values, i -> array.get(i).getAsInt());
        return values;
    }
}
