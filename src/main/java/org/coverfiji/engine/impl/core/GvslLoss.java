package org.coverfiji.engine.impl.core;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * The losses of GVSL. An affine map, then a field ψ, bring B's images onto A's: 1 − the mean squared local correlation
 * of the two; A is restored from its corrupted image: the mean squared error; ψ is smooth.
 *
 * <p>Reads the online embeddings {@value #FIELD}, ψ, [N, 2 or 3, (D,) H, W]; {@value #RESTORED}, of the images' shape;
 * {@value #AFFINE}, the numbers of {@link AffineMatrix}, [N, 7 or 15, …], unless there is no affine map; and the extras
 * {@value PairImages#A} and {@value PairImages#B}. Gives the losses {@value #CORRELATION}, {@value #RESTORATION} and
 * {@value #SMOOTHNESS}.
 */
public final class GvslLoss implements LossCore {

    /** The core's name. */
    public static final String NAME = "gvsl";
    /** The names of the online embeddings. */
    public static final String FIELD = "field";
    public static final String RESTORED = "restored";
    public static final String AFFINE = "affine";
    /** The names of the losses, and of their weights. */
    public static final String CORRELATION = "correlation";
    public static final String RESTORATION = "restoration";
    public static final String SMOOTHNESS = "smoothness";
    /** The constants: the correlation's window in pixels; 0 or 1; 0 or 1. */
    public static final String WINDOW = "window";
    public static final String WITH_AFFINE = "affine";
    public static final String PUBLISHED = "published";

    private final int window;
    private final boolean affine;
    private final boolean published;
    private final double correlation;
    private final double restoration;
    private final double smoothness;

    /**
     * @param constants the weights of the losses, the window, and whether there is an affine map before the field and
     *        whether images are read at the positions at which the published program reads them, in which case nothing
     *        is learnt about the affine map, whose gradient that program cuts
     */
    public GvslLoss(ToDoubleFunction<String> constants) {
        window = PairImages.window(constants.applyAsDouble(WINDOW));
        affine = constants.applyAsDouble(WITH_AFFINE) != 0;
        published = constants.applyAsDouble(PUBLISHED) != 0;
        correlation = constants.applyAsDouble(CORRELATION);
        restoration = constants.applyAsDouble(RESTORATION);
        smoothness = constants.applyAsDouble(SMOOTHNESS);
    }

    /** All three losses are means over the pairs, which are of one size. */
    @Override
    public boolean addsUp() {
        return true;
    }

    @Override
    public List<String> reads() {
        return List.of(PairImages.A, PairImages.B);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor a = input.extra(PairImages.A);
        int samples = a.size(0);
        Tensor b = PairImages.require("the other images", input.extra(PairImages.B), samples, a.size(1), a);
        Tensor field = PairImages.require("fields", input.online(FIELD), samples, a.rank() - 2, a);
        Tensor restored = PairImages.require("restored images", input.online(RESTORED), samples, a.size(1), a);
        double[] fieldGradient = new double[field.data().length];
        double[] affineGradient = affine ? new double[input.online(AFFINE).data().length] : null;
        double[] correlations = new double[samples];
        Parallel.run(samples, sample -> correlations[sample] = register(sample, a, b, field,
                affine ? input.online(AFFINE) : null, fieldGradient, affineGradient));
        double smooth = Smoothness.add(field, 1, smoothness, fieldGradient);
        double[] restoredGradient = new double[restored.data().length];
        double error = 0;
        for (int i = 0; i < restoredGradient.length; i++) {
            double difference = (double) restored.data()[i] - a.data()[i];
            error += difference * difference / restoredGradient.length;
            restoredGradient[i] = 2 * restoration * difference / restoredGradient.length;
        }
        CoreResult result = new CoreResult().weight(samples)
                .loss(CORRELATION, 1 - Arrays.stream(correlations).sum() / samples)
                .loss(RESTORATION, error).loss(SMOOTHNESS, smooth)
                .gradient(FIELD, new Tensor(PairImages.floats(fieldGradient), field.shape()))
                .gradient(RESTORED, new Tensor(PairImages.floats(restoredGradient), restored.shape()));
        if (affine && !published) {
            result.gradient(AFFINE,
                    new Tensor(PairImages.floats(affineGradient), input.online(AFFINE).shape()));
        }
        return result;
    }

    /** The mean squared correlation of a pair. Fills the gradients of the sample. */
    private double register(int sample, Tensor a, Tensor b, Tensor field, Tensor numbers, double[] fieldGradient,
            double[] affineGradient) {
        int[] size = PairImages.size(a);
        int channels = a.size(1);
        int pixels = a.data().length / (a.size(0) * channels);
        Registration registration = new Registration(size, published);
        double[] own = numbers == null ? null : numbers(numbers, sample);
        double[] warped = registration.warp(b.data(), sample * channels * pixels, channels,
                own == null ? null : new AffineMatrix(size.length).of(own), field.data(),
                sample * size.length * pixels);
        double sum = 0;
        double[] warpedGradient = new double[warped.length];
        for (int channel = 0; channel < channels; channel++) {
            double[] plane = new double[pixels];
            for (int i = 0; i < pixels; i++) {
                plane[i] = warped[i * channels + channel];
            }
            LocalCorrelation local = new LocalCorrelation(size, window, plane,
                    PairImages.plane(a, sample * channels + channel, pixels));
            double[] weights = new double[pixels];
            Arrays.fill(weights, -correlation / (a.size(0) * channels * (double) pixels));
            double[] gradient = local.gradient(weights);
            for (int i = 0; i < pixels; i++) {
                sum += local.squared(i);
                warpedGradient[i * channels + channel] = gradient[i];
            }
        }
        double[] matrixGradient = registration.gradient(warpedGradient, fieldGradient, sample * size.length * pixels);
        if (own != null) {
            double[] gradient = new AffineMatrix(size.length).gradient(own, matrixGradient);
            System.arraycopy(gradient, 0, affineGradient, sample * gradient.length, gradient.length);
        }
        return sum / (channels * (double) pixels);
    }

    private static double[] numbers(Tensor numbers, int sample) {
        int count = numbers.data().length / numbers.size(0);
        return Rows.doubles(Arrays.copyOfRange(numbers.data(), sample * count, (sample + 1) * count));
    }
}
