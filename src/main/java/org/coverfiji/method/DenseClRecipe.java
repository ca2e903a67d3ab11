package org.coverfiji.method;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;

/** Contrast of images and of positions, each of which belongs with the most similar one of the other view. */
public final class DenseClRecipe extends DenseContrastRecipe {

    static final Setting<Double> DENSE_WEIGHT = Setting.number("dense_weight", 0.5).between(0, 1)
            .help("share of the positions' loss in the objective; the rest is the images'");

    @Override
    public String name() {
        return "DenseCL";
    }

    @Override
    public String reference() {
        return "Wang et al., Dense contrastive learning for self-supervised visual pre-training, CVPR 2021";
    }

    @Override
    public List<Setting<?>> settings() {
        return DenseHeads.settings(DENSE_WEIGHT);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return DenseHeads.method("dense_contrast", run, values, true, CropSampler.VIEW_2)
                .constant("dense_weight", values.get(DENSE_WEIGHT)).build();
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
