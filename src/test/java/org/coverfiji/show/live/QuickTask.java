package org.coverfiji.show.live;

import java.io.File;
import java.util.Collections;

import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingTask;

/** Steps without a network, whose losses are known. */
class QuickTask implements TrainingTask {

    volatile int saves;
    volatile long steps;

    @Override
    public StepResult step(long iteration) {
        steps = iteration + 1;
        return new StepResult(4, 1e-3, Collections.singletonMap("vector", 1.0 / (iteration + 1)),
                Collections.singletonMap("ratio", 0.5), 0, new StepTimes(1, 2, 3));
    }

    @Override
    public File save(long iterationsDone) {
        saves++;
        return new File("quick.cover");
    }

    @Override
    public File saveSpare(long iterationsDone) {
        return save(iterationsDone);
    }
}
