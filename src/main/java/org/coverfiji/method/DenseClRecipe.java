package org.coverfiji.method;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchSampler;

/** Contrast of images and of positions, each of which belongs with the most similar one of the other view. */
public final class DenseClRecipe implements Recipe {

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
    public List<Setting<?>> structure() {
        return DenseHeads.STRUCTURE;
    }

    @Override
    public SettingValues defaults(int dimensions) {
        return DenseHeads.defaults(dimensions);
    }

    @Override
    public SettingValues official(int dimensions) {
        return DenseHeads.official(dimensions);
    }

    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        return DenseHeads.samples(batch, values);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return DenseHeads.crops(images, run, values);
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

    @Override
    public boolean watchesCollapse() {
        return true;
    }

    @Override
    public Preview preview() {
        return Preview.CROPS;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return DenseHeads.notes(this, run, values);
    }
}
