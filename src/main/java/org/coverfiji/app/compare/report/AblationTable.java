package org.coverfiji.app.compare.report;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.Counted;
import org.coverfiji.app.compare.Ablation;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.TaskSettings;

/** The paper's tables of COVER's ablations: variants × tasks, protocols and numbers of labels. */
final class AblationTable {

    private final Results results;

    AblationTable(Results results) {
        this.results = results;
    }

    /** Nothing where no ablation was asked for. */
    void addTo(HtmlPage page) {
        boolean first = true;
        for (Ablation ablation : Ablation.values()) {
            List<String> head = new ArrayList<>(List.of("Variant"));
            List<List<String>> rows = new ArrayList<>();
            for (TaskSettings task : results.plan().tasks()) {
                if (hasVariantOf(ablation, task)) {
                    add(ablation, task, head, rows);
                }
            }
            if (rows.isEmpty()) {
                continue;
            }
            if (first) {
                page.section("Ablations");
                first = false;
            }
            List<String> lines = new ArrayList<>();
            rows.forEach(row -> lines.add(HtmlPage.row(row)));
            page.table(ablation.caption() + " Score on the test images in percent, mean ± standard deviation over the"
                    + " runs.", head, lines);
        }
    }

    private static boolean hasVariantOf(Ablation ablation, TaskSettings task) {
        return ablation.methods(task.dimensions()).stream().filter(ComparedMethod::isOfAblation)
                .anyMatch(variant -> task.methods().stream().anyMatch(method -> isSame(method, variant)));
    }

    private static boolean isSame(ComparedMethod one, ComparedMethod other) {
        return one.label().equals(other.label());
    }

    private void add(Ablation ablation, TaskSettings task, List<String> head, List<List<String>> rows) {
        List<ComparedMethod> variants = ablation.methods(task.dimensions());
        for (int i = rows.size(); i < variants.size(); i++) {
            rows.add(new ArrayList<>(List.of(HtmlPage.cell(ablation.name(i)))));
        }
        for (ComparedProtocol protocol : task.protocols()) {
            for (int labels : results.numbers(task)) {
                head.add(task.name() + ", " + PlannedRun.name(protocol) + ", "
                        + Counted.of(labels, "label"));
                double best = variants.stream().mapToDouble(variant -> mean(task, protocol, labels, variant))
                        .filter(mean -> !Double.isNaN(mean)).max().orElse(Double.NaN);
                for (int i = 0; i < variants.size(); i++) {
                    double[] scores = results.scores(task, protocol, labels, variants.get(i));
                    rows.get(i).add(HtmlPage.cell(Numbers.spread(scores),
                            Numbers.mean(scores) == best ? "best" : ""));
                }
            }
        }
    }

    private double mean(TaskSettings task, ComparedProtocol protocol, int labels, ComparedMethod method) {
        return Numbers.mean(results.scores(task, protocol, labels, method));
    }
}
