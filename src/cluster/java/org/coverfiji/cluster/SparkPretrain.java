package org.coverfiji.cluster;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.coverfiji.CoverException;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.command.PretrainCommand;

import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Pretrains one network on several machines, a rank on each executor: a barrier stage whose ranks share their
 * gradients. When a rank or its machine fails, all begin again from the checkpoint.
 *
 * <pre>{@code spark-submit … SparkPretrain "input='/shared/radiographs', output='/shared/chest.cover', batch=64"}</pre>
 */
public final class SparkPretrain {

    static final String COMMAND = "COVER Pretrain...";

    private static final String USAGE = "SparkPretrain \"input='…', output='…', key=value, …\", the parameters of "
            + COMMAND;
    private static final String LOCAL = "local-cluster\\[(\\d+),.*";
    private static final int ATTEMPTS = 4;
    /** Spark's option for steps between checkpoints; 0 = one every five minutes. */
    static final String CHECKPOINTS = "spark.cover.checkpoint.iterations";

    private SparkPretrain() {
    }

    public static void main(String[] arguments) {
        Program.run("COVER Pretrain", spark -> {
            String parameters = Program.arguments(arguments, 1, USAGE)[0];
            System.out.println(run(spark, parameters, ranks(spark.getConf())));
        });
    }

    /** As many as there are executors. */
    static int ranks(SparkConf spark) {
        String master = spark.get("spark.master", "");
        String count = spark.get("spark.executor.instances", master.replaceFirst(LOCAL, "$1"));
        if (!count.matches("\\d{1,6}")) {
            throw new CoverException("spark.executor.instances is missing; give it the number of executors that"
                    + " train together, such as --conf spark.executor.instances=4.");
        }
        return Integer.parseInt(count);
    }

    /**
     * Trains.
     *
     * @param parameters the text of the command's {@code --run}
     * @return what the first rank says of the result
     * @throws CoverException if the values cannot work, the training itself fails, or ranks failed too often
     */
    static String run(JavaSparkContext spark, String parameters, int ranks) {
        String own = Program.absolute(COMMAND, parameters);
        PretrainSettings settings = settings(own);
        File output = settings.output();
        // What lies there before is another run's, unless this one is to go on from it.
        long before = output.lastModified();
        int spacing = spark.getConf().getInt(CHECKPOINTS, 0);
        RuntimeException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean resume = settings.resume() || attempt > 0 && output.lastModified() != before;
            try {
                List<RankOutcome> outcomes = attempt(spark, new PretrainRank(own, resume, spacing), ranks);
                if (outcomes.stream().allMatch(outcome -> outcome.kind() == RankOutcome.Kind.DONE)) {
                    return outcomes.get(0).text();
                }
                last = new CoverException(RankOutcome.cause(outcomes).text());
                if (RankOutcome.cause(outcomes).kind() == RankOutcome.Kind.FAILED) {
                    break;
                }
            } catch (RuntimeException e) {
                last = e;
            } catch (Exception e) {
                // Scala's collect throws what it does not declare.
                last = new CoverException("A rank failed: " + firstLine(e), e);
            }
            System.err.println("Attempt " + (attempt + 1) + " of " + ATTEMPTS + " has ended: " + firstLine(last));
        }
        throw last;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    static PretrainSettings settings(String parameters) {
        return ((PretrainCommand) Program.host().filled(COMMAND, parameters)).settings();
    }

    private static List<RankOutcome> attempt(JavaSparkContext spark, PretrainRank work, int ranks)
            throws SparkException {
        List<Integer> numbers = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            numbers.add(rank);
        }
        RDD<Integer> parts = spark.parallelize(numbers, ranks).rdd();
        ClassTag<RankOutcome> type = ClassTag$.MODULE$.apply(RankOutcome.class);
        return Arrays.asList((RankOutcome[]) parts.barrier().mapPartitions(work, false, type).collect());
    }
}
