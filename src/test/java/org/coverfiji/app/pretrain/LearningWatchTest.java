package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

import org.coverfiji.train.ProgressSamples;
import org.coverfiji.train.TrainingListener;
import org.junit.Test;

public class LearningWatchTest {

    private static final int TOTAL = 1000;

    private final Map<Integer, String> warnings = new LinkedHashMap<>();

    private List<String> warnings(int total, IntToDoubleFunction ratio, IntToDoubleFunction spread) {
        return warnings(1, total, ratio, spread);
    }

    private List<String> warnings(int first, int total, IntToDoubleFunction ratio, IntToDoubleFunction spread) {
        int[] now = {0};
        LearningWatch watch = new LearningWatch(PretrainSettings.builder(2).input(new File("x"))
                .output(new File("x.cover")).build(), new TrainingListener() {
                    @Override
                    public void warning(String text) {
                        warnings.put(now[0], text);
                    }
                });
        for (int i = first; i <= total; i++) {
            now[0] = i;
            watch.iterationDone(ProgressSamples.withMetrics(i, total,
                    Map.of("ratio", ratio.applyAsDouble(i), "spread", spread.applyAsDouble(i))));
        }
        return new ArrayList<>(warnings.values());
    }

    @Test
    public void aDisplacementThatIsNotPredictedIsToldAfterATenthAndAtTheEnd() {
        List<String> told = warnings(TOTAL, i -> i % 2 == 0 ? 0.92 : 1.02, i -> 0.4);
        assertEquals("[100, 1000]", warnings.keySet().toString());
        assertTrue(told.get(0), told.get(0).startsWith("Nothing is learnt so far, after 100 of 1000 steps: the"
                + " displacement is not predicted, the error is 0.97 of its size, where predicting no motion"
                + " gives 1. "));
        assertTrue(told.get(0), told.get(0).contains("a larger patch (128 now) or smaller images (resize, none); or"
                + " try another motion (0.6) or learning_rate (0.001)"));
        assertTrue(told.get(1), told.get(1).startsWith("Nothing was learnt in 1000 steps: "));
    }

    @Test
    public void collapsedFeaturesAreToldWithAnotherRemedy() {
        List<String> told = warnings(TOTAL, i -> 1, i -> i < 50 ? 0.4 : 0.002);
        assertTrue(told.get(0), told.get(0).contains("the features have collapsed, every pixel has nearly the same"
                + " on some level (spread 0.0020, where 1 is wide). Lower learning_rate (it is 0.001 now) or"
                + " consistency (1.0)"));
    }

    /** The consistency loss alone narrows the finest level, which does no harm while the displacement is learnt. */
    @Test
    public void narrowFeaturesThatPredictAreLeftAlone() {
        warnings(TOTAL, i -> 0.5, i -> 0.002);
        assertEquals("[]", warnings.keySet().toString());
    }

    @Test
    public void collapseIsToldWhereNoPixelCounted() {
        warnings(TOTAL, i -> Double.NaN, i -> 0.002);
        assertEquals("[100, 1000]", warnings.keySet().toString());
    }

    @Test
    public void aRunThatLearnsLateIsWarnedOnce() {
        warnings(TOTAL, i -> i < 200 ? 1 : 0.3, i -> 0.4);
        assertEquals("[100]", warnings.keySet().toString());
    }

    @Test
    public void aRunThatLearnsIsLeftAlone() {
        warnings(TOTAL, i -> i == 95 ? 8 : i < 60 ? 1 : 0.5, i -> 0.1);
        assertEquals("[]", warnings.keySet().toString());
    }

    @Test
    public void theFirstStepsOfAShortRunAreNotJudged() {
        warnings(40, i -> 1, i -> 0.4);
        assertEquals("[]", warnings.keySet().toString());
        warnings(60, i -> 1, i -> 0.4);
        assertEquals("[50, 60]", warnings.keySet().toString());
    }

    @Test
    public void aResumedRunIsJudgedByStepsOfItsOwn() {
        warnings(501, TOTAL, i -> 1, i -> 0.4);
        assertEquals("[550, 1000]", warnings.keySet().toString());
    }

    /** Where no pixel counted there is no ratio. */
    @Test
    public void undefinedFiguresAreNoReasonToWarn() {
        warnings(TOTAL, i -> Double.NaN, i -> Double.NaN);
        assertEquals("[]", warnings.keySet().toString());
    }
}
