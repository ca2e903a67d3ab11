package org.coverfiji.engine.impl.core;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * The losses of GEMINI's first step. Fields bring A onto B and B onto A. What images show agrees after that: 1 − the
 * squared local correlation; so do features: 1 − their cosine, once with a gradient at the features alone and once at
 * the fields alone; fields are smooth. What a field takes from beyond an image does not count. Every loss is the sum
 * over both directions.
 *
 * <p>Reads the online embeddings {@value #FEATURES}, [2N, C, (D,) H, W], A's first; {@value #FIELDS},
 * [2N, 2 or 3, (D,) H, W], those that bring A onto B first; and the extras {@value PairImages#A} and
 * {@value PairImages#B}. Gives the losses {@value #CORRELATION}, {@value #SEMANTIC} and {@value #SMOOTHNESS}.
 */
public final class GeminiLoss implements LossCore {

    /** The core's name. */
    public static final String NAME = "gemini";
    /** The names of the online embeddings. */
    public static final String FEATURES = "features";
    public static final String FIELDS = "fields";
    /** The names of the losses, and of their weights. */
    public static final String CORRELATION = "correlation";
    public static final String SEMANTIC = "semantic";
    public static final String SMOOTHNESS = "smoothness";
    /** The constants: the weights of the semantic loss' two parts within it; the window in pixels; 0 or 1. */
    public static final String FEATURE_PART = "feature_part";
    public static final String FIELD_PART = "field_part";
    public static final String WINDOW = "window";
    public static final String PUBLISHED = "published";

    private static final double LEAST_MASK = 1e-5;

    private final int window;
    private final Sampling sampling;
    private final double correlation;
    private final double semantic;
    private final double smoothness;
    private final double featurePart;
    private final double fieldPart;

    /**
     * @param constants the weights of the losses and of the semantic loss' parts, the window, and whether maps are read
     *        at the positions at which the published program reads them
     */
    public GeminiLoss(ToDoubleFunction<String> constants) {
        window = PairImages.window(constants.applyAsDouble(WINDOW));
        sampling = constants.applyAsDouble(PUBLISHED) == 0 ? Sampling.EXACT : Sampling.PUBLISHED;
        correlation = constants.applyAsDouble(CORRELATION);
        semantic = constants.applyAsDouble(SEMANTIC);
        smoothness = constants.applyAsDouble(SMOOTHNESS);
        featurePart = constants.applyAsDouble(FEATURE_PART);
        fieldPart = constants.applyAsDouble(FIELD_PART);
    }

    @Override
    public List<String> reads() {
        return List.of(PairImages.A, PairImages.B);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor a = input.extra(PairImages.A);
        int pairs = a.size(0);
        Tensor b = PairImages.require("the other images", input.extra(PairImages.B), pairs, a.size(1), a);
        Tensor features = input.online(FEATURES);
        PairImages.require("features", features, 2 * pairs, features.size(1), a);
        Tensor fields = PairImages.require("fields", input.online(FIELDS), 2 * pairs, a.rank() - 2, a);
        Alignment[] all = new Alignment[2 * pairs];
        Parallel.run(all.length, i -> all[i] = new Alignment(i, a, b, features, fields));
        double[] covered = new double[2];
        for (int i = 0; i < all.length; i++) {
            covered[i / pairs] += all[i].covered;
        }
        Parallel.run(all.length, i -> all[i].evaluate(covered[i / pairs]));

        double[] fieldGradient = new double[fields.data().length];
        double[] featureGradient = new double[features.data().length];
        double visual = 2;
        // A direction in which nothing counts has no semantic loss: neither 1 nor NaN.
        double meaning = featurePart + fieldPart;
        meaning = (covered[0] > 0 ? meaning : 0) + (covered[1] > 0 ? meaning : 0);
        for (int i = 0; i < all.length; i++) {
            visual -= all[i].correlated;
            meaning -= (featurePart + fieldPart) * all[i].similar;
            all[i].addGradients(i, (i + pairs) % all.length, featureGradient, fieldGradient);
        }
        double smooth = Smoothness.add(fields, 2, smoothness, fieldGradient);
        return new CoreResult().loss(CORRELATION, visual).loss(SEMANTIC, meaning).loss(SMOOTHNESS, smooth)
                .gradient(FEATURES, new Tensor(PairImages.floats(featureGradient), features.shape()))
                .gradient(FIELDS, new Tensor(PairImages.floats(fieldGradient), fields.shape()));
    }

    /** One image brought onto its partner. */
    private final class Alignment {

        private final int[] size;
        private final int pixels;
        private final int imageChannels;
        private final int channels;
        private final SamplePoints points;
        private final double[] image;
        private final double[][] partnerImage;
        private final double[] source;
        private final double[] partner;
        private final int covered;
        private double correlated;
        private double similar;
        private double[] sourceGradient;
        private double[] partnerGradient;
        private double[][] positionGradient;

        /** @param sample that of the first images and, after them, of the second ones */
        Alignment(int sample, Tensor a, Tensor b, Tensor features, Tensor fields) {
            int pairs = a.size(0);
            size = PairImages.size(a);
            imageChannels = a.size(1);
            channels = features.size(1);
            pixels = fields.data().length / (2 * pairs * size.length);
            points = SamplePoints.displaced(sampling, size, fields.data(), sample * size.length * pixels);
            boolean first = sample < pairs;
            int pair = sample % pairs;
            image = points.rimmed((first ? a : b).data(), pair * imageChannels * pixels, imageChannels);
            partnerImage = new double[imageChannels][];
            for (int channel = 0; channel < imageChannels; channel++) {
                partnerImage[channel] = PairImages.plane(first ? b : a, pair * imageChannels + channel, pixels);
            }
            source = points.rimmed(features.data(), sample * channels * pixels, channels);
            int other = (sample + pairs) % (2 * pairs);
            partner = points.inner(points.rimmed(features.data(), other * channels * pixels, channels), channels);
            int count = 0;
            for (int i = 0; i < pixels; i++) {
                count += points.nearestInside(i) ? 1 : 0;
            }
            covered = count;
        }

        /** @param allCovered pixels that count in all pairs of this direction */
        void evaluate(double allCovered) {
            correlate(allCovered + LEAST_MASK);
            compare(Math.max(1, allCovered));
        }

        private void correlate(double normaliser) {
            double[] warped = points.read(image, imageChannels);
            double[] warpedGradient = new double[warped.length];
            for (int channel = 0; channel < imageChannels; channel++) {
                double[] plane = new double[pixels];
                double[] weights = new double[pixels];
                for (int i = 0; i < pixels; i++) {
                    plane[i] = warped[i * imageChannels + channel];
                    weights[i] = points.nearestInside(i) ? 1 / (normaliser * imageChannels) : 0;
                }
                LocalCorrelation local = new LocalCorrelation(size, window, plane, partnerImage[channel]);
                for (int i = 0; i < pixels; i++) {
                    correlated += weights[i] * local.squared(i);
                    weights[i] *= -correlation;
                }
                double[] gradient = local.gradient(weights);
                for (int i = 0; i < pixels; i++) {
                    warpedGradient[i * imageChannels + channel] = gradient[i];
                }
            }
            positionGradient = points.slopes(image, imageChannels, warpedGradient);
        }

        private void compare(double normaliser) {
            double[] warped = points.read(source, channels);
            double[] warpedGradient = new double[warped.length];
            partnerGradient = new double[partner.length];
            for (int i = 0; i < pixels; i++) {
                if (points.nearestInside(i)) {
                    similar += cosine(i, warped, warpedGradient, -semantic / normaliser) / normaliser;
                }
            }
            double[][] slopes = points.slopes(source, channels, warpedGradient);
            for (int axis = 0; axis < size.length; axis++) {
                for (int i = 0; i < pixels; i++) {
                    positionGradient[axis][i] += fieldPart * slopes[axis][i];
                }
            }
            sourceGradient = new double[source.length];
            points.spread(warpedGradient, channels, sourceGradient);
        }

        /** The cosine of two vectors; fills their gradients. A vector of zeros has cosine 0 and no gradient. */
        private double cosine(int row, double[] warped, double[] warpedGradient, double factor) {
            double length = Math.sqrt(Rows.dot(warped, row, warped, row, channels));
            double partnerLength = Math.sqrt(Rows.dot(partner, row, partner, row, channels));
            if (length <= UnitRows.SMALLEST_LENGTH || partnerLength <= UnitRows.SMALLEST_LENGTH) {
                return 0;
            }
            double product = length * partnerLength;
            double cosine = Rows.dot(warped, row, partner, row, channels) / product;
            Rows.add(warpedGradient, row, factor / product, partner, row, channels);
            Rows.add(warpedGradient, row, -factor * cosine / (length * length), warped, row, channels);
            Rows.add(partnerGradient, row, factor / product, warped, row, channels);
            Rows.add(partnerGradient, row, -factor * cosine / (partnerLength * partnerLength), partner, row, channels);
            return cosine;
        }

        void addGradients(int sample, int other, double[] featureGradient, double[] fieldGradient) {
            double[] own = points.inner(sourceGradient, channels);
            for (int channel = 0; channel < channels; channel++) {
                for (int i = 0; i < pixels; i++) {
                    featureGradient[(sample * channels + channel) * pixels + i] += featurePart
                            * own[i * channels + channel];
                    featureGradient[(other * channels + channel) * pixels + i] += featurePart
                            * partnerGradient[i * channels + channel];
                }
            }
            for (int axis = 0; axis < size.length; axis++) {
                for (int i = 0; i < pixels; i++) {
                    fieldGradient[(sample * size.length + axis) * pixels + i] += positionGradient[axis][i]
                            * sampling.factor(size[axis]);
                }
            }
        }
    }
}
