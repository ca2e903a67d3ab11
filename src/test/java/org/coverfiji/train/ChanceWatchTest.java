package org.coverfiji.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;

import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.train.label.ChanceWatch;
import org.junit.Test;

public class ChanceWatchTest {

    private static List<String> warnings(IntToDoubleFunction loss) {
        List<String> warnings = new ArrayList<>();
        ChanceWatch watch = new ChanceWatch(2, new TrainingListener() {
            @Override
            public void warning(String text) {
                warnings.add(text);
            }
        });
        for (int i = 1; i <= 100; i++) {
            StepResult last = new StepResult(4, 5e-3, Collections.singletonMap("loss", loss.applyAsDouble(i)),
                    Collections.emptyMap(), 0, new StepTimes(1, 2, 3));
            watch.iterationDone(new Progress(i, 100, last, 1, 65, 8, 1, 0));
        }
        return warnings;
    }

    @Test
    public void divergenceIsToldOnce() {
        List<String> warnings = warnings(i -> i < 30 ? 0.6 : i < 50 ? 40 : 0.1);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).startsWith("Training diverges: the loss of the last 20 steps is "));
        assertTrue(warnings.get(0), warnings.get(0).endsWith(" is 2.57, where guessing gives 0.69; lower learning_rate"
                + " (it is 5.0e-03 now)."));
    }

    @Test
    public void learningNothingIsToldOnceAtHalf() {
        List<String> warnings = warnings(i -> i % 2 == 0 ? 0.6 : 0.8);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).startsWith("Training is still at chance after 50 of 100 steps: the"
                + " loss is 0.70, guessing gives 0.69. "));
    }

    @Test
    public void aRunThatLearnsIsLeftAlone() {
        assertEquals(Collections.emptyList(), warnings(i -> i == 3 || i == 60 ? 5 : 0.7 / Math.sqrt(i)));
    }
}
