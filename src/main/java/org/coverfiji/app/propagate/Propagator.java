package org.coverfiji.app.propagate;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.app.apply.PixelClassifier;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureUse;
import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.tile.PixelPredictor;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelFile;

/**
 * Gives every pixel the class of those labelled pixels whose features are most similar: nothing is trained.
 *
 * <pre>
 * try (Propagator propagator = new Propagator(engine, ModelFile.read(file), labelled, PropagateSettings.DEFAULT)) {
 *     LabelImage labels = propagator.labels(image);
 * }
 * </pre>
 *
 * Of the labelled pixels as many of every class are remembered. Where votes are tied, the pixel gets the class that
 * comes first; {@link #remark()} tells how many there were, and how sure the others are.
 */
public final class Propagator implements PixelClassifier {

    /** Of the classes themselves, and of a label image that is shown or written. */
    private static final double LABELS = 1.25;

    private final LabelledImages labelled;
    private final PropagateSettings settings;
    private final FeatureExtractor extractor;
    private final NeighbourVotes votes;
    private final Confidence confidence = new Confidence();

    /**
     * Looks at the labelled images.
     *
     * @param file of any model with a whole U-Net and feature statistics
     * @throws org.coverfiji.CoverException if the model cannot give features, the images do not fit it, or a class has
     *         no labelled pixel
     */
    public Propagator(Engine engine, ModelFile file, LabelledImages labelled, PropagateSettings settings) {
        this(engine, file, labelled, settings, TileListener.SILENT, image -> { }, line -> { });
    }

    /**
     * As above.
     *
     * @param listener is told of every tile; may stop the work by throwing an exception
     * @param progress hears which labelled image's turn it is
     * @param log takes a line where memory suffices for smaller windows only
     */
    public Propagator(Engine engine, ModelFile file, LabelledImages labelled, PropagateSettings settings,
            TileListener listener, IntConsumer progress, Consumer<String> log) {
        this.labelled = labelled;
        this.settings = settings;
        extractor = new FeatureExtractor(engine, file);
        extractor.setListener(listener);
        extractor.setLog(log);
        try {
            FeatureMemory memory = LabelledPixels.remember(labelled, extractor, settings, progress);
            votes = new NeighbourVotes(memory, settings.neighbours(), classes().size());
        } catch (RuntimeException | Error e) {
            extractor.close();
            throw e;
        }
    }

    @Override
    public List<String> classes() {
        return labelled.classes().names();
    }

    @Override
    public LabelImage labels(FloatImage image) {
        return new LabelImage(image.name(), PixelPredictor.mostProbable(shares(image), image.size()), image.size());
    }

    @Override
    public FloatImage probabilities(FloatImage image) {
        SlidingWindow.resultLength(image, classes().size());
        FloatImage shares = Resampling.toSize(shares(image), image.size());
        return image.withData(shares.data(), shares.channels());
    }

    /** On the grid that the network saw. */
    private FloatImage shares(FloatImage image) {
        Segmenter.requireSide(image);
        ImageFeatures features = extractor.of(image);
        float[] shares = votes.shares(features);
        confidence.add(shares, classes().size());
        return new FloatImage(image.name(), shares, classes().size(), features.preparedSize(), image.spacing(),
                image.unit());
    }

    @Override
    public void requireMemory(String name, Geometry geometry, boolean probabilities) {
        extractor.requireMemory(name, geometry, use(probabilities));
    }

    /** What it takes to propagate to all that a file or window holds, if memory suffices. */
    public InferenceEstimate estimate(Geometry geometry, boolean probabilities) {
        return extractor.estimate(geometry, use(probabilities));
    }

    /** Shares of the votes, on the way and, if wanted, as images; classes; and what is remembered. */
    private FeatureUse use(boolean probabilities) {
        int classes = classes().size();
        return new FeatureUse("to be labelled", LABELS + (probabilities ? 2 * classes : 0), classes, votes.values());
    }

    @Override
    public String remark() {
        return confidence.take();
    }

    @Override
    public String maker() {
        return "propagated by features of the model SHA-256: " + extractor.fingerprint() + "\nlabelled pixels: "
                + DataFingerprint.ofText(IntStream.range(0, labelled.size()).mapToObj(labelled::fingerprint)
                        .collect(Collectors.joining("\n"))) + ", classes " + String.join(", ", classes())
                + "\nsettings: " + settings;
    }

    @Override
    public void close() {
        extractor.close();
    }

    /** How sure the classes are of images that were looked at: the mean share of the votes that the winner has. */
    private static final class Confidence {

        private double sum;
        private long ties;
        private long pixels;

        void add(float[] shares, int classes) {
            int count = shares.length / classes;
            for (int i = 0; i < count; i++) {
                float best = 0;
                float second = 0;
                for (int at = i; at < shares.length; at += count) {
                    second = Math.max(second, Math.min(best, shares[at]));
                    best = Math.max(best, shares[at]);
                }
                sum += best;
                ties += best == second ? 1 : 0;
            }
            pixels += count;
        }

        String take() {
            if (pixels == 0) {
                return "";
            }
            String text = String.format(Locale.ROOT, "the winning class has %.1f %% of the votes on average%s.",
                    100 * sum / pixels, ties == 0 ? "" : String.format(Locale.ROOT, "; of %.2f %% of the pixels the"
                            + " votes are tied, and the class that comes first was taken", 100.0 * ties / pixels));
            sum = 0;
            ties = 0;
            pixels = 0;
            return text;
        }
    }
}
