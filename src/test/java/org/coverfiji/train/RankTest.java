package org.coverfiji.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.GradientExchange;
import org.junit.Test;

public class RankTest {

    /** Of two ranks that do the same. */
    private static final GradientExchange TWIN = values -> {
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
    };

    @Test
    public void ranksDivideEveryBatchWithoutGapOrOverlap() {
        for (int samples = 1; samples < 20; samples++) {
            for (int count = 1; count <= samples; count++) {
                int next = 0;
                for (int number = 0; number < count; number++) {
                    Rank rank = new Rank(number, count, TWIN);
                    assertEquals(next, rank.from(samples));
                    assertTrue(rank.to(samples) > next);
                    next = rank.to(samples);
                    rank.requireSamples(samples);
                }
                assertEquals(samples, next);
            }
        }
    }

    @Test
    public void moreRanksThanSamplesAreRefused() {
        String message = assertThrows(CoverException.class, () -> new Rank(1, 5, TWIN).requireSamples(4)).getMessage();
        assertTrue(message, message.startsWith("batch is 4, but there are 5 ranks"));
        assertThrows(CoverException.class, () -> new Rank(0, 257, TWIN));
    }

    private static Map<String, MessageDigest> things(String settings, String images) {
        Map<String, MessageDigest> things = new LinkedHashMap<>();
        things.put("their settings", Rank.digest(List.of(settings)));
        things.put("their images", Rank.digest(List.of(images)));
        return things;
    }

    @Test
    public void whatDiffersIsNamed() {
        new Rank(0, 2, TWIN).requireSame(things("a", "b"));
        float[][] other = new float[2][];
        int[] call = {0};
        new Rank(1, 2, values -> {
            other[call[0]++] = values.clone();
            TWIN.sum(values);
        }).requireSame(things("a", "c"));
        call[0] = 0;
        Rank rank = new Rank(0, 2, values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] += other[call[0]][i];
            }
            call[0]++;
        });
        String message = assertThrows(CoverException.class, () -> rank.requireSame(things("a", "b"))).getMessage();
        assertTrue(message, message.startsWith("The ranks differ in their images; "));
    }

    @Test
    public void aWishToStopReachesAllRanksAndNoneLeavesBefore() {
        StopSignal own = new StopSignal();
        StopSignal agreed = new StopSignal();
        StopExchange exchange = new StopExchange(TWIN, own, agreed);
        float[] values = {1, 2};
        exchange.sum(values);
        assertArrayEquals(new float[] {2, 4}, values, 0);
        own.stopAndKeep();
        assertNull(agreed.requested());
        exchange.sum(values);
        assertArrayEquals(new float[] {4, 8}, values, 0);
        assertEquals(TrainingOutcome.STOPPED, agreed.requested());
    }

    @Test
    public void whatAnotherRankWishesIsHeeded() {
        for (int wish = 1; wish <= 2; wish++) {
            int place = wish;
            StopSignal agreed = new StopSignal();
            new StopExchange(values -> values[values.length - place]++, new StopSignal(), agreed).sum(new float[3]);
            assertEquals(wish == 1 ? TrainingOutcome.STOPPED : TrainingOutcome.CANCELLED, agreed.requested());
        }
    }
}
