package org.coverfiji.cluster;

import java.io.Serializable;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.apache.spark.BarrierTaskContext;
import org.apache.spark.BarrierTaskInfo;
import org.coverfiji.CoverException;
import org.coverfiji.app.pretrain.PretrainResult;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.show.live.CurvesListener;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.LogListener;
import org.coverfiji.train.Rank;

import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What each executor does of a training: it finds the others, joins their ring and trains. */
final class PretrainRank extends AbstractFunction1<Iterator<Integer>, Iterator<RankOutcome>> implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Longer than a checkpoint and its statistics take. */
    private static final int PATIENCE_MILLIS = 600_000;
    private static final double LOG_SECONDS = 10;

    private final String parameters;
    private final boolean resume;
    private final int checkpointIterations;

    /**
     * @param resume whether to go on from the checkpoint, whatever the parameters say
     * @param checkpointIterations steps between checkpoints; 0 = none but the usual ones by time
     */
    PretrainRank(String parameters, boolean resume, int checkpointIterations) {
        this.parameters = parameters;
        this.resume = resume;
        this.checkpointIterations = checkpointIterations;
    }

    @Override
    public Iterator<RankOutcome> apply(Iterator<Integer> part) {
        return scala.collection.Iterator$.MODULE$.single(outcome(BarrierTaskContext.get()));
    }

    /** An end that the run's own values or images brought about is no failure of Spark's, which would try again. */
    private RankOutcome outcome(BarrierTaskContext context) {
        try {
            return new RankOutcome(RankOutcome.Kind.DONE, train(context));
        } catch (LostRankException e) {
            return new RankOutcome(RankOutcome.Kind.LOST, e.getMessage());
        } catch (CoverException e) {
            return new RankOutcome(RankOutcome.Kind.FAILED, e.getMessage());
        }
    }

    private String train(BarrierTaskContext context) {
        List<String> hosts = Arrays.stream(context.getTaskInfos()).map(BarrierTaskInfo::address)
                .collect(Collectors.toList());
        int rank = context.partitionId();
        String own = hosts.get(rank);
        try (Ring.Place place = Ring.place(own.substring(0, own.lastIndexOf(':')), PATIENCE_MILLIS)) {
            String[] all = context.allGather(place.address() + " " + new SecureRandom().nextLong());
            if (hosts.stream().distinct().count() < hosts.size()) {
                throw new CoverException("Two ranks came to one executor; give spark.task.cpus the same number as"
                        + " spark.executor.cores, so that each has one to itself.");
            }
            List<String> addresses = Arrays.stream(all).map(line -> line.split(" ")[0]).collect(Collectors.toList());
            try (Ring ring = place.join(rank, addresses, Long.parseLong(all[0].split(" ")[1]))) {
                return train(new Rank(rank, all.length, ring), ring);
            }
        }
    }

    private String train(Rank rank, Ring ring) {
        PretrainSettings settings = SparkPretrain.settings(parameters);
        settings = settings.toBuilder().resume(resume).checkpointIterations(checkpointIterations).build();
        Pretrainer pretrainer = new Pretrainer(settings).rank(rank)
                .addListener(new LogListener(System.out::println, LOG_SECONDS));
        if (rank.isFirst()) {
            pretrainer.addListener(CsvListener.beside(settings.output()))
                    .addListener(CurvesListener.beside(settings.output(), pretrainer.titles()));
        }
        PretrainResult result = pretrainer.run();
        return String.valueOf(result.summary(pretrainer.titles())) + " Model file: " + result.modelFile() + ". "
                + times(result, ring);
    }

    /** By which a user judges whether more ranks would help. */
    private static String times(PretrainResult result, Ring ring) {
        int steps = Math.max(1, result.steps().size());
        return String.format(Locale.ROOT, "A step took %.2f s, of which the first rank exchanged gradients, or waited"
                + " for the others, for %.2f s.", result.progress().elapsedSeconds() / steps, ring.seconds() / steps);
    }
}
