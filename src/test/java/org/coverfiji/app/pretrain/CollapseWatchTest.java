package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

import org.coverfiji.train.ProgressSamples;
import org.coverfiji.train.TrainingListener;
import org.junit.Test;

public class CollapseWatchTest {

    private final Map<Integer, String> warnings = new LinkedHashMap<>();

    private void watch(String methodSettings, IntToDoubleFunction spread) {
        int[] now = {0};
        CollapseWatch watch = new CollapseWatch(PretrainSettings.builder(2).input(new File("x"))
                .output(new File("x.cover")).method("BYOL").methodSettings(methodSettings).build(),
                new TrainingListener() {
                    @Override
                    public void warning(String text) {
                        warnings.put(now[0], text);
                    }
                });
        for (int i = 1; i <= 300; i++) {
            now[0] = i;
            watch.iterationDone(ProgressSamples.withMetrics(i, 300,
                    Map.of("embedding_spread", spread.applyAsDouble(i))));
        }
    }

    @Test
    public void embeddingsThatAreAllTheSameAreToldOnceWithTheRemedy() {
        watch("norm:group", i -> 0.02);
        assertEquals("[120]", warnings.keySet().toString());
        String told = warnings.get(120);
        assertTrue(told, told.contains("(spread 0.020 after 120 steps, where 1 is wide)"));
        assertTrue(told, told.contains("Try norm:batch in method_settings (group now), a larger batch (4 now)"));
    }

    @Test
    public void theFirstHundredStepsAndSingleBatchesAreNotJudged() {
        watch("", i -> i <= 100 || i % 10 == 0 ? 0.01 : 0.4);
        assertEquals("{}", warnings.toString());
    }

    @Test
    public void whatIsNotMeasuredIsNotJudged() {
        watch("", i -> Double.NaN);
        assertEquals("{}", warnings.toString());
    }
}
