package org.coverfiji.model;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

/** Reads and checks a model file. */
final class ModelReader {

    private static final String CHOOSE = "; choose a .cover file that COVER wrote.";

    private final File file;

    ModelReader(File file) {
        this.file = file;
    }

    ModelFile read() {
        return open(this::read);
    }

    ModelDescription readDescription() {
        return open(zip -> manifest(zip).description);
    }

    private <T> T open(Part<T> part) {
        if (!file.exists()) {
            throw new CoverException("The model file " + file + " does not exist" + CHOOSE);
        }
        if (file.isDirectory()) {
            throw new CoverException(file + " is a folder, not a model file" + CHOOSE);
        }
        try {
            requireZip();
            try (ZipFile zip = new ZipFile(file)) {
                return part.read(zip);
            }
        } catch (ZipException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw new CoverException("The model file " + file + " cannot be read (" + e.getMessage() + ")" + CHOOSE, e);
        }
    }

    /** Tells "something else" from "a model file cut short", which the zip library does not. */
    private void requireZip() throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            byte[] start = in.readNBytes(2);
            if (start.length > 0 && (start[0] != 'P' || start.length > 1 && start[1] != 'K')) {
                throw new CoverException(file + " is not a model file (not a zip archive)" + CHOOSE);
            }
        }
    }

    private ModelFile read(ZipFile zip) throws IOException {
        ModelManifest manifest = manifest(zip);
        Map<String, Tensor> weights = tensors(zip, ModelWriter.WEIGHTS, manifest.weights);
        NetworkParameters.requireBackbone(weights, manifest.description.network(),
                manifest.description.kind().equals(ModelDescription.CLASSIFICATION), file.getPath());
        return new ModelFile(manifest.description, weights,
                tensors(zip, manifest.formatVersion < 2 ? ModelWriter.FORMER_STATE : ModelWriter.STATE, manifest.state));
    }

    private ModelManifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(ModelWriter.JSON);
        if (entry == null) {
            throw new CoverException(file + " is not a model file (a zip archive without " + ModelWriter.JSON + ")"
                    + CHOOSE);
        }
        return manifest(new String(bytes(zip, entry), StandardCharsets.UTF_8));
    }

    private ModelManifest manifest(String json) throws ZipException {
        try {
            FormatVersion version = ModelJson.GSON.fromJson(json, FormatVersion.class);
            if (version == null || version.formatVersion < 1) {
                throw new ZipException(ModelWriter.JSON + " has no format version");
            }
            if (version.formatVersion > ModelManifest.FORMAT_VERSION) {
                throw new CoverException("The model file " + file + " has format " + version.formatVersion
                        + ", but this version of COVER reads formats up to " + ModelManifest.FORMAT_VERSION
                        + "; install a newer version.");
            }
            JsonObject whole = ModelJson.GSON.fromJson(json, JsonObject.class);
            FormatUpgrade.apply(whole, version.formatVersion);
            return manifestOfThisFormat(whole);
        } catch (JsonParseException | IllegalStateException e) {
            // The second where something is no object that should be one.
            throw damaged(e);
        }
    }

    private ModelManifest manifestOfThisFormat(JsonObject json) throws ZipException {
        try {
            ModelManifest manifest = ModelJson.GSON.fromJson(json, ModelManifest.class);
            if (manifest.description == null || manifest.weights == null || manifest.state == null) {
                throw new ZipException(ModelWriter.JSON + " is incomplete");
            }
            // Built anew, because the JSON library fills fields without asking anyone.
            manifest.description = manifest.description.toBuilder().build();
            return manifest;
        } catch (CoverException e) {
            throw new CoverException("In the model file " + file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Tensor> tensors(ZipFile zip, String folder, List<ModelManifest.Shape> shapes)
            throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ModelManifest.Shape shape : shapes) {
            ZipEntry entry = zip.getEntry(folder + shape.name + ModelWriter.TENSOR);
            if (entry == null) {
                throw new ZipException(folder + shape.name + ModelWriter.TENSOR + " is missing");
            }
            if (shape.shape == null || entry.getSize() != Float.BYTES * Tensor.size(shape.shape)) {
                throw new ZipException(entry.getName() + " does not have the size of its shape");
            }
            byte[] bytes = bytes(zip, entry);
            float[] data = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(data);
            tensors.put(shape.name, new Tensor(data, shape.shape));
        }
        return tensors;
    }

    /** {@link ZipFile} itself never looks at the checksums. */
    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException(entry.getName() + " has a wrong checksum");
        }
        return bytes;
    }

    private CoverException damaged(Exception cause) {
        return new CoverException("The model file " + file + " is damaged or incomplete (" + cause.getMessage()
                + "); restore it from a copy or train again.", cause);
    }

    /** What is read of an opened archive. */
    private interface Part<T> {
        T read(ZipFile zip) throws IOException;
    }

    private static final class FormatVersion {
        private int formatVersion;
    }
}
