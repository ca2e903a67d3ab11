package org.coverfiji.app.cost;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/** Whether something else worked on this computer while times were taken, so that they say little about it. */
final class BusyComputer {

    /** On a quiet computer a run's median step is 5 to 15 % slower than its fastest. */
    private static final double USUAL_SCATTER = 1.25;

    private final double load;
    private final int processors;

    /** Looks at the load now: to be made before the measurement, which is load itself. */
    BusyComputer() {
        this(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    /** @param load processes that wanted to run in the last minute; negative where the system does not count them */
    BusyComputer(double load, int processors) {
        this.load = load;
        this.processors = processors;
    }

    /**
     * A sentence that warns, with a line break before it; "" if nothing speaks against the times.
     *
     * @param seconds of steps that do the same
     */
    String warning(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        double scatter = sorted[sorted.length / 2] / sorted[0];
        StringBuilder signs = new StringBuilder();
        if (load > processors) {
            signs.append(String.format(Locale.ROOT,
                    "%.1f processes wanted to run on %d processors before the first step", load, processors));
        }
        if (scatter > USUAL_SCATTER) {
            signs.append(signs.length() == 0 ? "" : ", and ");
            signs.append(String.format(Locale.ROOT, "the median step took %.2f times the fastest", scatter));
        }
        return signs.length() == 0 ? "" : String.format(Locale.ROOT, "%nThe computer was busy with something else: %s."
                + " Measure again when it rests.", signs);
    }
}
