package org.coverfiji.app.compare.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.ComparisonPlan;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.RunFolder;
import org.coverfiji.app.compare.RunRow;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.Table;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.view.PatchPlan;

/**
 * How much pretraining helps when labels are few: the comparison of two networks on one task, one from scratch, one
 * pretrained, as one table. Linear from scratch is a head on frozen random features.
 */
public final class LabelEfficiency {

    private final Results results;
    private final RunFolder folder;
    private final TaskSettings task;
    private final ComparedMethod pretrained;

    /** @param plan of a task with two methods, of which every run was made */
    public LabelEfficiency(ComparisonPlan plan, RunFolder folder) {
        this.folder = folder;
        results = new Results(plan, folder);
        task = plan.tasks().get(0);
        pretrained = task.methods().get(1);
    }

    /**
     * Leaves {@code label_efficiency.csv} (a row per run), {@code label_efficiency_table.csv} and
     * {@code label_efficiency.txt} (means and standard deviations; the text also has the budgets), and the model that
     * was pretrained as {@code pretrained.cover}.
     *
     * @throws CoverException if a run failed, or a file cannot be written
     */
    public LabelEfficiencyResult write() {
        results.failures().values().stream().findFirst().ifPresent(reason -> {
            throw new CoverException(reason);
        });
        CsvFile.write(file("label_efficiency.csv"), runs());
        LabelEfficiencyResult result = result();
        CsvFile.write(file("label_efficiency_table.csv"), result.cells());
        AtomicFile.write(file("label_efficiency.txt"),
                out -> out.write(result.toString().getBytes(StandardCharsets.UTF_8)));
        if (pretrained.model() == null) {
            copy(start(), file("pretrained.cover"));
        }
        return result;
    }

    private File file(String name) {
        return new File(folder.folder(), name);
    }

    private File start() {
        return results.plan().models(task, pretrained).get(0);
    }

    private static void copy(File from, File to) {
        try {
            byte[] bytes = Files.readAllBytes(from.toPath());
            AtomicFile.write(to, out -> out.write(bytes));
        } catch (IOException e) {
            throw new CoverException(from + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private Table runs() {
        Table table = new Table("labels", "protocol", "start", "seed", "dice", "seconds", "settings");
        for (PlannedRun run : results.plan().runs()) {
            RunRow row = results.row(run);
            table.add(run.labels(), PlannedRun.name(run.protocol()),
                    run.method().isScratch() ? "scratch" : "pretrained", run.seed(), row.score(),
                    row.number("seconds"), run.settings());
        }
        return table;
    }

    private LabelEfficiencyResult result() {
        LabelEfficiencyResult result = new LabelEfficiencyResult();
        for (int labels : results.numbers(task)) {
            for (ComparedProtocol protocol : task.protocols()) {
                result.add(labels, protocol, results.scores(task, protocol, labels, ComparedMethod.scratch()),
                        results.scores(task, protocol, labels, pretrained));
            }
        }
        task.protocols().forEach(protocol -> result.addBudget("Fine-tuning, " + PlannedRun.name(protocol) + ": "
                + budget(protocol) + "."));
        result.addBudget("Pretraining: " + budget(ModelFile.readDescription(start())) + ".");
        List<String> test = results.plan().testNames(task);
        List<String> missing = results.plan().missingClasses(task);
        result.addBudget("Dice in percent, mean ± standard deviation over " + task.seeds() + " seeds; classes "
                + results.plan().classNames(task) + " without the first" + (missing.isEmpty() ? ""
                        : " (no test image shows " + String.join(", ", missing) + ")") + "; " + test.size()
                + " test images of " + (test.size() + results.plan().available(task)) + ": "
                + String.join(", ", test) + ".");
        return result;
    }

    private String budget(ComparedProtocol protocol) {
        return Counted.of(task.iterations(), "iteration") + ", batch " + task.batch() + ", rate "
                + task.learningRate(protocol) + ", patch " + PatchPlan.write(results.plan().patch(task)) + ", "
                + task.dimensions() + "D, width " + task.width() + ", resize " + task.resize() + ", flips "
                + (task.flips().isEmpty() ? "none" : task.flips())
                + ", head on all levels; " + Counted.of(results.plan().available(task), "image") + " and "
                + results.plan().testNames(task).size() + " for testing";
    }

    private static String budget(ModelDescription pretrained) {
        Map<String, String> settings = new LinkedHashMap<>(pretrained.settings());
        settings.putAll(pretrained.methodSettings());
        return pretrained.iterationsDone() + " of " + Counted.of(pretrained.iterationsTotal(), "iteration") + ", "
                + settings.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("iterations") && !entry.getKey().equals("dimensions"))
                        .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
    }
}
