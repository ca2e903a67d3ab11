package org.coverfiji.model.exchange;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.AtomicFile;

/** Writes weights for other programs, under the published program's names. */
public final class WeightFiles {

    /** Is in every file that is written here: what has it may be replaced. */
    public static final String MARK = "COVER for Fiji";

    private WeightFiles() {
    }

    /**
     * As {@code torch.save} writes a state_dict; loadable with {@code weights_only=True}.
     *
     * @param weights by our names
     * @throws org.coverfiji.CoverException if the file cannot be written
     */
    public static void writeTorch(File file, Map<String, Tensor> weights) {
        AtomicFile.write(file, out -> TorchWriter.write(published(weights), out));
    }

    /**
     * As safetensors.
     *
     * @param metadata texts that say what the weights are
     * @throws org.coverfiji.CoverException if the file cannot be written
     */
    public static void writeSafetensors(File file, Map<String, Tensor> weights, Map<String, String> metadata) {
        AtomicFile.write(file, out -> SafetensorsWriter.write(published(weights), metadata, out));
    }

    private static Map<String, Tensor> published(Map<String, Tensor> weights) {
        Map<String, Tensor> result = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> result.put(PublishedNames.published(name), tensor));
        return result;
    }
}
