package org.coverfiji.app.compare;

import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.coverfiji.CoverException;
import org.coverfiji.app.files.WorkPart;

/** What a {@link Comparison} makes, and where. Immutable. */
public final class CompareSettings {

    private final List<TaskSettings> tasks;
    private final File output;
    private final WorkPart part;

    private CompareSettings(List<TaskSettings> tasks, File output, WorkPart part) {
        this.tasks = List.copyOf(tasks);
        this.output = output;
        this.part = part;
    }

    /**
     * All runs of some tasks.
     *
     * @param output folder for models, tables and the report
     * @throws CoverException if there is no task, or two have one name
     */
    public static CompareSettings of(List<TaskSettings> tasks, File output) {
        if (output == null || output.getPath().isEmpty()) {
            throw new CoverException("output_folder is missing; it is a folder for models, tables and the report.");
        }
        if (tasks.isEmpty()) {
            throw new CoverException("There is no task to compare methods on; give images and labels, or classes.");
        }
        Set<String> names = new HashSet<>();
        for (TaskSettings task : tasks) {
            if (!names.add(task.name())) {
                throw new CoverException("Two tasks are called " + task.name() + "; give each a name of its own.");
            }
        }
        return new CompareSettings(tasks, output, WorkPart.ALL);
    }

    /**
     * Some of the runs, so that several processes or computers share the work: each method with its pretraining is in
     * one part.
     *
     * @param text such as {@code 3/10}; empty for all
     * @throws CoverException if it is not of that form
     */
    public CompareSettings part(String text) {
        return new CompareSettings(tasks, output, WorkPart.of(text));
    }

    public List<TaskSettings> tasks() {
        return tasks;
    }

    public File output() {
        return output;
    }

    /** Whether a unit of work, by its number from 0, belongs to this part. */
    boolean has(int unit) {
        return part.has(unit);
    }
}
