package org.coverfiji.model.exchange;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.coverfiji.engine.api.Tensor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** Weights as safetensors: a header in JSON, then the values, little-endian. */
final class SafetensorsFile implements ForeignFile {

    static final String METADATA = "__metadata__";
    static final String TYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    private final File file;
    private final RandomAccessFile data;
    private final long start;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    SafetensorsFile(File file) throws IOException {
        this.file = file;
        data = new RandomAccessFile(file, "r");
        try {
            long length = Long.reverseBytes(data.readLong());
            if (length < 2 || length > Limits.WEIGHTS_HEADER || length > data.length() - Long.BYTES) {
                throw ForeignFile.damaged(file, "its header would have " + length + " bytes", null);
            }
            start = Long.BYTES + length;
            byte[] header = new byte[(int) length];
            data.readFully(header);
            JsonParser.parseString(new String(header, StandardCharsets.UTF_8)).getAsJsonObject().entrySet()
                    .stream().filter(entry -> !entry.getKey().equals(METADATA))
                    .forEach(entry -> tensors.put(entry.getKey(), entry(entry.getKey(), entry.getValue())));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | ClassCastException
                | NullPointerException | NumberFormatException | ArithmeticException | StackOverflowError e) {
            data.close();
            throw ForeignFile.damaged(file, "its header cannot be understood", null);
        } catch (IOException | CoverException e) {
            data.close();
            throw e;
        }
    }

    private Entry entry(String name, JsonElement element) {
        JsonObject object = element.getAsJsonObject();
        String typeName = object.get(TYPE).getAsString();
        ElementType type = ElementType.named(typeName).orElseThrow(() -> new CoverException("The file " + file
                + " holds values of the type " + typeName + " (" + name + "), which is not read; save it with 32-bit"
                + " numbers."));
        long[] offsets = longs(object.get(OFFSETS));
        long[] shape = longs(object.get(SHAPE));
        long bytes = type.bytes();
        for (long side : shape) {
            bytes = side < 0 ? -1 : Math.multiplyExact(bytes, side);
        }
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] - offsets[0] != bytes
                || offsets[1] > file.length() - start) {
            throw ForeignFile.damaged(file, name + " does not have the size of its shape", null);
        }
        int[] sides = new int[shape.length];
        for (int axis = 0; axis < sides.length; axis++) {
            sides[axis] = Math.toIntExact(shape[axis]);
        }
        return new Entry(type, sides, start + offsets[0], bytes);
    }

    private static long[] longs(JsonElement array) {
        long[] values = new long[array.getAsJsonArray().size()];
        for (int i = 0; i < values.length; i++) {
            // Digits alone: of 1e999999999 the library would make all digits.
            values[i] = Long.parseLong(array.getAsJsonArray().get(i).getAsString());
        }
        return values;
    }

    @Override
    public Map<String, Map<String, StoredTensor>> groups() {
        return Map.of("", tensors);
    }

    @Override
    public void close() throws IOException {
        data.close();
    }

    private final class Entry implements StoredTensor {

        private final ElementType type;
        private final int[] shape;
        private final long from;
        private final long bytes;

        Entry(ElementType type, int[] shape, long from, long bytes) {
            this.type = type;
            this.shape = shape;
            this.from = from;
            this.bytes = bytes;
        }

        @Override
        public int[] shape() {
            return shape.clone();
        }

        @Override
        public ElementType type() {
            return type;
        }

        @Override
        public Tensor read() throws IOException {
            byte[] raw = new byte[Math.toIntExact(bytes)];
            data.seek(from);
            data.readFully(raw);
            ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[raw.length / type.bytes()];
            for (int i = 0; i < values.length; i++) {
                values[i] = type.read(buffer, i * type.bytes());
            }
            return new Tensor(values, shape);
        }
    }
}
