package org.coverfiji.app.compare.report;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.file.Table;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelFile;

/** Scores against numbers of labels and shares of tuned weights; losses of fine-tuning, spread during pretraining. */
final class Curves {

    private static final String SPREAD = "spread";

    private final Results results;
    private final List<ComparedMethod> methods;
    private final Table table = new Table("plot", "method", "x", "y");
    private final Map<String, CurvePlot> plots = new LinkedHashMap<>();

    Curves(Results results, PaperScores paper) {
        this.results = results;
        methods = results.methods(paper);
        for (TaskSettings task : results.plan().tasks()) {
            task.protocols().forEach(protocol -> addLabels(task, protocol));
            results.numbers(task).forEach(labels -> addTuned(task, labels));
            task.protocols().stream().filter(ComparedProtocol::trains).forEach(protocol -> results.numbers(task)
                    .forEach(labels -> addConvergence(task, protocol, labels)));
            addSpread(task);
        }
        plots.values().removeIf(plot -> !plot.hasLines());
    }

    private void addLabels(TaskSettings task, ComparedProtocol protocol) {
        String name = task.name() + ", " + PlannedRun.name(protocol) + ": score and number of labelled images";
        CurvePlot plot = new CurvePlot("Labelled images", results.plan().measure(task) + " (%)");
        List<Integer> numbers = results.numbers(task);
        for (ComparedMethod method : methods) {
            add(name, plot, method, numbers.stream().mapToDouble(Integer::doubleValue).toArray(), numbers.stream()
                    .mapToDouble(labels -> Numbers.mean(results.scores(task, protocol, labels, method))).toArray());
        }
        plots.put(name, plot);
    }

    private void addTuned(TaskSettings task, int labels) {
        String name = task.name() + ", " + labels + " labels: score and share of tuned weights";
        CurvePlot plot = new CurvePlot("Tuned weights (log10 of %)", results.plan().measure(task) + " (%)");
        for (ComparedMethod method : methods) {
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
        String name = task.name() + ", " + PlannedRun.name(protocol) + ", " + labels + " labels: training loss";
        CurvePlot plot = new CurvePlot("Fine-tuning step", "Loss");
        double[] steps = IntStream.rangeClosed(1, task.iterations()).asDoubleStream().toArray();
        for (ComparedMethod method : methods) {
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
