package org.coverfiji.method;

import java.util.List;

import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.BatchSampler;

/** A method that tells images and positions apart, with the heads, teacher and queues of {@link DenseHeads}. */
abstract class DenseContrastRecipe extends ContrastRecipe {

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
        return ContrastSettings.crops(images, run, values);
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return DenseHeads.notes(this, run, values);
    }
}
