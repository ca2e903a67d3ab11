package org.coverfiji.app.exchange;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.file.Sha256;
import org.coverfiji.image.NpyWriter;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.exchange.WeightFiles;

/**
 * A model as bioimage.io shares them, format 0.5: the network as ONNX, a test image with what comes of it, a picture, a
 * README and {@code rdf.yaml}, which describes them all.
 */
final class BioimageArchive {

    static final String DESCRIPTION = "rdf.yaml";
    static final String WEIGHTS = "weights.onnx";
    static final String INPUT = "test_input.npy";
    static final String COVER = "cover.png";
    static final String README = "README.md";

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    BioimageArchive(Engine engine, ModelFile model, ArchiveSettings settings, byte[] onnx) {
        TestTile tile = new TestTile(engine, model, settings.sample());
        files.put(WEIGHTS, onnx);
        files.put(INPUT, npy(tile.input()));
        for (int i = 0; i < tile.outputs().length; i++) {
            files.put(output(i), npy(tile.outputs()[i]));
        }
        files.put(COVER, CoverPicture.png(model.description(), tile));
        files.put(README, new ArchiveReadme(model.description(), settings).text().getBytes(StandardCharsets.UTF_8));
        Map<String, String> sums = new LinkedHashMap<>();
        files.forEach((name, bytes) -> sums.put(name, sum(bytes)));
        ResourceDescription description = new ResourceDescription(model.description(), settings, tile, sums);
        files.put(DESCRIPTION, YamlWriter.write(description.map()).getBytes(StandardCharsets.UTF_8));
    }

    /** What is expected of the i-th output. */
    static String output(int i) {
        return "test_output_" + i + ".npy";
    }

    private static byte[] npy(Tensor tensor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            NpyWriter.write(bytes, tensor.data(), tensor.shape());
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static String sum(byte[] bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes);
        return Sha256.text(digest);
    }

    void write(File file) {
        AtomicFile.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setComment(WeightFiles.MARK);
            // Trained weights hardly shrink.
            zip.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
            zip.finish();
        });
    }
}
