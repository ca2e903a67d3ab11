package org.coverfiji.cluster;

import java.io.File;
import java.util.List;
import java.util.Map;

import org.apache.spark.api.java.JavaSparkContext;
import org.coverfiji.CoverException;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.image.read.ImageFiles;

/**
 * Segments, classifies or embeds the images of a folder, or propagates labels to them, on several machines, a task for
 * each file.
 *
 * <pre>{@code spark-submit … SparkApply "COVER Segment..." "model='/shared/lung.cover', input='/shared/radiographs',
 * output_folder='/shared/segmented'"}</pre>
 */
public final class SparkApply {

    private static final List<String> COMMANDS = List.of("COVER Segment...", "COVER Classify...",
            "COVER Extract Embeddings...", "COVER Propagate Labels...");
    /** Of commands that can leave out files which have their results. */
    private static final String RESUME = "resume";
    private static final String USAGE =
            "SparkApply \"COVER Segment...\" \"model='…', input='…', output_folder='…', …\","
            + " a command that works on folders, and its parameters";
    /** Each task lists the folder and reads the model; of more files several make a task. */
    private static final int MOST_TASKS = 1000;

    private SparkApply() {
    }

    public static void main(String[] arguments) {
        Program.run("COVER Apply", spark -> {
            Program.arguments(arguments, 2, USAGE);
            List<String> skipped = run(spark, arguments[0], arguments[1]);
            skipped.forEach(System.out::println);
            System.out.println(skipped.isEmpty() ? "All files are done." : skipped.size() + " tasks left files out.");
        });
    }

    /**
     * Works through the folder.
     *
     * @param command its label
     * @param parameters the text of its {@code --run}
     * @return why files were left out, a sentence each
     * @throws CoverException if the command is another, the folder cannot be read, or nothing could be done
     */
    static List<String> run(JavaSparkContext spark, String command, String parameters) {
        String label = COMMANDS.stream().filter(one -> one.equals(command) || one.equals(command + "...")).findFirst()
                .orElseThrow(() -> new CoverException(command + " does not work on folders of images; the command must"
                        + " be one of " + String.join(", ", COMMANDS) + "."));
        String own = Program.absolute(label, parameters);
        Map<String, String> values = CommandOptions.launcher(own);
        if (values.containsKey("part")) {
            throw new CoverException("part is given, but Spark divides the work by itself; leave it out.");
        }
        if (!values.containsKey("input")) {
            throw new CoverException("input is missing; give the folder of images, on a path that all machines see.");
        }
        int files = ImageFiles.list(new File(values.get("input")), Boolean.parseBoolean(values.get("recursive")),
                values.getOrDefault("name_filter", "")).size();
        // A task that is done again, because its machine was lost, need not do again what it had done.
        boolean resumes = Program.parameters(label, own).stream().anyMatch(item -> item.getName().equals(RESUME));
        String all = resumes && !values.containsKey(RESUME) ? PartWork.with(own, RESUME, "true") : own;
        return PartWork.run(spark, label, all, PartWork.all(Math.min(files, MOST_TASKS)));
    }
}
