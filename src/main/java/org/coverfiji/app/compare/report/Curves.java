package org.coverfiji.app.compare.report;

import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.Counted;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.file.Table;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.CurvePlot;

/**
 * Scores against numbers of labels, shares of tuned weights, and what else tasks differ in; losses of fine-tuning,
 * spread during pretraining.
 */
final class Curves {

    private static final String SPREAD = "spread";

    private final Results results;
    private final List<ComparedMethod> methods;
    /** Without COVER's ablations, of which the spread alone is drawn. */
    private final List<ComparedMethod> compared;
    private final Table table = new Table("plot", "method", "x", "y");
    private final Map<String, CurvePlot> plots = new LinkedHashMap<>();

    Curves(Results results, PaperScores paper) {
        this.results = results;
        methods = results.methods(paper);
        compared = results.compared(paper);
        for (TaskSettings task : results.plan().tasks()) {
            task.protocols().forEach(protocol -> addLabels(task, protocol));
            results.numbers(task).forEach(labels -> addTuned(task, labels));
            task.protocols().stream().filter(ComparedProtocol::trains).forEach(protocol -> results.numbers(task)
                    .forEach(labels -> addConvergence(task, protocol, labels)));
            addSpread(task);
        }
        addSeries("width", "Channels of the first level", TaskSettings::width);
        addSeries("pretraining", "Pretraining steps", TaskSettings::pretraining);
        plots.values().removeIf(plot -> !plot.hasLines());
    }

    private void addLabels(TaskSettings task, ComparedProtocol protocol) {
        String name = task.name() + ", " + PlannedRun.name(protocol) + ": score and number of labelled images";
        CurvePlot plot = new CurvePlot("Labelled images", results.plan().measure(task) + " (%)");
        List<Integer> numbers = results.numbers(task);
        for (ComparedMethod method : compared) {
            add(name, plot, method, numbers.stream().mapToDouble(Integer::doubleValue).toArray(), numbers.stream()
                    .mapToDouble(labels -> Numbers.mean(results.scores(task, protocol, labels, method))).toArray());
        }
        plots.put(name, plot);
    }

    private void addTuned(TaskSettings task, int labels) {
        String name = task.name() + ", " + Counted.of(labels, "label") + ": score and share of tuned weights";
        CurvePlot plot = new CurvePlot("Tuned weights (log10 of %)", results.plan().measure(task) + " (%)");
        for (ComparedMethod method : compared) {
            List<double[]> points = new ArrayList<>();
            // Nothing tuned has no place on a logarithmic axis.
            for (ComparedProtocol protocol : List.of(ComparedProtocol.LINEAR, ComparedProtocol.DECODER,
                    ComparedProtocol.FULL)) {
                results.runs(task, protocol, labels, method).stream().findFirst().map(results::row)
                        .ifPresent(row -> points.add(new double[] {
                            Math.log10(100 * row.number("tuned_weights") / row.number("weights")),
                            Numbers.mean(results.scores(task, protocol, labels, method))}));
            }
            points.sort((a, b) -> Double.compare(a[0], b[0]));
            add(name, plot, method, points.stream().mapToDouble(point -> point[0]).toArray(),
                    points.stream().mapToDouble(point -> point[1]).toArray());
        }
        plots.put(name, plot);
    }

    /** The paper's Figure 5a: the mean loss over the seeds. */
    private void addConvergence(TaskSettings task, ComparedProtocol protocol, int labels) {
        String name = task.name() + ", " + PlannedRun.name(protocol) + ", " + Counted.of(labels, "label")
                + ": training loss";
        CurvePlot plot = new CurvePlot("Fine-tuning step", "Loss");
        double[] steps = IntStream.rangeClosed(1, task.iterations()).asDoubleStream().toArray();
        for (ComparedMethod method : compared) {
            List<double[]> losses = results.runs(task, protocol, labels, method).stream()
                    .map(run -> results.folder().losses(run, task.iterations())).collect(Collectors.toList());
            add(name, plot, method, steps, IntStream.range(0, steps.length).mapToDouble(step -> losses.stream()
                    .mapToDouble(run -> run[step]).average().orElse(Double.NaN)).toArray());
        }
        plots.put(name, plot);
    }

    /** The paper's Figure 5b: where features collapse, their spread goes to nothing. */
    private void addSpread(TaskSettings task) {
        String name = task.name() + ": spread of the features during pretraining";
        CurvePlot plot = new CurvePlot("Pretraining step", "Spread (1 = wide)");
        for (ComparedMethod method : methods) {
            List<File> models = results.plan().models(task, method);
            if (!models.isEmpty()) {
                List<HistoryPoint> history = ModelFile.readDescription(models.get(0)).history();
                add(name, plot, method, history.stream().mapToDouble(HistoryPoint::iteration).toArray(),
                        history.stream().mapToDouble(point -> point.figures().getOrDefault(SPREAD, Double.NaN))
                                .toArray());
            }
        }
        plots.put(name, plot);
    }

    /** The paper's Figures 4c and 4d, of tasks that differ in one setting alone. */
    private void addSeries(String key, String axis, ToIntFunction<TaskSettings> value) {
        Map<Map<String, String>, List<TaskSettings>> series = results.plan().tasks().stream()
                .sorted(Comparator.comparingInt(value))
                .collect(Collectors.groupingBy(task -> without(task, key), LinkedHashMap::new, Collectors.toList()));
        series.values().stream().filter(tasks -> tasks.size() > 1).forEach(tasks -> {
            for (ComparedProtocol protocol : tasks.get(0).protocols()) {
                results.numbers(tasks.get(0)).forEach(labels -> addSeries(axis, value, tasks, protocol, labels));
            }
        });
    }

    private static Map<String, String> without(TaskSettings task, String key) {
        Map<String, String> others = new LinkedHashMap<>(task.toMap());
        others.keySet().removeAll(List.of("name", key));
        return others;
    }

    private void addSeries(String axis, ToIntFunction<TaskSettings> value, List<TaskSettings> tasks,
            ComparedProtocol protocol, int labels) {
        String name = tasks.stream().map(TaskSettings::name).collect(Collectors.joining("; ")) + ": "
                + PlannedRun.name(protocol) + ", " + Counted.of(labels, "label");
        CurvePlot plot = new CurvePlot(axis, results.plan().measure(tasks.get(0)) + " (%)");
        for (ComparedMethod method : compared) {
            add(name, plot, method, tasks.stream().mapToDouble(value::applyAsInt).toArray(), tasks.stream()
                    .mapToDouble(task -> Numbers.mean(results.scores(task, protocol, labels, method))).toArray());
        }
        plots.put(name, plot);
    }

    private void add(String name, CurvePlot plot, ComparedMethod method, double[] x, double[] y) {
        plot.add(method.label(), methods.indexOf(method), x, y);
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i]) && !Double.isNaN(y[i])) {
                table.add(name, method.label(), x[i], y[i]);
            }
        }
    }

    /** All points. */
    Table table() {
        return table;
    }

    /** By what they show. */
    Map<String, CurvePlot> plots() {
        return plots;
    }
}
