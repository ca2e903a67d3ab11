package org.coverfiji.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;

/** Which parameters a network configuration implies, by name and shape. */
public final class NetworkParameters {

    private static final String BACKBONE = "backbone.";
    private static final String WAY_UP = BACKBONE + "up";

    private NetworkParameters() {
    }

    /** The backbone's parameters: {@code backbone.inc.double_conv.0.weight} → [out, in, k…] and so on. */
    public static Map<String, int[]> backbone(NetworkConfiguration network) {
        int[] widths = network.widths();
        Map<String, int[]> shapes = new LinkedHashMap<>();
        addBlock(shapes, BACKBONE + "inc", network.inputChannels(), widths[0], network.dimensions());
        for (int i = 1; i <= 4; i++) {
            addBlock(shapes, BACKBONE + "down" + i + ".maxpool_conv.1", widths[i - 1], widths[i], network.dimensions());
        }
        for (int i = 1; i <= 4; i++) {
            addBlock(shapes, WAY_UP + i + ".conv", widths[4 - i] + widths[3 + i], widths[4 + i], network.dimensions());
        }
        return shapes;
    }

    private static void addBlock(Map<String, int[]> shapes, String block, int in, int out, int dimensions) {
        addConvolution(shapes, block + ".double_conv.0", in, out, 3, dimensions);
        addNormalization(shapes, block + ".double_conv.1", out);
        addConvolution(shapes, block + ".double_conv.3", out, out, 3, dimensions);
        addNormalization(shapes, block + ".double_conv.4", out);
    }

    private static void addConvolution(Map<String, int[]> shapes, String name, int in, int out, int side,
            int dimensions) {
        int[] weight = new int[2 + dimensions];
        Arrays.fill(weight, side);
        weight[0] = out;
        weight[1] = in;
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", new int[] {out});
    }

    private static void addNormalization(Map<String, int[]> shapes, String name, int channels) {
        shapes.put(name + ".weight", new int[] {channels});
        shapes.put(name + ".bias", new int[] {channels});
    }

    /** How many numbers those parameters hold. */
    public static long count(Map<String, int[]> shapes) {
        return shapes.values().stream().mapToLong(Tensor::size).sum();
    }

    /**
     * Checks that weights hold the whole backbone of a configuration, or its way down; heads are their network's
     * business.
     *
     * @param encoderOnly whether the way up is not needed, as in classification
     * @param source the file, for the message
     * @throws CoverException if a parameter is missing or has another shape
     */
    static void requireBackbone(Map<String, Tensor> weights, NetworkConfiguration network, boolean encoderOnly,
            String source) {
        backbone(network).forEach((name, shape) -> {
            Tensor tensor = weights.get(name);
            if (encoderOnly && name.startsWith(WAY_UP)) {
                return;
            }
            if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
                throw new CoverException("The weights in " + source + " do not fit its network configuration: " + name
                        + " must be " + Arrays.toString(shape) + " and is "
                        + (tensor == null ? "missing" : Arrays.toString(tensor.shape()))
                        + "; use a model file that COVER wrote.");
            }
        });
    }
}
