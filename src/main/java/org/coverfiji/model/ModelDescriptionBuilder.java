package org.coverfiji.model;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.Normalization;

/** Collects and checks the values of a {@link ModelDescription}. Network, patch and pixel size must be given. */
public final class ModelDescriptionBuilder {

    /** Longer histories are thinned to this many points. */
    public static final int HISTORY_POINTS = 1000;

    private static final List<String> KINDS = Arrays.asList(ModelDescription.PRETRAINED, ModelDescription.SEGMENTATION,
            ModelDescription.CLASSIFICATION);

    String kind = ModelDescription.PRETRAINED;
    String method = "COVER";
    Map<String, String> methodSettings = Collections.emptyMap();
    List<String> notes = Collections.emptyList();
    NetworkConfiguration network;
    Normalization normalization = Normalization.DEFAULT;
    int[] patch;
    double[] pixelSize;
    String unit = "pixel";
    int resize;
    List<String> classes = Collections.emptyList();
    long seed;
    long iterationsDone;
    long iterationsTotal;
    Map<String, String> settings = Collections.emptyMap();
    String dataFingerprint = "";
    List<String> environment = Collections.emptyList();
    String created;
    String softwareVersion;
    List<HistoryPoint> history = Collections.emptyList();
    FeatureStatistics featureStatistics;
    FineTuning fineTuning;
    Selection selection;

    ModelDescriptionBuilder() {
    }

    public ModelDescriptionBuilder kind(String value) {
        kind = value;
        return this;
    }

    public ModelDescriptionBuilder method(String value) {
        method = value;
        return this;
    }

    public ModelDescriptionBuilder methodSettings(Map<String, String> value) {
        methodSettings = value;
        return this;
    }

    /** A sentence each. */
    public ModelDescriptionBuilder notes(List<String> value) {
        notes = value;
        return this;
    }

    public ModelDescriptionBuilder network(NetworkConfiguration value) {
        network = value;
        return this;
    }

    public ModelDescriptionBuilder normalization(Normalization value) {
        normalization = value;
        return this;
    }

    /** Sides in pixels, array order. */
    public ModelDescriptionBuilder patch(int... value) {
        patch = value;
        return this;
    }

    /** Pixel size of the training images in array order, and its unit. */
    public ModelDescriptionBuilder pixelSize(double[] value, String valueUnit) {
        pixelSize = value;
        unit = valueUnit;
        return this;
    }

    /** Long side in pixels, 0 for none. */
    public ModelDescriptionBuilder resize(int value) {
        resize = value;
        return this;
    }

    public ModelDescriptionBuilder classes(List<String> value) {
        classes = value;
        return this;
    }

    public ModelDescriptionBuilder seed(long value) {
        seed = value;
        return this;
    }

    public ModelDescriptionBuilder iterations(long done, long total) {
        iterationsDone = done;
        iterationsTotal = total;
        return this;
    }

    public ModelDescriptionBuilder settings(Map<String, String> value) {
        settings = value;
        return this;
    }

    public ModelDescriptionBuilder dataFingerprint(String value) {
        dataFingerprint = value;
        return this;
    }

    public ModelDescriptionBuilder environment(List<String> value) {
        environment = value;
        return this;
    }

    /** ISO date and time; now, if never set. */
    public ModelDescriptionBuilder created(String value) {
        created = value;
        return this;
    }

    /** This software's version, if never set. */
    public ModelDescriptionBuilder softwareVersion(String value) {
        softwareVersion = value;
        return this;
    }

    /** In order of iteration, of any length: {@link #HISTORY_POINTS} are kept, evenly in time, with first and last. */
    public ModelDescriptionBuilder history(List<HistoryPoint> value) {
        history = value;
        return this;
    }

    public ModelDescriptionBuilder featureStatistics(FeatureStatistics value) {
        featureStatistics = value;
        return this;
    }

