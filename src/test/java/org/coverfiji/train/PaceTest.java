package org.coverfiji.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.Test;

public class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    public void theFirstRunIsDueAtOnceAndTheSecondAfterTheInterval() {
        Pace pace = new Pace(2, 0.01);
        assertTrue(pace.due(-5));
        pace.ran(10 * SECOND, 3 * SECOND);
        assertFalse(pace.due(12 * SECOND - 1));
        assertTrue("its cost is a start's", pace.due(12 * SECOND));
    }

    @Test
    public void laterRunsKeepToTheirShare() {
        Pace pace = new Pace(2, 0.01);
        pace.ran(0, SECOND);
        pace.ran(10 * SECOND, SECOND / 2);
        assertFalse(pace.due(60 * SECOND - 1));
        assertTrue(pace.due(60 * SECOND));
        pace.ran(60 * SECOND, SECOND / 1000);
        assertFalse("cheap ones keep to the interval", pace.due(62 * SECOND - 1));
        assertTrue(pace.due(62 * SECOND));
        assertEquals(1.501, pace.seconds(), 1e-12);
    }

    @Test
    public void aRunThatWasHeldUpDoesNotDelayTheNextForLong() {
        Pace pace = new Pace(2, 0.01);
        pace.ran(0, SECOND);
        pace.ran(0, SECOND / 10);
        pace.ran(10 * SECOND, 5 * SECOND);
        assertFalse(pace.due(20 * SECOND - 1));
        assertTrue(pace.due(20 * SECOND));
        pace.ran(20 * SECOND, 5 * SECOND);
        assertTrue(pace.due(30 * SECOND));
        pace.ran(30 * SECOND, 5 * SECOND);
        assertFalse("but three in a row are its cost", pace.due(500 * SECOND));
    }

    @Test
    public void previewsAreMadeOnlyOnRequestAndOnce() {
        List<String> taken = new ArrayList<>();
        PreviewRequest<String> previews = new PreviewRequest<>(0, 1e9, taken::add);
        previews.answer(after(1), () -> "unasked");
        previews.request();
        previews.request();
        previews.answer(after(1), () -> "first");
        previews.answer(after(1), () -> "again");
        assertEquals(Collections.singletonList("first"), taken);
        previews.request();
        previews.answer(after(1), () -> "second");
        assertEquals(Arrays.asList("first", "second"), taken);
    }

    private static Progress after(long iteration) {
        return ProgressSamples.withMetrics(iteration, 200, Map.of());
    }

    @Test
    public void whoeverWatchesSeesTheStartEveryTenthAndTheEndHoweverDearPreviewsAre() {
        List<Long> taken = new ArrayList<>();
        PreviewRequest<Long> previews = new PreviewRequest<>(3600, 1e-9, taken::add);
        previews.answer(after(1), () -> 1L);
        previews.request();
        for (long i = 2; i <= 200; i++) {
            long iteration = i;
            previews.answer(after(i), () -> iteration);
            if (i == 130) {
                previews.unwatched();
            }
            if (i == 165) {
                previews.request();
            }
        }
        assertEquals(List.of(2L, 20L, 40L, 60L, 80L, 100L, 120L, 166L, 180L, 200L), taken);
    }

    @Test
    public void aRequestThatComesTooEarlyWaits() {
        List<String> taken = new ArrayList<>();
        PreviewRequest<String> previews = new PreviewRequest<>(3600, 0.01, taken::add);
        previews.request();
        previews.answer(after(1), () -> "first");
        previews.request();
        previews.answer(after(1), () -> "early");
        assertEquals(Collections.singletonList("first"), taken);
    }

    @Test
    public void aFailedPreviewIsPacedToo() {
        List<String> taken = new ArrayList<>();
        PreviewRequest<String> previews = new PreviewRequest<>(3600, 0.01, taken::add);
        previews.request();
        assertThrows(IllegalStateException.class, () -> previews.answer(after(1), () -> {
            throw new IllegalStateException("no memory");
        }));
        previews.request();
        previews.answer(after(1), () -> "early");
        assertTrue(taken.isEmpty());
    }

    @Test
    public void aCheckpointOnRequestIsDueOnce() {
        CheckpointSchedule schedule = new CheckpointSchedule(0, 0);
        assertFalse(schedule.due(1, 1e9));
        schedule.request();
        assertTrue(schedule.due(2, 0));
        assertFalse(schedule.due(3, 0));
    }
}
