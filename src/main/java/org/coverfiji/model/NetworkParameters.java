package org.coverfiji.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;

/** Which parameters a network configuration implies, by name and shape. */
public final class NetworkParameters {

    /** The published program wraps blocks in containers whose names say nothing new, e.g. {@code maxpool_conv.1}. */
    private static final Pattern BLOCK = Pattern.compile(
            "(?:.*\\.)?(inc|down[1-4]|up[1-4])\\.(?:.*\\.)?double_conv\\.([0134])\\.(weight|bias)");

    private NetworkParameters() {
    }

    /** The backbone's parameters: {@code inc.double_conv.0.weight} → [out, in, k…] and so on, in network order. */
    public static Map<String, int[]> backbone(NetworkConfiguration network) {
        int[] widths = network.widths();
        Map<String, int[]> shapes = new LinkedHashMap<>();
        addBlock(shapes, "inc", network.inputChannels(), widths[0], network.dimensions());
        for (int i = 1; i <= 4; i++) {
            addBlock(shapes, "down" + i, widths[i - 1], widths[i], network.dimensions());
        }
        for (int i = 1; i <= 4; i++) {
            addBlock(shapes, "up" + i, widths[4 - i] + widths[3 + i], widths[4 + i], network.dimensions());
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

    /** COVER's projections per level: {@code proj.0.proj.weight}, … */
    public static Map<String, int[]> projections(NetworkConfiguration network) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            int out = network.headDimension() * network.heads()[level];
            addConvolution(shapes, "proj." + level + ".proj", network.levelChannels(level), out, 1,
                    network.dimensions());
            addNormalization(shapes, "proj." + level + ".norm", out);
        }
        return shapes;
    }

    /** More than any head, with projections or classes, adds to a model of this description. */
    static long largest(ModelDescription model) {
        NetworkConfiguration network = model.network();
        long channels = 0;
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            channels += network.levelChannels(level) + network.widths()[level];
        }
        return count(backbone(network)) + count(projections(network)) + (channels + 1) * model.classes().size();
    }

    /** How many numbers those parameters hold. */
    public static long count(Map<String, int[]> shapes) {
        return shapes.values().stream().mapToLong(Tensor::size).sum();
    }

    /**
     * Checks that weights hold the whole backbone of a configuration, or its way down; heads and projections are their
     * network's business.
     *
     * @param encoderOnly whether the way up is not needed, as in classification
     * @param source the file, for the message
     * @throws CoverException if a parameter is missing or has another shape
     */
    static void requireBackbone(Map<String, Tensor> weights, NetworkConfiguration network, boolean encoderOnly,
            String source) {
        Map<String, Tensor> byPlainName = new HashMap<>();
        weights.forEach((name, tensor) -> byPlainName.put(plainName(name), tensor));
        backbone(network).forEach((name, shape) -> {
            Tensor tensor = byPlainName.get(name);
            if (encoderOnly && name.startsWith("up")) {
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

    private static String plainName(String name) {
        Matcher matcher = BLOCK.matcher(name);
        return matcher.matches()
                ? matcher.group(1) + ".double_conv." + matcher.group(2) + "." + matcher.group(3) : name;
    }
}
