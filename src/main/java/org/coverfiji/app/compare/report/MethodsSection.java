package org.coverfiji.app.compare.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.RunRow;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.train.view.PatchPlan;

/** What a paper has to say of how its table came about: settings, budgets, splits, seeds, software, machine. */
final class MethodsSection {

    private final Results results;
    private final PaperScores paper;

    MethodsSection(Results results, PaperScores paper) {
        this.results = results;
        this.paper = paper;
    }

    void addTo(HtmlPage page, String software) {
        page.section("Methods");
        page.paragraph("All networks are the same U-Net. Seed by seed all methods had the same labelled images, patches"
                + " and initial head, and as many optimiser steps at the same learning rate; no image was held back for"
                + " validation, and the last weights were judged once on the test images, which are the same for all.");
        page.paragraph("Pretraining saw the images that are not for testing, without their labels, and was done once"
                + " per method, data and pretraining seed. Optimiser steps are equal; images seen, arithmetic and"
                + " seconds are not, and stand below.");
        page.paragraph("Linear: a head on the frozen features of all levels, standardised; decoder: way up and head;"
                + " full: all weights.");
        for (TaskSettings task : results.plan().tasks()) {
            page.subsection(task.name());
            page.paragraph(Counted.of(results.plan().testNames(task).size(), "test image") + " of "
                    + Counted.of(results.plan().testGroups(task), "group")
                    + ", chosen once and for all; " + results.plan().available(task)
                    + " others, of which the labelled ones were drawn. Test images: "
                    + String.join(", ", results.plan().testNames(task)) + ". Classes: "
                    + String.join(", ", results.plan().classNames(task))
                    + (results.plan().missingClasses(task).isEmpty() ? "." : "; no test image shows "
                            + String.join(", ", results.plan().missingClasses(task)) + "."));
            page.paragraph("Settings: " + settings(task) + ".");
            budgets(page, task);
        }
        page.subsection("References");
        references().forEach(page::paragraph);
        page.subsection("Software and machine").verbatim(software);
    }

    /** Those that were given or matter; not the paths, because a page is passed on. */
    private String settings(TaskSettings task) {
        Set<String> left = Set.of("images", "labels", "classes", "unlabelled", "name", "methods");
        Map<String, String> map = task.toMap();
        // 0 means what is usual, of rates with each protocol.
        map.remove("learning_rate");
        map.remove("linear_rate");
        task.protocols().stream().filter(ComparedProtocol::trains)
                .forEach(protocol -> map.put("learning_rate of " + protocol.name().toLowerCase(Locale.ROOT),
                        String.valueOf(task.learningRate(protocol))));
        if (task.hasMethodsOwnMotion()) {
            map.put("motion", "the methods' own");
        }
        map.put("patch", PatchPlan.write(results.plan().patch(task)));
        map.put("width", String.valueOf(task.width()));
        map.put("dimensions", task.dimensions() + "D");
        return map.entrySet().stream().filter(entry -> !left.contains(entry.getKey()) && !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
    }

    private void budgets(HtmlPage page, TaskSettings task) {
        List<String> rows = new ArrayList<>();
        for (ComparedMethod method : results.methods(paper)) {
            for (ComparedProtocol protocol : task.protocols()) {
                List<RunRow> made = task.numbers().stream()
                        .flatMap(labels -> results.runs(task, protocol, labels, method).stream()).map(results::row)
                        .collect(Collectors.toList());
                if (!made.isEmpty()) {
                    rows.add(HtmlPage.row(List.of(HtmlPage.cell(method.label()),
                            HtmlPage.cell(PlannedRun.name(protocol)), number(made, "pretraining_steps"),
                            number(made, "pretraining_images"),
                            number(made, "pretraining_gflop"), number(made, "pretraining_seconds"),
                            spread(made), number(made, "steps"), number(made, "images"), number(made, "gflop"),
                            number(made, "seconds"), number(made, "memory_mb"), tuned(made))));
                }
            }
        }
        page.table("Budgets: means over runs. Images are those that the network saw, views counted one by one; GFLOP"
                + " are reckoned from the network's shape; the spread is that of the features at the end of the"
                + " pretraining, of the level where it is least: near 0 they have collapsed.",
                List.of("Method", "Protocol", "Pretraining steps", "images", "GFLOP", "seconds", "spread",
                        "Fine-tuning steps", "images", "GFLOP", "seconds with testing",
                        "Peak memory of the process (MB)", "Tuned weights (%)"), rows);
    }

    private static double mean(List<RunRow> rows, String column) {
        return Numbers.mean(rows.stream().mapToDouble(row -> row.number(column)).filter(value -> !Double.isNaN(value))
                .toArray());
    }

    private static String number(List<RunRow> rows, String column) {
        double mean = mean(rows, column);
        return HtmlPage.cell(mean < 100 && mean != Math.rint(mean) ? Numbers.one(mean) : Double.isNaN(mean) ? "–"
                : String.valueOf(Math.round(mean)));
    }

    private static String spread(List<RunRow> rows) {
        double mean = mean(rows, "spread");
        return HtmlPage.cell(Double.isNaN(mean) ? "–" : Numbers.three(mean));
    }

    private static String tuned(List<RunRow> rows) {
        return HtmlPage.cell(Numbers.one(100 * mean(rows, "tuned_weights") / mean(rows, "weights")));
    }

    private Set<String> references() {
        Set<String> references = new LinkedHashSet<>();
        for (ComparedMethod method : results.methods(paper)) {
            if (method.recipe() != null) {
                references.add(method.recipe().name() + ": " + method.recipe().reference() + ".");
            }
        }
        return references;
    }
}
