package org.coverfiji.app.inspect;

import java.lang.reflect.Proxy;
import java.util.Map;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;

/**
 * An engine whose features are known: on every level a pixel has the direction (cos v, sin v, 0, …) where v is the
 * first pixel of its block times a gain that the weights tell.
 */
public final class AngleEngine {

    /** The parameter whose first value is the gain. */
    public static final String GAIN = "backbone.inc.double_conv.0.bias";

    private AngleEngine() {
    }

    public static Engine create() {
        return (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("backbone")) {
                        return new Angles((NetworkConfiguration) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final class Angles implements FeatureNetwork {

        private final NetworkConfiguration network;
        private float gain;

        Angles(NetworkConfiguration network) {
            this.network = network;
        }

        @Override
        public Tensor[] features(Tensor images) {
            Tensor[] maps = new Tensor[NetworkConfiguration.LEVELS];
            int width = images.size(3);
            for (int level = 0; level < maps.length; level++) {
                int stride = NetworkConfiguration.levelStride(level);
                int w = width / stride;
                int h = images.size(2) / stride;
                maps[level] = Tensor.zeros(images.size(0), network.levelChannels(level), h, w);
                for (int n = 0; n < images.size(0); n++) {
                    for (int p = 0; p < h * w; p++) {
                        double angle = gain * images.data()[(n * images.size(2) + p / w * stride) * width
                                + p % w * stride];
                        int start = n * network.levelChannels(level) * h * w;
                        maps[level].data()[start + p] = (float) Math.cos(angle);
                        maps[level].data()[start + h * w + p] = (float) Math.sin(angle);
                    }
                }
            }
            return maps;
        }

        @Override
        public void setParameters(Map<String, Tensor> parameters) {
            gain = parameters.get(GAIN).data()[0];
        }

        @Override
        public void close() {
            // There is nothing to release.
        }
    }
}
