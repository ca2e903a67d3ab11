package org.coverfiji.train;

import java.util.Collections;
import java.util.function.LongSupplier;

import org.coverfiji.engine.api.StepTimes;

/** Turns step results into {@link Progress}: speed and remaining time by the most recent steps, peak memory. */
final class ProgressMeter {

    private static final int WINDOW = 20;
    private static final double NANO = 1e-9;
    private static final StepResult NOTHING_YET =
            new StepResult(0, 0, Collections.emptyMap(), Collections.emptyMap(), 0, new StepTimes(0, 0, 0));

    private final long total;
    private final LongSupplier clock;
    private final LongSupplier memory;
    private final long start;
    /** Clock readings at the ends of the last steps, and their sample counts, as rings; entry 0 begins as the start. */
    private final long[] ends = new long[WINDOW + 1];
    private final int[] samples = new int[WINDOW + 1];
    private final SkippedSteps skipped = new SkippedSteps();
    private long steps;
    private long peakBytes;

    /**
     * @param clock nanoseconds
     * @param memory bytes in use now
     */
    ProgressMeter(long total, LongSupplier clock, LongSupplier memory) {
        this.total = total;
        this.clock = clock;
        this.memory = memory;
        start = clock.getAsLong();
        ends[0] = start;
    }

    Progress before(long iterationsDone) {
        return progress(iterationsDone, NOTHING_YET, start, Double.NaN, Double.NaN);
    }

    Progress after(long iterationsDone, StepResult result) {
        steps++;
        skipped.count(result.skipped());
        long now = clock.getAsLong();
        ends[slot(steps)] = now;
        samples[slot(steps)] = result.samples();
        long window = Math.min(steps, WINDOW);
        long pairs = 0;
        for (long step = steps - window + 1; step <= steps; step++) {
            pairs += samples[slot(step)];
        }
        double seconds = (now - ends[slot(steps - window)]) * NANO;
        return progress(iterationsDone, result, now, seconds / window * (total - iterationsDone), pairs / seconds);
    }

    SkippedSteps skipped() {
        return skipped;
    }

    private static int slot(long step) {
        return (int) (step % (WINDOW + 1));
    }

    private Progress progress(long done, StepResult result, long now, double remaining, double perSecond) {
        peakBytes = Math.max(peakBytes, memory.getAsLong());
        return new Progress(done, total, result, (now - start) * NANO, remaining, perSecond, peakBytes,
                skipped.skipped());
    }
}
