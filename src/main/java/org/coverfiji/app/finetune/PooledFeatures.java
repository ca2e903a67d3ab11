package org.coverfiji.app.finetune;

import java.util.Arrays;
import java.util.Map;

import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.Tensor;

/** A feature network whose maps are averaged to one value per channel, [N, C, 1, 1(, 1)]. */
final class PooledFeatures implements FeatureNetwork {

    private final FeatureNetwork network;

    PooledFeatures(FeatureNetwork network) {
        this.network = network;
    }

    @Override
    public Tensor[] features(Tensor images) {
        return Arrays.stream(network.features(images)).map(PooledFeatures::pooled).toArray(Tensor[]::new);
    }

    private static Tensor pooled(Tensor map) {
        int[] shape = map.shape();
        int planes = shape[0] * shape[1];
        int pixels = map.data().length / planes;
        Arrays.fill(shape, 2, shape.length, 1);
        float[] means = new float[planes];
        for (int plane = 0; plane < planes; plane++) {
            double sum = 0;
            for (int i = plane * pixels; i < (plane + 1) * pixels; i++) {
                sum += map.data()[i];
            }
            means[plane] = (float) (sum / pixels);
        }
        return new Tensor(means, shape);
    }

    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        network.setParameters(parameters);
    }

    @Override
    public void close() {
        network.close();
    }
}
