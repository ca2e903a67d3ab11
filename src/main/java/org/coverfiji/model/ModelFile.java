package org.coverfiji.model;

import java.io.File;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.api.WeightedNetwork;
import org.coverfiji.file.AtomicFile;

/**
 * A model: its description, its weights and, where training is to be resumed, its state. On disk one zip
 * archive (extension {@code .cover}): {@code model.json}, readable by people, and every tensor as raw little-endian
 * float32 in an entry {@code weights/<name>.f32} or {@code state/<name>.f32}. Immutable, but tensors are shared,
 * not copied.
 */
public final class ModelFile {

    private final ModelDescription description;
    private final Map<String, Tensor> weights;
    private final Map<String, Tensor> state;

    /** @param state empty where training will not be resumed */
    public ModelFile(ModelDescription description, Map<String, Tensor> weights, Map<String, Tensor> state) {
        this.description = description;
        this.weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        this.state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
    }

    /**
     * Reads a model file and checks it: every entry's checksum, and that the weights fit the network configuration.
     *
     * @throws CoverException if it is missing, damaged, not a model file, of a newer format, or does not fit itself
     */
    public static ModelFile read(File file) {
        return new ModelReader(file).read();
    }

    /**
     * The description alone, without reading and checking the weights.
     *
     * @throws CoverException if there is no such file, or it is no model file of a known format
     */
    public static ModelDescription readDescription(File file) {
        return new ModelReader(file).readDescription();
    }

    /**
     * Reads a model file of one kind.
     *
     * @throws CoverException as {@link #read(File)}, or if it is of another kind
     */
    public static ModelFile read(File file, String kind) {
        ModelFile model = read(file);
        model.description.requireKind(kind, file.getPath());
        return model;
    }

    /**
     * Writes the file in one piece: either all of it is there afterwards, or what was there before.
     *
     * @throws CoverException if it cannot be written
     */
    public void write(File file) {
        AtomicFile.write(file, out -> new ModelWriter(this).write(out));
    }

    /**
     * A network with this model's weights, which the caller closes.
     *
     * @param maker makes the network
     * @throws CoverException if the weights do not fit it, or the memory does not suffice
     */
    public <N extends WeightedNetwork> N filled(Supplier<N> maker) {
        return MemoryShortage.told(() -> {
            N network = maker.get();
            try {
                network.setParameters(weights);
                return network;
            } catch (RuntimeException | Error e) {
                network.close();
                throw e;
            }
        }, () -> "There is not enough memory for the model's network, a " + description.network() + "; "
                + MemoryShortage.REMEDY + ", or close other programs.");
    }

    /** Tells models apart: a sum over all that their results depend on. */
    public String fingerprint() {
        return Fingerprint.of(this);
    }

    /** Tells weights apart. */
    public static String fingerprint(Map<String, Tensor> weights) {
        return Fingerprint.of(weights);
    }

    public ModelDescription description() {
        return description;
    }

    /** Parameters by name, in the network's order. */
    public Map<String, Tensor> weights() {
        return weights;
    }

    /** Empty if the file holds none. */
    public Map<String, Tensor> state() {
        return state;
    }
}
