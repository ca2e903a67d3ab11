package org.coverfiji.app.compare;

import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.CoverException;

/** What a {@link Comparison} makes, and where. Immutable. */
public final class CompareSettings {

    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,6})\\s*/\\s*(\\d{1,6})\\s*");

    private final List<TaskSettings> tasks;
    private final File output;
    private final int part;
    private final int parts;

    private CompareSettings(List<TaskSettings> tasks, File output, int part, int parts) {
        this.tasks = List.copyOf(tasks);
        this.output = output;
        this.part = part;
        this.parts = parts;
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
        return new CompareSettings(tasks, output, 1, 1);
    }

    /**
     * Some of the runs, so that several processes or computers share the work: each method with its pretraining is in
     * one part.
     *
     * @param text such as {@code 3/10}; empty for all
     * @throws CoverException if it is not of that form
     */
    public CompareSettings part(String text) {
        if (text == null || text.isBlank()) {
            return this;
        }
        Matcher matcher = PART.matcher(text);
        int own = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int all = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (own < 1 || own > all) {
            throw new CoverException("part is " + text + ", but must be a part of all runs such as 3/10, or empty for"
                    + " all.");
        }
        return new CompareSettings(tasks, output, own, all);
    }

    public List<TaskSettings> tasks() {
        return tasks;
    }

    public File output() {
        return output;
    }

    /** Whether a unit of work, by its number from 0, belongs to this part. */
    boolean has(int unit) {
        return unit % parts == part - 1;
    }
}
