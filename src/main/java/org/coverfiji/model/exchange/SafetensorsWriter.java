package org.coverfiji.model.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Writes weights as safetensors. */
final class SafetensorsWriter {

    /** The values start at a multiple of this. */
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {
    }

    /** @param metadata texts that say what the weights are */
    static void write(Map<String, Tensor> tensors, Map<String, String> metadata, OutputStream out)
            throws IOException {
        JsonObject header = new JsonObject();
        JsonObject texts = new JsonObject();
        texts.addProperty("producer", WeightFiles.MARK);
        metadata.forEach(texts::addProperty);
        header.add(SafetensorsFile.METADATA, texts);
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            JsonObject tensor = new JsonObject();
            tensor.addProperty(SafetensorsFile.TYPE, ElementType.F32.name());
            JsonArray shape = new JsonArray();
            for (int side : entry.getValue().shape()) {
                shape.add(side);
            }
            tensor.add(SafetensorsFile.SHAPE, shape);
            JsonArray offsets = new JsonArray();
            offsets.add(offset);
            offset += (long) Float.BYTES * entry.getValue().data().length;
            offsets.add(offset);
            tensor.add(SafetensorsFile.OFFSETS, offsets);
            header.add(entry.getKey(), tensor);
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-json.length, ALIGNMENT);
        out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length + padding)
                .array());
        out.write(json);
        out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        for (Tensor tensor : tensors.values()) {
            TensorWriter.write(tensor, out);
        }
    }
}
