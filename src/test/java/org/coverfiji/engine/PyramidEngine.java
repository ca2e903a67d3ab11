package org.coverfiji.engine;

import java.util.Map;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;

/**
 * An engine whose features are known: channel c of a level is the average-pooled first input channel to the power of
 * c + 1, plus the level.
 */
public final class PyramidEngine implements Engine {

    public Map<String, Tensor> weights;
    public int[] largestTile = {};
    public boolean closed;
    /** Of a tile; for larger ones memory does not suffice. */
    public long mostPixels = Long.MAX_VALUE;

    @Override
    public FeatureNetwork backbone(NetworkConfiguration network, long seed) {
        return new FeatureNetwork() {

            @Override
            public Tensor[] features(Tensor images) {
                if (Tensor.size(images.shape()) / images.size(0) / images.size(1) > mostPixels) {
                    // As Deeplearning4j's graph passes it on.
                    throw new RuntimeException("Error during neural network forward pass",
                            new OutOfMemoryError("Physical memory usage is too high"));
                }
                if (Tensor.size(images.shape()) > Tensor.size(largestTile) || largestTile.length == 0) {
                    largestTile = images.shape();
                }
                Tensor[] maps = new Tensor[NetworkConfiguration.LEVELS];
                for (int level = 0; level < maps.length; level++) {
                    maps[level] = pooledPowers(images, NetworkConfiguration.levelStride(level),
                            network.levelChannels(level), level);
                }
                return maps;
            }

            @Override
            public void setParameters(Map<String, Tensor> parameters) {
                weights = parameters;
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    private static Tensor pooledPowers(Tensor images, int stride, int channels, int level) {
        int[] shape = images.shape();
        int rank = shape.length;
        int depth = rank == 5 ? shape[2] : 1;
        int height = shape[rank - 2];
        int width = shape[rank - 1];
        int depthStride = rank == 5 ? stride : 1;
        int[] pooled = shape.clone();
        pooled[1] = channels;
        for (int axis = 2; axis < rank; axis++) {
            pooled[axis] /= stride;
        }
        Tensor result = Tensor.zeros(pooled);
        int pixels = result.data().length / (pooled[0] * channels);
        for (int n = 0; n < shape[0]; n++) {
            float[] mean = new float[pixels];
            for (int i = 0; i < depth * height * width; i++) {
                int z = i / (height * width) / depthStride;
                int y = i / width % height / stride;
                int x = i % width / stride;
                mean[(z * (height / stride) + y) * (width / stride) + x] +=
                        images.data()[n * shape[1] * depth * height * width + i] / (depthStride * stride * stride);
            }
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < pixels; i++) {
                    result.data()[(n * channels + c) * pixels + i] = (float) Math.pow(mean[i], c + 1) + level;
                }
            }
        }
        return result;
    }

    @Override
    public String report() {
        return "average pooling";
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public PretrainingNetwork pretraining(NetworkConfiguration network, MethodConfiguration method,
            OptimizerConfiguration optimizer, long seed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FeatureNetwork encoder(NetworkConfiguration network, long seed) {
        throw new UnsupportedOperationException("no encoder alone");
    }

    @Override
    public TaskNetwork task(NetworkConfiguration network, TaskConfiguration task, OptimizerConfiguration optimizer,
            long seed) {
        throw new UnsupportedOperationException("only backbones");
    }

    @Override
    public byte[] onnx(NetworkConfiguration network, TaskConfiguration task, double temperature,
            Map<String, Tensor> weights) {
        throw new UnsupportedOperationException("this double is not exported");
    }

    @Override
    public void require(Precision precision) {
        throw new UnsupportedOperationException("only backbones");
    }

    @Override
    public double convolutionRate(NetworkConfiguration network, int images, int[] patch) {
        throw new UnsupportedOperationException("this double is not timed");
    }

    @Override
    public long nativeBytes() {
        return 0;
    }
}
