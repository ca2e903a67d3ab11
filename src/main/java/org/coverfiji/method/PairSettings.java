package org.coverfiji.method;

import java.util.Arrays;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.corrupt.GenesisConfiguration;

/** What the methods that bring two images onto each other have in common. */
final class PairSettings {

    static final Setting<Double> RANGE = Setting.number("range", 1)
            .right(value -> value >= 0 && value <= 1.5, "between 0 and 1.5")
            .help("how far pairs are turned, scaled and moved: 1 as far as published");
    static final Setting<Integer> WINDOW = Setting.whole("correlation_window", 0)
            .right(value -> value == 0 || value >= 3 && value % 2 == 1, "0 for automatic, or odd and at least 3")
            .help("side of the windows in which images are correlated, pixels; 0 = 9, or 5 for patches under 32");
    static final Setting<Boolean> SLIPS = Setting.flag("slips", false)
            .help("with the slips of the published program: images are read up to half a pixel off; see the manual");

    private static final int WINDOW_SIDE = 9;
    private static final int SMALL_WINDOW_SIDE = 5;
    /** Patches under this have small windows. */
    private static final int SMALL_PATCH = 32;
    /** A shuffled window of one pixel stays as it is. */
    private static final int LEAST_SHUFFLED = 2;

    private PairSettings() {
    }

    static int window(RunPlan run, SettingValues values) {
        int chosen = values.get(WINDOW);
        return chosen > 0 ? chosen : smallestSide(run) < SMALL_PATCH ? SMALL_WINDOW_SIDE : WINDOW_SIDE;
    }

    private static int smallestSide(RunPlan run) {
        return Arrays.stream(run.patch()).min().getAsInt();
    }

    /**
     * Both programs' variant of Models Genesis' corruption: windows are shuffled alike, intensities rise, blocks are
     * always painted over.
     *
     * @param windows how many are shuffled
     * @param divisor their side is the patch's over this, but at least 2 pixels, unless slips are wanted
     * @param blocks most that are painted over
     * @param least divisor for the blocks' least side
     * @param largest divisor for their largest side, which is not reached
     */
    static GenesisConfiguration corruption(RunPlan run, SettingValues values, int windows, int divisor, int blocks,
            int least, int largest) {
        int own = values.get(SLIPS) ? divisor : Math.max(1, Math.min(divisor, smallestSide(run) / LEAST_SHUFFLED));
        return GenesisConfiguration.builder(run.dimensions()).shuffling(0.8).windows(windows, own, true).curve(0.9, 0)
                .painting(1, 0).blocks(blocks, least, largest, false).build();
    }

    /** Both programs' layer: 3×3(×3) convolution, 8 channels a group, leaky ReLU. */
    static LayerConfiguration layer(int width) {
        return LayerConfiguration.convolution(width, 3).group(width / 8).leaky();
    }

    /** Adds layers on a map. @param positions of the map in all samples */
    static void addCost(StepCost cost, RunPlan run, int inputs, long positions, LayerConfiguration... layers) {
        HeadConfiguration head = HeadConfiguration.of("cost", layers);
        long parameters = head.parameters(inputs, run.dimensions());
        cost.add(parameters, (double) parameters * positions, head.widths() * positions);
    }
}
