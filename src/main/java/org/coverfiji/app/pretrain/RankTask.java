package org.coverfiji.app.pretrain;

import java.io.File;

import org.coverfiji.train.Rank;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingTask;

/** The steps of one of several ranks, which count as the whole batch's; the first rank alone writes. */
final class RankTask implements TrainingTask {

    private final TrainingTask task;
    private final Rank rank;
    private final int samples;
    private final File output;

    /** @param samples of the whole batch */
    RankTask(TrainingTask task, Rank rank, int samples, File output) {
        this.task = task;
        this.rank = rank;
        this.samples = samples;
        this.output = output;
    }

    @Override
    public StepResult step(long iteration) {
        return task.step(iteration).withSamples(samples);
    }

    @Override
    public File save(long iterationsDone) {
        return rank.isFirst() ? task.save(iterationsDone) : output;
    }

    @Override
    public File saveSpare(long iterationsDone) {
        return rank.isFirst() ? task.saveSpare(iterationsDone) : output;
    }
}
