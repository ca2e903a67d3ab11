package org.coverfiji.app.cost;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.coverfiji.CoverException;
import org.coverfiji.image.tile.SlidingWindow;

/**
 * Finds, before a network is applied to an image, windows with which that fits into memory: the wanted ones, or of half
 * their sides and so on. Where none do, it says what would be needed, what there is, and what fits.
 */
public final class FittingWindows {

    /** What it takes to apply a network to an image. */
    @FunctionalInterface
    public interface Demand {

        /**
         * @param size extents of the image, array order
         * @param prepared its extents as the network sees it
         */
        InferenceEstimate of(int[] size, int[] prepared, SlidingWindow window);
    }

    private final AvailableMemory memory;
    private final SlidingWindow wanted;
    private final UnaryOperator<int[]> preparation;
    private final Demand demand;

    /** @param preparation gives the extents as the network sees them of an image's own */
    public FittingWindows(AvailableMemory memory, SlidingWindow wanted, UnaryOperator<int[]> preparation,
            Demand demand) {
        this.memory = memory;
        this.wanted = wanted;
        this.preparation = preparation;
        this.demand = demand;
    }

    /**
     * The windows for an image.
     *
     * @param name of the image, for messages
     * @param size its extents, array order
     * @param purpose what is to be done, as in {@code to be segmented}
     * @param remedy what helps beside a smaller image, as in {@code give Java more memory}
     * @param log takes a line where they are smaller than wanted
     * @throws CoverException if no windows fit
     */
    public SlidingWindow of(String name, int[] size, String purpose, String remedy, Consumer<String> log) {
        SlidingWindow fitting = fitting(size);
        if (fitting == null) {
            throw new CoverException(refusal(name, size, purpose, remedy));
        }
        int[] prepared = preparation.apply(size);
        if (!Arrays.equals(fitting.sides(prepared), wanted.sides(prepared))) {
            log.accept(wanted.smallerNote(name, prepared, fitting));
        }
        return fitting;
    }

    /** Null where none do. */
    private SlidingWindow fitting(int[] size) {
        int[] prepared = preparation.apply(size);
        SlidingWindow window = wanted;
        while (window != null && !demand.of(size, prepared, window).fits(memory)) {
            window = window.halved(prepared);
        }
        return window;
    }

    private String refusal(String name, int[] size, String purpose, String remedy) {
        InferenceEstimate least = least(size);
        int[] largest = largest(size);
        return String.format(Locale.ROOT, "%s, %s pixels, needs about %.1f GB of memory %s, %.1f GB of it Java's, but"
                + " there are %.1f GB, of which Java may use %.1f GB; %s%s.", name, SlidingWindow.text(size),
                least.memoryBytes() / 1e9, purpose, least.heapBytes() / 1e9, memory.bytes() / 1e9,
                memory.heapBytes() / 1e9, largest == null ? ""
                        : "crop or shrink it to " + SlidingWindow.text(largest) + " pixels, or ", remedy);
    }

    /** With the smallest windows. */
    private InferenceEstimate least(int[] size) {
        int[] prepared = preparation.apply(size);
        SlidingWindow window = wanted;
        for (SlidingWindow next = window; next != null; next = next.halved(prepared)) {
            window = next;
        }
        return demand.of(size, prepared, window);
    }

    /** The largest image of the same shape that fits; null if none does. */
    private int[] largest(int[] size) {
        int fits = 0;
        int beyond = Arrays.stream(size).max().getAsInt();
        while (beyond - fits > 1) {
            int middle = (fits + beyond) >>> 1;
            if (fitting(scaled(size, middle)) != null) {
                fits = middle;
            } else {
                beyond = middle;
            }
        }
        return fits == 0 ? null : scaled(size, fits);
    }

    private static int[] scaled(int[] size, int longest) {
        double factor = longest / (double) Arrays.stream(size).max().getAsInt();
        return Arrays.stream(size).map(side -> Math.max(1, (int) (side * factor))).toArray();
    }
}
