package org.coverfiji.method;

import java.util.List;

import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.corrupt.GenesisConfiguration;
import org.coverfiji.train.corrupt.GenesisCorruption;
import org.coverfiji.train.corrupt.RestorationSampler;
import org.coverfiji.train.view.BatchSampler;

/** The network is to restore patches that were shuffled, changed in intensity and painted over. */
public final class GenesisRecipe extends RestorationRecipe {

    public static final Setting<Double> SHUFFLING = Setting.number("shuffling", 0.5).between(0, 1)
            .help("probability that pixels are shuffled within small windows");
    public static final Setting<Integer> WINDOWS = Setting.whole("windows", 0).between(0, 100_000)
            .help("how many windows are shuffled; 0 = 1000 in 2D, 10000 in 3D");
    public static final Setting<Double> CURVE = Setting.number("curve", 0.9).between(0, 1)
            .help("probability that intensities follow a random curve");
    public static final Setting<Double> PAINTING = Setting.number("painting", 0.9).between(0, 1)
            .help("probability that blocks, or all but some windows, are painted over");
    public static final Setting<Double> OUT_PAINTING = Setting.number("out_painting", 0.8).between(0, 1)
            .help("share of painting that leaves only some windows");
    public static final Setting<Boolean> FLIPS = Setting.flag("flips", true)
            .help("whether patches are mirrored at random first");

    private static final int DIVISOR = 10;

    @Override
    public String name() {
        return "Models Genesis";
    }

    @Override
    public String reference() {
        return "Zhou et al., Models Genesis, Medical Image Analysis 67, 2021";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, SHUFFLING, WINDOWS, CURVE, PAINTING, OUT_PAINTING, FLIPS);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        GenesisConfiguration.Builder corruption = GenesisConfiguration.builder(run.dimensions())
                .shuffling(values.get(SHUFFLING)).curve(values.get(CURVE), 0.5)
                .painting(values.get(PAINTING), values.get(OUT_PAINTING));
        if (values.get(WINDOWS) > 0) {
            corruption.windows(values.get(WINDOWS), DIVISOR, false);
        }
        GenesisConfiguration configuration = corruption.build();
        return new RestorationSampler(images, run.patch(), () -> new GenesisCorruption(run.patch(), configuration),
                values.get(FLIPS), run.samples(), run.seed());
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        List<String> own = run.dimensions() == 2
                ? List.of("Models Genesis is published in 3D; in 2D 1000 shuffled windows are our own reading.")
                : List.of();
        return Notes.with(own, Notes.published(values,
                "the optimiser, gradient descent with momentum and a rate of 1, is Adam here, and training does not end"
                        + " by itself"));
    }
}
