package org.coverfiji.method;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;

/** Contrast of images and of sets of positions: of what both views attend to, and of what shows the same place. */
public final class SetSimRecipe extends DenseContrastRecipe {

    static final Setting<Double> ATTENTION = Setting.number("attention", 0.7).between(0, 1)
            .help("from which on a position is attended to, 1 where the features are strongest");
    static final Setting<Double> FLOOR = Setting.number("floor", 0.2).between(-1, 1)
            .help("least cosine of the features of two attended positions that belong together");
    static final Setting<Double> DISTANCE = Setting.number("distance", 0.5).between(0, 10)
            .help("within which two positions show the same place, in diagonals of the larger bin");
    static final Setting<Boolean> NEAREST = Setting.flag("nearest", false)
            .help("whether a position that belongs with others belongs with the most similar one, too");

    @Override
    public String name() {
        return "SetSim";
    }

    @Override
    public String reference() {
        return "Wang et al., Exploring set similarity for dense self-supervised representation learning, CVPR 2022";
    }

    @Override
    public List<Setting<?>> settings() {
        return DenseHeads.settings(DenseClRecipe.DENSE_WEIGHT, ATTENTION, FLOOR, DISTANCE, NEAREST);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return DenseHeads.method("set_contrast", run, values, true, CropSampler.VIEW_2)
                .constant("dense_weight", values.get(DenseClRecipe.DENSE_WEIGHT))
                .constant("attention", values.get(ATTENTION)).constant("floor", values.get(FLOOR))
                .constant("distance", values.get(DISTANCE)).constant("nearest", values.get(NEAREST) ? 1 : 0).build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        return DenseHeads.cost(run, values, 1, 1);
    }

    @Override
    public Map<String, String> titles() {
        return DenseTitles.GLOBAL_AND_DENSE;
    }

}
