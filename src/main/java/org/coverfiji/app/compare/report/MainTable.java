package org.coverfiji.app.compare.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.Counted;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.file.Table;

/** The paper's Table 1 of one protocol: methods by family × tasks and numbers of labels. */
final class MainTable {

    /** A task with a number of labels. */
    private static final class Column {
        final TaskSettings task;
        final int labels;

        Column(TaskSettings task, int labels) {
            this.task = task;
            this.labels = labels;
        }
    }

    private final Results results;
    private final PaperScores paper;
    private final ComparedProtocol protocol;
    private final List<Column> columns = new ArrayList<>();
    private final List<ComparedMethod> methods;

    MainTable(Results results, PaperScores paper, ComparedProtocol protocol) {
        this.results = results;
        this.paper = paper;
        this.protocol = protocol;
        methods = results.compared(paper);
        for (TaskSettings task : results.plan().tasks()) {
            if (task.protocols().contains(protocol)) {
                results.numbers(task).forEach(labels -> columns.add(new Column(task, labels)));
            }
        }
    }

    private double[] scores(ComparedMethod method, Column column) {
        return results.scores(column.task, protocol, column.labels, method);
    }

    private double mean(ComparedMethod method, Column column) {
        return Numbers.mean(scores(method, column));
    }

    /** Over all columns; NaN if one is missing, because then it could not be compared. */
    private double average(ComparedMethod method) {
        double[] means = columns.stream().mapToDouble(column -> mean(method, column)).toArray();
        return means.length == 0 || Arrays.stream(means).anyMatch(Double::isNaN) ? Double.NaN : Numbers.mean(means);
    }

    private static String heading(Column column) {
        return column.task.name() + ", " + Counted.of(column.labels, "label");
    }

    /** Where a mean stands among those of a column: best, second or nothing. */
    private static String rank(double mean, double[] all) {
        double[] sorted = Arrays.stream(all).filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (Double.isNaN(mean) || sorted.length < 2) {
            return "";
        }
        double best = sorted[sorted.length - 1];
        double second = Arrays.stream(sorted).filter(value -> value < best).max().orElse(Double.NaN);
        return mean == best ? "best" : mean == second ? "second" : "";
    }

    void addTo(HtmlPage page) {
        List<String> head = new ArrayList<>(List.of("Method"));
        for (Column column : columns) {
            head.add(heading(column) + " (" + results.plan().measure(column.task) + ")");
            if (!column.task.paper().isEmpty()) {
                head.add("paper: " + column.task.paper());
            }
        }
        head.add("Average");
        List<String> rows = new ArrayList<>();
        String family = "";
        for (ComparedMethod method : methods) {
            String own = method.isScratch() ? "" : paper.family(method);
            if (!own.equals(family)) {
                rows.add(HtmlPage.family(own, head.size()));
                family = own;
            }
            rows.add(HtmlPage.row(cells(method)));
        }
        page.table(caption(), head, rows);
    }

    private List<String> cells(ComparedMethod method) {
        List<String> cells = new ArrayList<>(List.of(HtmlPage.cell(method.label())));
        for (Column column : columns) {
            double[] all = methods.stream().mapToDouble(other -> mean(other, column)).toArray();
            double gain = Numbers.mean(results.gains(column.task, protocol, column.labels, method));
            cells.add(HtmlPage.cell(Numbers.spread(scores(method, column))
                    + (method.isScratch() || Double.isNaN(gain) ? "" : " (" + Numbers.signed(gain) + ")"),
                    rank(mean(method, column), all)));
            if (!column.task.paper().isEmpty()) {
                cells.add(HtmlPage.cell(Numbers.one(paper.score(method, column.task.paper())), "quiet"));
            }
        }
        double[] averages = methods.stream().mapToDouble(this::average).toArray();
        cells.add(HtmlPage.cell(Numbers.one(average(method)), rank(average(method), averages)));
        return cells;
    }

    private String caption() {
        boolean pretrainings = columns.stream().anyMatch(column -> column.task.pretrainingSeeds() > 1);
        boolean papers = columns.stream().anyMatch(column -> !column.task.paper().isEmpty());
        int seeds = columns.stream().mapToInt(column -> column.task.seeds()).max().orElse(0);
        String scores = "of one seed";
        String chance = "How much of it is chance, one seed cannot tell";
        if (seeds > 1 || pretrainings) {
            scores = "mean ± standard deviation over " + Counted.of(seeds, "seed")
                    + (pretrainings ? " and the pretrainings of each method" : "");
            chance = "The deviation holds the chance of which images are labelled, of new weights and of patches, "
                    + (pretrainings ? "and that of the pretraining"
                            : "but not that of the pretraining, of which there is one");
        }
        return "Protocol " + PlannedRun.name(protocol) + ": score on the test images in percent, " + scores
                + ", and in parentheses the gain over scratch with the same seed. " + chance
                + "; the test images are always the same. Best bold, second underlined."
                + (papers ? " The paper's scores stand beside ours as a reference: its data, splits and budgets are"
                        + " other ones." : "");
    }

    /** The same for other programs. */
    static Table table(Results results, PaperScores paper) {
        Table table = new Table("protocol", "task", "labels", "measure", "family", "method", "runs", "mean", "sd",
                "gain", "gain_sd", "paper");
        for (ComparedProtocol protocol : results.protocols()) {
            MainTable own = new MainTable(results, paper, protocol);
            for (Column column : own.columns) {
                for (ComparedMethod method : own.methods) {
                    double[] scores = own.scores(method, column);
                    double[] gains = method.isScratch() ? new double[0]
                            : results.gains(column.task, protocol, column.labels, method);
                    table.add(PlannedRun.name(protocol), column.task.name(), column.labels,
                            results.plan().measure(column.task).toString(), paper.family(method), method.label(),
                            scores.length, Numbers.mean(scores), Numbers.deviation(scores), Numbers.mean(gains),
                            Numbers.deviation(gains), paper.score(method, column.task.paper()));
                }
            }
        }
        return table;
    }

    /** Whether there is anything to show. */
    boolean isEmpty() {
        return columns.isEmpty();
    }
}
