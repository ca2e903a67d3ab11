package org.coverfiji.cluster;

import java.util.List;

import org.apache.spark.api.java.JavaSparkContext;
import org.coverfiji.CoverException;
import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.ComparisonListener;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CompareCommand;
import org.coverfiji.engine.EngineLoader;

/**
 * Compares pretraining methods on several machines, a task for each method with its pretraining; what is there already
 * is not made again. At last the driver writes the report.
 *
 * <pre>{@code spark-submit … SparkCompare "images='/shared/images', labels='/shared/labels',
 * output_folder='/shared/compared'"}</pre>
 */
public final class SparkCompare {

    private static final String COMMAND = "COVER Compare...";
    private static final String USAGE = "SparkCompare \"images='…', labels='…', output_folder='…', …\", the parameters"
            + " of " + COMMAND;

    private SparkCompare() {
    }

    public static void main(String[] arguments) {
        Program.run("COVER Compare", spark -> run(spark, Program.arguments(arguments, 1, USAGE)[0]));
    }

    /**
     * Makes all runs and the report.
     *
     * @param parameters the text of the command's {@code --run}
     * @throws CoverException if values, images or labels cannot be used, or runs could not be made
     */
    static void run(JavaSparkContext spark, String parameters) {
        for (String key : List.of("part", "parallel")) {
            if (CommandOptions.launcher(parameters).containsKey(key)) {
                throw new CoverException(key + " is given, but Spark divides the work by itself; leave it out.");
            }
        }
        String own = Program.absolute(COMMAND, parameters);
        CompareSettings settings = ((CompareCommand) Program.host().filled(COMMAND, own)).settings();
        Comparison comparison = new Comparison(EngineLoader.load("auto"), settings, new ComparisonListener() { });
        List<String> failed = PartWork.run(spark, COMMAND, own, comparison.unfinishedParts());
        // Without the runs that are missing the command would make them here.
        if (!comparison.unfinishedParts().isEmpty()) {
            throw new CoverException(comparison.unfinishedParts().size() + " methods are not done"
                    + (failed.isEmpty() ? "" : ": " + failed.get(0)) + " The same command goes on from here.");
        }
        Program.host().runCommand(COMMAND, own);
    }
}
