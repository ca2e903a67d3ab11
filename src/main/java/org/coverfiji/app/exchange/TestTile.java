package org.coverfiji.app.exchange;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Padding;
import org.coverfiji.image.Resampling;
import org.coverfiji.metric.Temperature;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;

/** A part of a sample image, of the size of a window, and what the network makes of it. */
final class TestTile {

    /** The format's rule for what a test can tell by. */
    private static final double TINY = 1e-4;

    private final FloatImage raw;
    private final Tensor[] outputs;

    /** @throws CoverException if the sample does not fit the model, or shows nothing */
    TestTile(Engine engine, ModelFile model, FloatImage sample) {
        ModelDescription description = model.description();
        description.requireCompatible(sample);
        int[] sides = sides(description);
        int longSide = description.kind().equals(ModelDescription.CLASSIFICATION)
                ? Arrays.stream(sides).min().getAsInt() : description.resize();
        FloatImage scaled = longSide == 0 ? sample : Resampling.toLongSide(sample, longSide);
        raw = liveliest(Padding.reflect(scaled, sides), sides);
        if (description.normalization().isConstant(raw)) {
            throw new CoverException(sample.name() + " is constant, so it shows nothing of what the model does; choose"
                    + " another sample.");
        }
        if (isTiny(raw.data())) {
            throw new CoverException(sample.name() + " has no value beyond " + TINY + ", which the format does not take"
                    + " for a test; multiply it (Process > Math), or choose another sample.");
        }
        FloatImage normalized = description.normalization().apply(raw);
        outputs = outputs(engine, model, new Tensor(normalized.data(), shape()));
    }

    private static boolean isTiny(float[] values) {
        for (float value : values) {
            if (Math.abs(value) >= TINY) {
                return false;
            }
        }
        return true;
    }

    /** The training patch, as networks can take it. */
    static int[] sides(ModelDescription model) {
        return NetworkConfiguration.roundedUp(model.patch());
    }

    /** The window whose values vary most, of those that lie half a side apart. */
    private static FloatImage liveliest(FloatImage image, int[] sides) {
        FloatImage best = null;
        double most = -1;
        int[] size = image.size();
        int[] steps = new int[sides.length];
        Arrays.setAll(steps, axis -> (size[axis] - sides[axis]) / Math.max(1, sides[axis] / 2) + 1);
        int count = Arrays.stream(steps).reduce(1, Math::multiplyExact);
        for (int number = 0; number < count; number++) {
            int[] start = new int[sides.length];
            int rest = number;
            for (int axis = 0; axis < sides.length; axis++) {
                start[axis] = rest % steps[axis] * (sides[axis] / 2);
                rest /= steps[axis];
            }
            FloatImage window = window(image, start, sides);
            double variance = variance(window.data());
            if (variance > most) {
                most = variance;
                best = window;
            }
        }
        return best;
    }

    private static FloatImage window(FloatImage image, int[] start, int[] sides) {
        int[] size = image.size();
        int last = sides.length - 1;
        int depth = last == 2 ? sides[0] : 1;
        float[] data = new float[image.channels() * Arrays.stream(sides).reduce(1, Math::multiplyExact)];
        int to = 0;
        for (int c = 0; c < image.channels(); c++) {
            for (int z = 0; z < depth; z++) {
                for (int y = 0; y < sides[last - 1]; y++) {
                    int plane = last == 2 ? (c * size[0] + start[0] + z) * size[1] : c * size[0];
                    int from = (plane + start[last - 1] + y) * size[last] + start[last];
                    System.arraycopy(image.data(), from, data, to, sides[last]);
                    to += sides[last];
                }
            }
        }
        return new FloatImage(image.name(), data, image.channels(), sides, image.spacing(), image.unit());
    }

    private static double variance(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += (double) value / values.length;
        }
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }

    private int[] shape() {
        return Tensor.batchShape(1, raw.channels(), raw.size());
    }

    private static Tensor[] outputs(Engine engine, ModelFile model, Tensor input) {
        ModelDescription description = model.description();
        TaskConfiguration task = ModelExporter.task(description);
        if (task == null) {
            try (FeatureNetwork network = engine.backbone(description.network(), description.seed())) {
                network.setParameters(model.weights());
                return network.features(input);
            }
        }
        try (TaskNetwork network = engine.task(description.network(), task, OptimizerConfiguration.PUBLISHED,
                description.seed())) {
            network.setParameters(model.weights());
            Tensor probabilities = network.predict(input);
            return new Tensor[] {description.kind().equals(ModelDescription.SEGMENTATION) ? probabilities
                    : new Tensor(Temperature.apply(probabilities.data(), ModelExporter.temperature(description)), 1,
                            task.classes())};
        }
    }

    /** Raw intensities. */
    FloatImage image() {
        return raw;
    }

    /** Raw intensities, [1, C, (D,) H, W]. */
    Tensor input() {
        return new Tensor(raw.data(), shape());
    }

    /** Of the image brought to 0 to 1: the five maps, or the probabilities. */
    Tensor[] outputs() {
        return outputs;
    }
}
