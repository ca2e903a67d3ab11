package org.coverfiji.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.Resampling;

/**
 * All that a model file says about its weights: what network they belong to, how its images were prepared, how it
 * was trained, on what, where. Immutable; made by {@link #builder()}.
 */
public final class ModelDescription {

    /** Only pretrained so far; knows no task. */
    public static final String PRETRAINED = "pretrained";
    public static final String SEGMENTATION = "segmentation";
    public static final String CLASSIFICATION = "classification";

    private final String kind;
    private final String method;
    private final Map<String, String> methodSettings;
    private final List<String> notes;
    private final NetworkConfiguration network;
    private final Normalization normalization;
    private final int[] patch;
    private final double[] pixelSize;
    private final String unit;
    private final int resize;
    private final List<String> classes;
    private final long seed;
    private final long iterationsDone;
    private final long iterationsTotal;
    private final Map<String, String> settings;
    private final String dataFingerprint;
    private final List<String> environment;
    private final String created;
    private final String softwareVersion;
    private final List<HistoryPoint> history;
    private final FeatureStatistics featureStatistics;
    private final FineTuning fineTuning;
    private final Selection selection;

    ModelDescription(ModelDescriptionBuilder b) {
        kind = b.kind;
        method = b.method;
        methodSettings = Collections.unmodifiableMap(new LinkedHashMap<>(b.methodSettings));
        notes = copy(b.notes);
        network = b.network;
        normalization = b.normalization;
        patch = b.patch.clone();
        pixelSize = b.pixelSize.clone();
        unit = b.unit;
        resize = b.resize;
        classes = copy(b.classes);
        seed = b.seed;
        iterationsDone = b.iterationsDone;
        iterationsTotal = b.iterationsTotal;
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(b.settings));
        dataFingerprint = b.dataFingerprint;
        environment = copy(b.environment);
        created = b.created;
        softwareVersion = b.softwareVersion;
        history = copy(b.history);
        featureStatistics = b.featureStatistics;
        fineTuning = b.fineTuning;
        selection = b.selection;
    }

    private static <T> List<T> copy(List<T> list) {
        return Collections.unmodifiableList(new ArrayList<>(list));
    }

    public static ModelDescriptionBuilder builder() {
        return new ModelDescriptionBuilder();
    }

    /** A builder that holds this description's values. */
    public ModelDescriptionBuilder toBuilder() {
        return new ModelDescriptionBuilder().kind(kind).method(method).methodSettings(methodSettings).notes(notes)
                .network(network).normalization(normalization)
                .patch(patch).pixelSize(pixelSize, unit).resize(resize).classes(classes).seed(seed)
                .iterations(iterationsDone, iterationsTotal).settings(settings).dataFingerprint(dataFingerprint)
                .environment(environment).created(created).softwareVersion(softwareVersion).history(history)
                .featureStatistics(featureStatistics).fineTuning(fineTuning).selection(selection);
    }

    /** {@link #PRETRAINED}, {@link #SEGMENTATION} or {@link #CLASSIFICATION}. */
    public String kind() {
        return kind;
    }

    /** The pretraining method, such as {@code COVER}. */
    public String method() {
        return method;
    }

    /** The method's own settings, by their names. */
    public Map<String, String> methodSettings() {
        return methodSettings;
    }

    /** What else is to be known of the weights, such as that a part of them is not trained: a sentence each. */
    public List<String> notes() {
        return notes;
    }

    public NetworkConfiguration network() {
        return network;
    }

    /** How raw intensities became the network's [0, 1]. */
    public Normalization normalization() {
        return normalization;
    }

    /** Sides of a training patch, pixels, array order. */
    public int[] patch() {
        return patch.clone();
    }

    /** Pixel size of the training images (after resizing), array order, in {@link #unit()}. */
    public double[] pixelSize() {
        return pixelSize.clone();
    }

    public String unit() {
        return unit;
    }

    /**
     * An image as a backbone sees images whole: normalised and, if the training images were, resized to the same long
     * side.
     *
     * @param raw intensities
     */
    public FloatImage prepared(FloatImage raw) {
        FloatImage normalized = normalization.apply(raw);
        return resize == 0 ? normalized : Resampling.toLongSide(normalized, resize);
    }

    /** The long side, in pixels, to which training images were resized; 0 if they were not. */
    public int resize() {
        return resize;
    }

    /** Names of the task's classes, by number; empty for a pretrained model. */
    public List<String> classes() {
        return classes;
    }

    public long seed() {
        return seed;
    }

    public long iterationsDone() {
        return iterationsDone;
    }

    public long iterationsTotal() {
        return iterationsTotal;
    }

    /** The command's other settings, as their user gave them. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Tells whether two models saw the same images. */
    public String dataFingerprint() {
        return dataFingerprint;
    }

    /** Lines about device, libraries and machine. */
    public List<String> environment() {
        return environment;
    }

    /** ISO date and time. */
    public String created() {
        return created;
    }

    public String softwareVersion() {
        return softwareVersion;
    }

    /** The losses over time, at most {@link ModelDescriptionBuilder#HISTORY_POINTS} of them. */
    public List<HistoryPoint> history() {
        return history;
    }

    /** Null before the end of pretraining. */
    public FeatureStatistics featureStatistics() {
        return featureStatistics;
    }

    /** Null for a model that is only pretrained. */
    public FineTuning fineTuning() {
        return fineTuning;
    }

    /** Null for a model that is only pretrained, and for those of earlier versions. */
    public Selection selection() {
        return selection;
    }

    /** @throws CoverException if this model is of another kind; the message names the model as given */
    public void requireKind(String wanted, String modelName) {
        if (!kind.equals(wanted)) {
            throw new CoverException(modelName + " is a " + kind + " model; a " + wanted + " model is needed here.");
        }
    }

    /** @throws CoverException if an image has other channels or dimensions than the network takes */
    public void requireCompatible(FloatImage image) {
        if (image.dimensions() != network.dimensions()) {
            throw new CoverException(image.name() + " is a " + image.dimensions()
                    + "D image, but the model was trained on " + network.dimensions() + "D images; give it "
                    + network.dimensions() + "D images, or a model that was pretrained in " + image.dimensions()
                    + "D.");
        }
        if (image.channels() != network.inputChannels()) {
            throw new CoverException(image.name() + " has " + channels(image.channels())
                    + ", but the model was trained on images with " + channels(network.inputChannels())
                    + "; give it images with " + channels(network.inputChannels()) + ".");
        }
    }

    private static String channels(int count) {
        return Counted.of(count, "channel");
    }

    /** What the Model Info command prints. */
    public String toReport() {
        return new ModelReport(this).text();
    }

    @Override
    public String toString() {
        return kind + " " + method + " model, " + network + ", patch " + Arrays.toString(patch);
    }
}
