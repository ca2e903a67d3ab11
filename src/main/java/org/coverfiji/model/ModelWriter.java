package org.coverfiji.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.coverfiji.engine.api.Tensor;

/** Writes a model as a zip archive. */
final class ModelWriter {

    static final String JSON = "model.json";
    static final String WEIGHTS = "weights/";
    static final String STATE = "state/";
    /** What it was called in format 1. */
    static final String FORMER_STATE = "optimizer/";
    static final String TENSOR = ".f32";

    private static final int CHUNK_FLOATS = 1 << 14;

    private final ModelFile model;

    ModelWriter(ModelFile model) {
        this.model = model;
    }

    void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        // Trained weights hardly compress, and checkpoints are written during training.
        zip.setLevel(Deflater.NO_COMPRESSION);
        ModelManifest manifest = new ModelManifest();
        manifest.description = model.description();
        manifest.weights = ModelManifest.shapes(model.weights());
        manifest.state = ModelManifest.shapes(model.state());
        zip.putNextEntry(new ZipEntry(JSON));
        zip.write(ModelJson.GSON.toJson(manifest).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        writeTensors(zip, WEIGHTS, model.weights());
        writeTensors(zip, STATE, model.state());
        zip.finish();
    }

    private static void writeTensors(ZipOutputStream zip, String folder, Map<String, Tensor> tensors)
            throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(Float.BYTES * CHUNK_FLOATS).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            zip.putNextEntry(new ZipEntry(folder + entry.getKey() + TENSOR));
            float[] data = entry.getValue().data();
            for (int start = 0; start < data.length; start += CHUNK_FLOATS) {
                int count = Math.min(CHUNK_FLOATS, data.length - start);
                chunk.asFloatBuffer().put(data, start, count);
                zip.write(chunk.array(), 0, Float.BYTES * count);
            }
            zip.closeEntry();
        }
    }
}
