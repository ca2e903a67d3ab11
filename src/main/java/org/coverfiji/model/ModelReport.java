package org.coverfiji.model;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.Counted;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.Decimals;
import org.coverfiji.image.UsualShape;

/** A model's description as text for people, a line per fact. */
final class ModelReport {

    /** Losses of single batches scatter; the summary averages this share of the history at both ends. */
    private static final int ENDS = 10;

    private final ModelDescription model;
    private final StringBuilder text = new StringBuilder();

    ModelReport(ModelDescription model) {
        this.model = model;
    }

    String text() {
        NetworkConfiguration network = model.network();
        line("Kind", model.kind());
        line("Pretraining method", model.method());
        model.methodSettings().forEach((key, value) -> line("Method setting " + key, value));
        model.notes().forEach(note -> line("Note", note));
        line("Network", network.toString());
        line("Parameters", String.format(Locale.ROOT, "%,d in the backbone",
                NetworkParameters.count(NetworkParameters.backbone(network))));
        if (!model.classes().isEmpty()) {
            line("Classes", String.join(", ", model.classes()));
        }
        line("Normalization", model.normalization().toString());
        line("Resize", model.resize() == 0 ? "none" : "long side to " + model.resize() + " pixels");
        line("Patch", UsualShape.text(model.patch()) + " pixels");
        line("Pixel size", Arrays.stream(model.pixelSize()).mapToObj(Decimals::text)
                .collect(Collectors.joining(" × ")) + " " + model.unit());
        line("Training", model.iterationsDone() + " of " + Counted.of(model.iterationsTotal(), "iteration")
                + ", seed " + model.seed());
        history();
        if (model.fineTuning() != null) {
            fineTuning(model.fineTuning());
        }
        if (model.selection() != null) {
            line("Images", model.selection().split().toString());
        }
        line("Feature statistics", model.featureStatistics() == null ? "none" : "kept, spread by level "
                + spread(model.featureStatistics()) + " (1 = wide, 0 = every pixel the same)");
        line("Data", model.dataFingerprint().isEmpty() ? "no fingerprint" : model.dataFingerprint());
        model.settings().forEach((key, value) -> line("Setting " + key, value));
        model.environment().forEach(entry -> line("Environment", entry));
        line("Created", model.created() + " by COVER for Fiji " + model.softwareVersion());
        return text.toString();
    }

    private void history() {
        List<HistoryPoint> points = model.history();
        if (points.isEmpty()) {
            line("History", "none");
            return;
        }
        line("History", "means of the first and the last " + end(points) + " of " + points.size()
                + " recorded points");
        names(points, HistoryPoint::losses).forEach(name -> change(name + " loss", points, HistoryPoint::losses, name,
                value -> true));
        // Other than a loss, a figure may be undefined without harm.
        names(points, HistoryPoint::figures).forEach(name -> change(name, points, HistoryPoint::figures, name,
                Double::isFinite));
    }

    /** In the order in which they first came: a run in stages has others in each. */
    private static Set<String> names(List<HistoryPoint> points, Function<HistoryPoint, Map<String, Double>> kind) {
        return points.stream().flatMap(point -> kind.apply(point).keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Of the points that have it. */
    private void change(String title, List<HistoryPoint> points, Function<HistoryPoint, Map<String, Double>> kind,
            String name, DoublePredicate counts) {
        List<Double> values = points.stream().map(kind).filter(all -> all.containsKey(name)).map(all -> all.get(name))
                .collect(Collectors.toList());
        int end = end(values);
        line(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
                number(mean(values.subList(0, end), counts)) + " → "
                        + number(mean(values.subList(values.size() - end, values.size()), counts)));
    }

    private static int end(List<?> all) {
        return Math.max(1, all.size() / ENDS);
    }

    private static double mean(List<Double> values, DoublePredicate counts) {
        return values.stream().mapToDouble(Double::doubleValue).filter(counts).average().orElse(Double.NaN);
    }

    private static String spread(FeatureStatistics statistics) {
        return IntStream.range(0, NetworkConfiguration.LEVELS).mapToObj(level -> number(statistics.spread(level)))
                .collect(Collectors.joining(", "));
    }

    private void fineTuning(FineTuning tuning) {
        line("Fine-tuning", tuning.protocol() + ", " + (tuning.pretrained() ? "pretrained" : "from scratch") + ", "
                + tuning.head());
        line("Weights", (tuning.bestIteration() == 0 ? "of the last layer trained alone" : "of iteration "
                + tuning.bestIteration()) + (Double.isNaN(tuning.bestScore())
                ? ", no validation" : ", selection score " + number(tuning.bestScore())
                        + " on the validation images"));
        if (model.kind().equals(ModelDescription.CLASSIFICATION)) {
            line("Temperature", number(tuning.temperature()) + " (calibrates the probabilities)");
        }
    }

    private void line(String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
