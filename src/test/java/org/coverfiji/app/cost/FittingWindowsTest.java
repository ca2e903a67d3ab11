package org.coverfiji.app.cost;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.tile.SlidingWindow;
import org.junit.Test;

public class FittingWindowsTest {

    private static final NetworkConfiguration NETWORK = new NetworkConfiguration(2, 1,
            NetworkConfiguration.widthsFrom(16));
    private static final long GB = 1_000_000_000;

    private final List<String> log = new ArrayList<>();

    /** Four values per pixel of the image, twenty per pixel of a window. */
    private static InferenceEstimate demand(int[] size, int[] prepared, SlidingWindow window) {
        int[] sides = window.sides(prepared);
        int atOnce = window.atOnce(prepared);
        return InferenceEstimate.ofPixels(NETWORK, atOnce, sides).holding(4.0 * Tensor.size(size))
                .passing(20.0 * atOnce * Tensor.size(sides));
    }

    private SlidingWindow windows(AvailableMemory memory, SlidingWindow wanted, int... size) {
        log.clear();
        return new FittingWindows(memory, wanted, any -> any, FittingWindowsTest::demand).of("scan.tif", size,
                "to be segmented", "give Java more memory", log::add);
    }

    @Test
    public void whatFitsIsDoneAsWanted() {
        SlidingWindow wanted = SlidingWindow.upTo(512, 128, 128);
        assertArrayEquals(new int[] {512, 512}, windows(new AvailableMemory(2 * GB, 8 * GB), wanted, 1000, 2000)
                .sides(new int[] {1000, 2000}));
        assertEquals(List.of(), log);
    }

    /** A whole image's maps take gigabytes, those of a window do not. */
    @Test
    public void windowsAreHalvedBeforeTheWorkBegins() {
        int[] size = {3000, 4000};
        SlidingWindow fitting = windows(new AvailableMemory(GB, 2 * GB), SlidingWindow.wholeImage(), size);
        assertArrayEquals(new int[] {752, 1008}, fitting.sides(size));
        assertEquals(List.of("The memory does not suffice for windows of 4000 × 3008 pixels; scan.tif is done by"
                + " windows of 1008 × 752, which see less around each pixel."), log);
    }

    @Test
    public void whatDoesNotFitIsRefusedWithWhatDoes() {
        AvailableMemory memory = new AvailableMemory(GB / 2, 8 * GB);
        SlidingWindow wanted = new SlidingWindow(128, 128);
        CoverException refused = assertThrows(CoverException.class, () -> windows(memory, wanted, 20_000, 10_000));
        Matcher matcher = Pattern.compile("scan.tif, 10000 × 20000 pixels, needs about [3-5]\\.\\d GB of memory to be"
                + " segmented, 3.2 GB of it Java's, but there are 8.0 GB, of which Java may use 0.5 GB; crop or shrink"
                + " it to (\\d+) × (\\d+) pixels, or give Java more memory\\.").matcher(refused.getMessage());
        assertTrue(refused.getMessage(), matcher.matches());
        assertEquals(List.of(), log);
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        windows(memory, wanted, height, width);
        assertThrows(CoverException.class, () -> windows(memory, wanted, height + 200, width + 100));
    }

    /** A container's limit counts for all that the process takes. */
    @Test
    public void theWholeProcessMustFitToo() {
        CoverException refused = assertThrows(CoverException.class, () -> windows(new AvailableMemory(8 * GB, GB / 10),
                new SlidingWindow(128, 128), 500, 500));
        assertTrue(refused.getMessage(), refused.getMessage().endsWith("but there are 0.1 GB, of which Java may use 8.0"
                + " GB; give Java more memory."));
    }

    @Test
    public void garbageDoesNotLieBeyondWhatJavaMayUse() {
        InferenceEstimate large = InferenceEstimate.ofPixels(NETWORK, 1, 128, 128).holding(2.2e8);
        assertTrue(large.fits(new AvailableMemory(GB, 3 * GB / 2)));
        assertTrue("which it would, were there more", large.heapBytes() < GB && !large.fits(new AvailableMemory(2 * GB,
                27 * GB / 20)));
    }
}
