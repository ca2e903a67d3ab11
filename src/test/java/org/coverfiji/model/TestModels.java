package org.coverfiji.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.Normalization;

/** Small complete models for tests. */
public final class TestModels {

    private TestModels() {
    }

    public static NetworkConfiguration network(int dimensions, int inputChannels) {
        return new NetworkConfiguration(dimensions, inputChannels, new int[] {8, 8, 8, 8, 24, 16, 16, 8, 8});
    }

    public static Map<String, Tensor> weights(NetworkConfiguration network) {
        Random random = new Random(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        NetworkParameters.backbone(network).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < tensor.data().length; i++) {
                tensor.data()[i] = (float) random.nextGaussian();
            }
            weights.put(name, tensor);
        });
        return weights;
    }

    public static ModelDescriptionBuilder description(NetworkConfiguration network, int patchSide) {
        int[] patch = new int[network.dimensions()];
        double[] pixelSize = new double[network.dimensions()];
        Arrays.fill(patch, patchSide);
        Arrays.fill(pixelSize, 1);
        return ModelDescription.builder().network(network).patch(patch).pixelSize(pixelSize, "mm")
                .normalization(Normalization.window(0, 1));
    }

    public static ModelFile model(ModelDescription description) {
        return new ModelFile(description, weights(description.network()), Collections.emptyMap());
    }
}
