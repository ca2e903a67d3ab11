package org.coverfiji.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongToDoubleFunction;

import org.coverfiji.engine.api.StepTimes;
import org.junit.Test;

public class FallWatchTest {

    private final List<String> warnings = new ArrayList<>();

    private void run(long first, int steps, LongToDoubleFunction loss, TrainingOutcome outcome) {
        warnings.clear();
        FallWatch watch = new FallWatch(new TrainingListener() {
            @Override
            public void warning(String text) {
                warnings.add(text);
            }
        }, Math.log(2) + 1);
        watch.started(progress(first, 0));
        for (long i = first; i < first + steps; i++) {
            watch.iterationDone(progress(i + 1, loss.applyAsDouble(i)));
        }
        watch.finished(progress(first + steps, 0), outcome);
    }

    private static Progress progress(long iteration, double loss) {
        StepResult last = new StepResult(4, 1e-3, Collections.singletonMap("loss", loss), Collections.emptyMap(), 0,
                new StepTimes(0, 0, 0));
        return new Progress(iteration, 1000, last, 1, 1, 1, 1, 0);
    }

    @Test
    public void aLossThatStaysIsTold() {
        run(0, 100, i -> 0.7 + i % 2 * 0.1, TrainingOutcome.COMPLETED);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).startsWith("The loss has not fallen: it was 0.7500 over the first"
                + " 20 of 100 steps and is 0.7500 over the last 20. Nothing was learnt; give another learning_rate,"));
        run(0, 100, i -> -0.5 + i / 1000.0, TrainingOutcome.STOPPED);
        assertEquals("whatever its sign", 1, warnings.size());
    }

    @Test
    public void aLossThatFallsOrCannotBeJudgedIsNot() {
        run(0, 100, i -> 2 - i / 100.0, TrainingOutcome.COMPLETED);
        assertEquals(List.of(), warnings);
        run(0, 100, i -> -i / 100.0, TrainingOutcome.COMPLETED);
        assertEquals(List.of(), warnings);
        run(0, 59, i -> 1, TrainingOutcome.COMPLETED);
        assertEquals("too short", List.of(), warnings);
        run(50, 100, i -> 1, TrainingOutcome.COMPLETED);
        assertEquals("the fall came before", List.of(), warnings);
        run(0, 100, i -> 1, TrainingOutcome.FAILED);
        assertEquals("there is another message", List.of(), warnings);
    }

    /** As fine-tuning does at a rate of 0.99: from 24 to 2.6, where guessing gives 1.7. */
    @Test
    public void aLossThatFallsFromWhereTrainingHadThrownItIsTold() {
        run(0, 100, i -> 24 - 0.21 * i, TrainingOutcome.COMPLETED);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).startsWith("The loss is 5.205 over the last 20 of 100 steps, where"
                + " guessing gives at most 1.693: the steps were too large, and what was trained is worse than nothing."
                + " Start again with a lower learning_rate (it was 0.0010 at its highest)."));
        run(0, 100, i -> i == 0 ? 0.5 : 1.6 - 0.005 * i, TrainingOutcome.COMPLETED);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).contains(", where the first step, before anything was learnt, had"
                + " 0.5000: "));
        run(0, 100, i -> i == 0 ? -9 : -1 - 0.03 * i, TrainingOutcome.COMPLETED);
        assertEquals("whatever its sign", 1, warnings.size());
        run(0, 100, i -> i == 0 ? 0.9 : 1.6 - 0.005 * i, TrainingOutcome.COMPLETED);
        assertEquals("a first batch that is easy by chance", List.of(), warnings);
    }
}
