package org.coverfiji.method;

import java.util.List;

import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.corrupt.HoleCorruption;
import org.coverfiji.train.corrupt.RestorationSampler;
import org.coverfiji.train.view.BatchSampler;

/** The network is to fill boxes that were cut out of a patch. */
public final class InPaintingRecipe extends RestorationRecipe {

    public static final Setting<Double> HOLE_SHARE = Setting.number("hole_share", 0.25).between(0.01, 0.9)
            .help("part of a patch that is hidden, at most 8 boxes");
    public static final Setting<Boolean> WHOLE_IMAGE = Setting.flag("whole_image", false)
            .help("whether the error of the whole patch counts, instead of that of the hidden part");
    public static final Setting<Boolean> ONE_MASK = Setting.flag("one_mask", false)
            .help("whether all patches of a step have the same holes, as in the published program");
    public static final Setting<Integer> RING = Setting.whole("ring", 0).between(0, 64)
            .help("width, in pixels, of a ring inside the holes' borders that weighs more");
    public static final Setting<Double> RING_WEIGHT = Setting.number("ring_weight", 10).between(0, 1000)
            .help("what that ring weighs where the rest weighs 1");

    @Override
    public String name() {
        return "In-painting";
    }

    @Override
    public String reference() {
        return "Pathak et al., Context encoders: feature learning by inpainting, CVPR 2016";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, HOLE_SHARE, WHOLE_IMAGE, ONE_MASK, RING, RING_WEIGHT);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(WHOLE_IMAGE, true).with(ONE_MASK, true);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return new RestorationSampler(images, run.patch(),
                () -> new HoleCorruption(run.patch(), values.get(HOLE_SHARE), values.get(ONE_MASK)), false,
                run.samples(), run.seed());
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return values.get(WHOLE_IMAGE) ? super.method(run, values)
                : RestorationSettings.method(RestorationSettings.HIDDEN, run).constant("ring", values.get(RING))
                        .constant("ring_weight", values.get(RING_WEIGHT)).build();
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(List.of("Holes of up to 8 boxes, in 3D of the same part of a patch, filled with its mean, are"
                + " our own reading, and so is a U-Net without an adversary."), Notes.published(values,
                "holes are boxes instead of thresholded noise, there is no adversary, and the network has skip"
                        + " connections"));
    }
}
