package org.coverfiji.app.compare.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.ComparisonPlan;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.RunFolder;
import org.coverfiji.app.compare.RunRow;
import org.coverfiji.app.compare.TaskSettings;

/** The runs of a comparison that were made, in order. */
final class Results {

    private final ComparisonPlan plan;
    private final RunFolder folder;
    private final Map<PlannedRun, RunRow> rows = new LinkedHashMap<>();

    Results(ComparisonPlan plan, RunFolder folder) {
        this.plan = plan;
        this.folder = folder;
        for (PlannedRun run : plan.runs()) {
            RunRow row = folder.read(run);
            if (row != null) {
                rows.put(run, row);
            }
        }
    }

    ComparisonPlan plan() {
        return plan;
    }

    RunFolder folder() {
        return folder;
    }

    RunRow row(PlannedRun run) {
        return rows.get(run);
    }

    /** Runs that were planned, but neither made nor failed yet. */
    int missing() {
        return plan.runs().size() - rows.size();
    }

    /** Runs that failed, with their reasons. */
    Map<PlannedRun, String> failures() {
        Map<PlannedRun, String> failures = new LinkedHashMap<>();
        rows.forEach((run, row) -> {
            if (row.failed()) {
                failures.put(run, row.get("failure"));
            }
        });
        return failures;
    }

    /** All that are compared, by label, families in the paper's order. */
    List<ComparedMethod> methods(PaperScores paper) {
        Map<String, ComparedMethod> methods = new LinkedHashMap<>();
        plan.tasks().forEach(task -> task.methods().forEach(method -> methods.putIfAbsent(method.label(), method)));
        List<ComparedMethod> sorted = new ArrayList<>(methods.values());
        List<String> families = paper.families();
        sorted.sort(Comparator.comparingInt(method -> method.isScratch() ? -1 : families.contains(paper.family(method))
                ? families.indexOf(paper.family(method)) : families.size()));
        return sorted;
    }

    /** The same without COVER's ablations, which have tables of their own. */
    List<ComparedMethod> compared(PaperScores paper) {
        return methods(paper).stream().filter(method -> !method.isOfAblation()).collect(Collectors.toList());
    }

    Set<ComparedProtocol> protocols() {
        return plan.tasks().stream().flatMap(task -> task.protocols().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Runs of a method that have a score. */
    List<PlannedRun> runs(TaskSettings task, ComparedProtocol protocol, int labels, ComparedMethod method) {
        return rows.keySet().stream().filter(run -> run.task() == task && run.protocol() == protocol
                && run.labels() == labels && run.method().label().equals(method.label())
                && !Double.isNaN(rows.get(run).score())).collect(Collectors.toList());
    }

    /** Scores in percent. */
    double[] scores(TaskSettings task, ComparedProtocol protocol, int labels, ComparedMethod method) {
        return runs(task, protocol, labels, method).stream().mapToDouble(run -> 100 * rows.get(run).score()).toArray();
    }

    /** The run from scratch with which one is compared: same images, patches and initial head. Null for none. */
    PlannedRun scratch(PlannedRun run) {
        return rows.keySet().stream().filter(other -> other.method().isScratch() && other.task() == run.task()
                && other.protocol() == run.protocol() && other.labels() == run.labels() && other.seed() == run.seed()
                && !Double.isNaN(rows.get(other).score())).findFirst().orElse(null);
    }

    /** Differences to scratch, seed by seed, in percent points. */
    double[] gains(TaskSettings task, ComparedProtocol protocol, int labels, ComparedMethod method) {
        return runs(task, protocol, labels, method).stream().filter(run -> scratch(run) != null)
                .mapToDouble(run -> 100 * (rows.get(run).score() - rows.get(scratch(run)).score())).toArray();
    }

    /** Numbers of labels of which there are runs. */
    List<Integer> numbers(TaskSettings task) {
        return task.numbers().stream().filter(number -> rows.keySet().stream()
                .anyMatch(run -> run.task() == task && run.labels() == number)).distinct()
                .collect(Collectors.toList());
    }
}
