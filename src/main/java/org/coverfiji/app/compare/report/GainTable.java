package org.coverfiji.app.compare.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.compare.TestScores;
import org.coverfiji.file.Table;
import org.coverfiji.math.HolmCorrection;
import org.coverfiji.math.PairedBootstrap;

/** What each method gains over scratch, and how sure that is, so that nobody reads noise. */
final class GainTable {

    private static final int DRAWS = 2000;

    private final Results results;
    private final PaperScores paper;
    private final Table table = new Table("task", "protocol", "labels", "method", "seeds", "test_groups", "gain", "low",
            "high", "p", "p_holm");

    GainTable(Results results, PaperScores paper) {
        this.results = results;
        this.paper = paper;
        for (TaskSettings task : results.plan().tasks()) {
            for (ComparedProtocol protocol : task.protocols()) {
                results.numbers(task).forEach(labels -> add(task, protocol, labels));
            }
        }
    }

    private void add(TaskSettings task, ComparedProtocol protocol, int labels) {
        List<ComparedMethod> methods = results.compared(paper).stream().filter(method -> !method.isScratch()
                && results.gains(task, protocol, labels, method).length > 0).collect(Collectors.toList());
        int groups = results.plan().testGroups(task);
        PairedBootstrap[] sure = new PairedBootstrap[methods.size()];
        Arrays.setAll(sure, i -> groups < PairedBootstrap.LEAST_GROUPS ? null
                : bootstrap(results.runs(task, protocol, labels, methods.get(i))));
        double[] p = Arrays.stream(sure).mapToDouble(one -> one == null ? Double.NaN : one.p()).toArray();
        double[] corrected = HolmCorrection.of(p);
        for (int i = 0; i < methods.size(); i++) {
            double[] gains = results.gains(task, protocol, labels, methods.get(i));
            table.add(task.name(), PlannedRun.name(protocol), labels, methods.get(i).label(), gains.length, groups,
                    Numbers.mean(gains), sure[i] == null ? Double.NaN : sure[i].low(),
                    sure[i] == null ? Double.NaN : sure[i].high(), p[i], corrected[i]);
        }
    }

    /** Pairs of runs with the same seed, on the same test groups; null where scores of images are missing. */
    private PairedBootstrap bootstrap(List<PlannedRun> runs) {
        List<TestScores> own = new ArrayList<>();
        List<TestScores> scratch = new ArrayList<>();
        for (PlannedRun run : runs) {
            TestScores scores = results.folder().scores(run);
            PlannedRun other = results.scratch(run);
            TestScores others = other == null ? null : results.folder().scores(other);
            if (scores != null && others != null && scores.groups().equals(others.groups())) {
                own.add(scores);
                scratch.add(others);
            }
        }
        if (own.isEmpty() || own.get(0).groups().size() < PairedBootstrap.LEAST_GROUPS) {
            return null;
        }
        List<String> names = own.get(0).groups();
        return new PairedBootstrap(names.size(), own.size(), DRAWS, (groups, seeds) -> {
            List<String> drawn = Arrays.stream(groups).mapToObj(names::get).collect(Collectors.toList());
            return Arrays.stream(seeds).mapToDouble(seed -> 100 * (own.get(seed).scoreOf(drawn)
                    - scratch.get(seed).scoreOf(drawn))).average().orElse(Double.NaN);
        });
    }

    Table table() {
        return table;
    }

    void addTo(HtmlPage page) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            double low = (Double) table.get(row, "low");
            double high = (Double) table.get(row, "high");
            double p = (Double) table.get(row, "p_holm");
            boolean sure = p < 0.05;
            rows.add(HtmlPage.row(List.of(HtmlPage.cell(table.get(row, "task") + ", " + table.get(row, "protocol")
                    + ", " + table.get(row, "labels") + " labels"),
                    HtmlPage.cell(table.get(row, "method").toString(), "text"),
                    HtmlPage.cell(Numbers.signed((Double) table.get(row, "gain")), sure ? "best" : ""),
                    HtmlPage.cell(Double.isNaN(low) ? "–" : Numbers.signed(low) + " to " + Numbers.signed(high)),
                    HtmlPage.cell(Numbers.three(p)), HtmlPage.cell(table.get(row, "test_groups").toString()),
                    HtmlPage.cell(table.get(row, "seeds").toString()))));
        }
        page.table("Gain over scratch in percent points, mean over runs with the same seed. The interval holds 95 % of "
                + DRAWS + " draws with replacement, of test groups (patients, files), then of seeds; none below "
                + PairedBootstrap.LEAST_GROUPS + " test groups. p is two-sided, corrected by Holm over the methods of"
                + " one task, protocol and number of labels; bold below 0.05.",
                List.of("Task", "Method", "Gain", "95 % interval", "p (Holm)", "Test groups", "Runs"), rows);
    }
}
