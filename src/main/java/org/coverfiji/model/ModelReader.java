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
import org.coverfiji.Limits;
import org.coverfiji.engine.api.Tensor;

import com.google.gson.JsonParseException;

/** Reads and checks a model file. */
final class ModelReader {

    private static final String CHOOSE = "; choose a .cover file that COVER wrote.";

    /** More than packing makes of trained numbers, far less than of zeros. */
    private static final int SHRINKING = 16;

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
            throw damaged(e.getMessage(), e);
        } catch (IOException e) {
            throw new CoverException("The model file " + file + " cannot be read; check its permissions" + CHOOSE, e);
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
        requirePlausibleSize(manifest);
        Map<String, Tensor> weights = tensors(zip, ModelWriter.WEIGHTS, manifest.weights);
        NetworkParameters.requireBackbone(weights, manifest.description.network(),
                manifest.description.kind().equals(ModelDescription.CLASSIFICATION), file.getPath());
        String state = manifest.formatVersion < 2 ? ModelWriter.FORMER_STATE : ModelWriter.STATE;
        return new ModelFile(manifest.description, weights, tensors(zip, state, manifest.state));
    }

    /**
     * A small archive may claim, and hold, more numbers than fit into memory. COVER stores numbers as they are; an
     * archive that was packed anew may be smaller, but numbers of a training never shrink much.
     */
    private void requirePlausibleSize(ModelManifest manifest) throws ZipException {
        long bytes = Float.BYTES * (values(manifest.weights) + values(manifest.state));
        if (bytes / SHRINKING > file.length()) {
            throw new ZipException("it claims " + bytes + " bytes of weights and state in a file of " + file.length());
        }
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new CoverException("The model file " + file + " needs " + (bytes >> 20)
                    + " MB, more than Java may use;"
                    + " raise that in Edit > Options > Memory & Threads.");
        }
    }

    private static long values(List<ModelManifest.Shape> shapes) throws ZipException {
        long sum = 0;
        for (ModelManifest.Shape shape : shapes) {
            if (shape == null || shape.name == null || shape.shape == null) {
                throw new ZipException(ModelWriter.JSON + " has a tensor without name or shape");
            }
            try {
                long values = 1;
                for (int side : shape.shape) {
                    if (side < 0) {
                        throw new ZipException("the shape of " + shape.name + " has a negative side");
                    }
                    values = Math.multiplyExact(values, (long) side);
                }
                sum = Math.addExact(sum, values);
            } catch (ArithmeticException e) {
                throw new ZipException("the shape of " + shape.name + " is too large");
            }
        }
        return sum;
    }

    private ModelManifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(ModelWriter.JSON);
        if (entry == null) {
            throw new CoverException(file + " is not a model file (a zip archive without " + ModelWriter.JSON + ")"
                    + CHOOSE);
        }
        if (entry.getSize() > Limits.MODEL_DESCRIPTION) {
            throw new ZipException(ModelWriter.JSON + " is too large (" + (entry.getSize() >> 20) + " MB)");
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
            return manifestOfThisFormat(version.formatVersion == ModelManifest.FORMAT_VERSION ? json
                    : FormatUpgrade.apply(json, version.formatVersion));
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException | NullPointerException
                | ClassCastException | ArithmeticException | IndexOutOfBoundsException e) {
            // The JSON library and what it calls tell of damaged numbers in all of these ways.
            throw damaged(ModelWriter.JSON + " cannot be understood", e);
        }
    }

    private ModelManifest manifestOfThisFormat(String json) throws ZipException {
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
            if (entry.getSize() != Float.BYTES * Tensor.size(shape.shape)) {
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
            // No more than it claims, whatever the compressed data go on to give.
            bytes = in.readNBytes(Math.toIntExact(Math.max(0, entry.getSize())));
            if (bytes.length < entry.getSize() || in.read() >= 0) {
                throw new ZipException(entry.getName() + " does not have the size that it claims");
            }
        } catch (ArithmeticException e) {
            throw new ZipException(entry.getName() + " is too large");
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException(entry.getName() + " has a wrong checksum");
        }
        return bytes;
    }

    private CoverException damaged(String reason, Exception cause) {
        return new CoverException("The model file " + file + " is damaged or incomplete (" + reason
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
