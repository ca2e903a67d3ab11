package org.coverfiji.app.inspect;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.PixelVectors;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelFile;

/**
 * COVER's projection heads, which a model file keeps as it was pretrained: per level a 1×1 convolution, then
 * normalisation over all channels and pixels of an image. The same heads serve both views. Immutable.
 */
public final class ProjectionHeads {

    /** Of group normalisation. */
    private static final double EPSILON = 1e-5;

    private final CoverConfiguration configuration;
    private final Map<String, Tensor> weights;

    private ProjectionHeads(CoverConfiguration configuration, Map<String, Tensor> weights) {
        this.configuration = configuration;
        this.weights = weights;
    }

    /** The heads of a model; null if its file has none, as after fine-tuning or other methods. */
    public static ProjectionHeads of(ModelFile file) {
        if (!file.weights().containsKey(name(0, "proj.weight"))) {
            return null;
        }
        CoverConfiguration configuration = CoverRecipe.configuration(file.description().network().dimensions(),
                file.description().methodSettings());
        for (int level = 0; level < configuration.vectorLevels(); level++) {
            Tensor weight = file.weights().get(name(level, "proj.weight"));
            if (weight == null || weight.size(0) != configuration.headDimension() * configuration.heads()[level]
                    || weight.size(1) != file.description().network().levelChannels(level)) {
                return null;
            }
        }
        return new ProjectionHeads(configuration, file.weights());
    }

    /** As COVER has them by default. */
    static CoverConfiguration usual(int dimensions) {
        return CoverRecipe.configuration(dimensions, Map.of());
    }

    /** The settings that stand for a configuration in a model's description. */
    static Map<String, String> settings(CoverConfiguration cover) {
        return Map.of(CoverRecipe.AMPLITUDE.key(), String.valueOf(cover.amplitude()), CoverRecipe.HEADS.key(),
                Arrays.stream(cover.heads()).mapToObj(String::valueOf).collect(Collectors.joining(",")),
                CoverRecipe.HEAD_DIMENSION.key(), String.valueOf(cover.headDimension()));
    }

    public CoverConfiguration configuration() {
        return configuration;
    }

    /** Whether a level has heads: without the pyramid only the deepest has. */
    public boolean has(int level) {
        return level < configuration.vectorLevels();
    }

    /** How many heads a level has. */
    public int count(int level) {
        return configuration.heads()[level];
    }

    /** τ = √(features per head), by which q·k is divided. */
    public double temperature() {
        return Math.sqrt(configuration.headDimension());
    }

    /**
     * q (or k) of a level's map, all heads: channel c belongs to head c mod heads.
     *
     * @param map [1, C, (D,) H, W]
     */
    public PixelVectors project(int level, Tensor map) {
        Tensor weight = weights.get(name(level, "proj.weight"));
        float[] bias = weights.get(name(level, "proj.bias")).data();
        int inputs = map.size(1);
        int outputs = weight.size(0);
        int pixels = map.data().length / inputs;
        float[] projected = new float[outputs * pixels];
        for (int out = 0; out < outputs; out++) {
            Arrays.fill(projected, out * pixels, (out + 1) * pixels, bias[out]);
            for (int in = 0; in < inputs; in++) {
                float factor = weight.data()[out * inputs + in];
                for (int p = 0; p < pixels; p++) {
                    projected[out * pixels + p] += factor * map.data()[in * pixels + p];
                }
            }
        }
        normalize(projected, pixels, level);
        int[] shape = map.shape();
        shape[1] = outputs;
        return PixelVectors.of(new Tensor(projected, shape));
    }

    private void normalize(float[] values, int pixels, int level) {
        double mean = 0;
        for (float value : values) {
            mean += value;
        }
        mean /= values.length;
        double variance = 0;
        for (float value : values) {
            variance += (value - mean) * (value - mean);
        }
        double factor = 1 / Math.sqrt(variance / values.length + EPSILON);
        float[] scale = weights.get(name(level, "norm.weight")).data();
        float[] shift = weights.get(name(level, "norm.bias")).data();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) * factor * scale[i / pixels] + shift[i / pixels]);
        }
    }

    private static String name(int level, String parameter) {
        return "proj." + level + "." + parameter;
    }

    @Override
    public String toString() {
        return Arrays.toString(configuration.heads()) + " heads on " + NetworkConfiguration.LEVELS + " levels";
    }
}
