package org.coverfiji.app.compare;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.image.read.DataFingerprint;

/** All runs of a comparison, in the order in which they are made and stand in tables. */
public final class ComparisonPlan {

    private final Map<TaskSettings, ComparedTask> tasks = new LinkedHashMap<>();
    private final List<WorkUnit> units = new ArrayList<>();

    /**
     * Reads the images.
     *
     * @param log takes lines for the user
     * @throws CoverException if images or labels cannot be used, or there are fewer than any number of labels
     */
    ComparisonPlan(CompareSettings settings, RunFolder folder, Consumer<String> log) {
        for (TaskSettings task : settings.tasks()) {
            ComparedTask open = ComparedTask.open(task, log);
            tasks.put(task, open);
            leaveOut(task, open.available(), log);
            String data = DataFingerprint.ofImages(open.unlabelled()).toString();
            for (ComparedMethod method : task.methods()) {
                int seeds = method.recipe() == null ? 0 : task.pretrainingSeeds();
                for (int seed = Math.min(1, seeds); seed <= seeds; seed++) {
                    units.add(new WorkUnit(task, open, method, seed, data, folder));
                }
            }
        }
    }

    private static void leaveOut(TaskSettings task, int available, Consumer<String> log) {
        String only = task.name() + " has only " + Counted.of(available, "image that is", "images that are")
                + " not for testing";
        if (task.numbers().stream().allMatch(number -> number > available)) {
            throw new CoverException(only + ", fewer than the least number of labelled images, "
                    + Collections.min(task.numbers()) + "; give smaller numbers, or more images.");
        }
        task.numbers().stream().filter(number -> number > available)
                .forEach(number -> log.accept(only + ": " + number + " labelled ones are left out."));
    }

    List<WorkUnit> units() {
        return units;
    }

    public List<TaskSettings> tasks() {
        return List.copyOf(tasks.keySet());
    }

    ComparedTask task(TaskSettings settings) {
        return tasks.get(settings);
    }

    /** Names of a task's test images. */
    public List<String> testNames(TaskSettings task) {
        return tasks.get(task).testNames();
    }

    /** Sides of a task's training patches in array order, pixels. */
    public int[] patch(TaskSettings task) {
        return tasks.get(task).patch();
    }

    /** Names of a task's classes. */
    public List<String> classNames(TaskSettings task) {
        return tasks.get(task).classNames();
    }

    /** Classes of a task, but the first of segmentation, that no test image shows: the score leaves them out. */
    public List<String> missingClasses(TaskSettings task) {
        return tasks.get(task).missingClasses();
    }

    /** Groups of a task's test images. */
    public int testGroups(TaskSettings task) {
        return tasks.get(task).testGroups().size();
    }

    /** How many images of a task are not for testing. */
    public int available(TaskSettings task) {
        return tasks.get(task).available();
    }

    /** What a task's score is called. */
    public TestScores.Measure measure(TaskSettings task) {
        return tasks.get(task).measure();
    }

    /** The models that were pretrained for a method on a task, by their seeds; those that are not there left out. */
    public List<File> models(TaskSettings task, ComparedMethod method) {
        return units.stream().filter(unit -> unit.settings == task && unit.method.label().equals(method.label()))
                .map(WorkUnit::start).filter(file -> file != null && file.isFile()).collect(Collectors.toList());
    }

    public List<PlannedRun> runs() {
        return units.stream().flatMap(unit -> unit.runs.stream()).collect(Collectors.toList());
    }

    /** Of one task. */
    public List<PlannedRun> runs(TaskSettings task) {
        return runs().stream().filter(run -> run.task() == task).collect(Collectors.toList());
    }

    /** What is to be made, and how long that will take. @param done how many runs are there already */
    static String forecast(List<WorkUnit> left, int missing, long done, double seconds) {
        long pretrainings = left.stream().filter(unit -> unit.pretraining != null)
                .map(unit -> unit.pretraining.output()).distinct().count();
        long memory = left.stream().flatMapToLong(unit -> LongStream.concat(unit.runs.stream()
                .mapToLong(run -> unit.cost(run.protocol()).memoryBytes()), unit.pretraining == null
                        ? LongStream.empty() : LongStream.of(unit.pretrainingCost().memoryBytes()))).max().orElse(0);
        boolean train = left.stream().flatMap(unit -> unit.runs.stream()).allMatch(run -> run.protocol().trains());
        return missing == 0 ? "All runs are there already." : ComparisonCost.sentence(missing, train, pretrainings,
                done, seconds, memory);
    }
}