    /** Needed by every kind but a pretrained model. */
    public ModelDescriptionBuilder fineTuning(FineTuning value) {
        fineTuning = value;
        return this;
    }

    /** Default null = unknown. */
    public ModelDescriptionBuilder selection(Selection value) {
        selection = value;
        return this;
    }

    /** @throws CoverException if a value is missing or does not fit the others */
    public ModelDescription build() {
        require(KINDS.contains(kind), "kind is " + kind + "; it must be one of " + String.join(", ", KINDS));
        require(method != null && !method.isEmpty(), "method is missing; it must be a name such as COVER");
        require(network != null, "the network configuration is missing");
        require(normalization != null, "the normalization is missing");
        require(patch != null && patch.length == network.dimensions() && Arrays.stream(patch)
                .allMatch(side -> side > 0 && side <= Limits.SIDE),
                "patch is " + Arrays.toString(patch) + "; it must be " + network.dimensions() + " positive sides");
        require(pixelSize != null && pixelSize.length == network.dimensions() && unit != null
                && Arrays.stream(pixelSize).allMatch(size -> size > 0 && Double.isFinite(size)),
                "pixelSize is " + Arrays.toString(pixelSize) + " " + unit + "; it must be " + network.dimensions()
                        + " positive sizes with a unit");
        require(normalization.isValid(), "the normalization (" + normalization + ") has impossible bounds");
        require(resize >= 0 && resize <= Limits.SIDE,
                "resize is " + resize + "; it must be a long side in pixels, or 0 for none");
        require(classes != null && settings != null && environment != null && history != null,
                "classes, settings, environment and history must be there, if only as empty lists");
        require(methodSettings != null && notes != null,
                "methodSettings and notes must be there, if only as empty lists");
        require(classes.stream().allMatch(Objects::nonNull) && history.stream().allMatch(Objects::nonNull),
                "the classes or the history have gaps");
        require(history.stream().allMatch(HistoryPoint::isWhole), "every point of the history needs its losses");
        require(iterationsDone >= 0 && iterationsTotal >= 0, "iterations are " + iterationsDone + " of "
                + iterationsTotal);
        require(featureStatistics == null || featureStatistics.fits(network),
                "the feature statistics have other channels than the network");
        require(featureStatistics == null || featureStatistics.isFinite(),
                "the feature statistics are not finite numbers, or a deviation is negative");
        require(fineTuning == null || fineTuning.head() != null && fineTuning.history() != null
                && fineTuning.head().fits(network, kind.equals(ModelDescription.CLASSIFICATION)),
                "the head does not fit the network");
        require(selection == null || selection.isWhole(), "the record of the images that chose the weights has gaps");
        history = thinned(history);
        if (created == null) {
            created = ZonedDateTime.now().truncatedTo(ChronoUnit.SECONDS)
                    .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        }
        if (softwareVersion == null) {
            String version = ModelDescription.class.getPackage().getImplementationVersion();
            softwareVersion = version == null ? "development" : version;
        }
        return new ModelDescription(this);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new CoverException("The model description is not valid: " + message + ".");
        }
    }

    /** By iteration, not by position: what a checkpoint thinned before is sparser than what came after it. */
    private static List<HistoryPoint> thinned(List<HistoryPoint> points) {
        if (points.size() <= HISTORY_POINTS) {
            return points;
        }
        long first = points.get(0).iteration();
        long span = points.get(points.size() - 1).iteration() - first;
        List<HistoryPoint> kept = new ArrayList<>(HISTORY_POINTS);
        int next = 0;
        for (int i = 0; i < HISTORY_POINTS; i++) {
            long wanted = first + i * span / (HISTORY_POINTS - 1);
            int latest = points.size() - HISTORY_POINTS + i;
            while (next < latest && points.get(next).iteration() < wanted) {
                next++;
            }
            kept.add(points.get(next++));
        }
        return kept;
    }
}
