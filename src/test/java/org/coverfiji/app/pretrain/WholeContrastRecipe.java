package org.coverfiji.app.pretrain;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.method.StepCost;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropConfiguration;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchSampler;

/** Two crops of every image find each other by the mean of the finest map, so that the whole U-Net is trained. */
public final class WholeContrastRecipe implements Recipe {

    static final Setting<Double> TEMPERATURE = Setting.number("temperature", 0.2).between(0.01, 10)
            .help("by which the cosines are divided");
    private static final HeadConfiguration HEAD = new HeadConfiguration("projector", new int[] {32, 16}, Norm.BATCH,
            false);

    @Override
    public String name() {
        return "Whole contrast";
    }

    @Override
    public String reference() {
        return "an example of a method, after Chen et al., ICML 2020";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(TEMPERATURE);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of();
    }

    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        return Math.max(4, batch);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        CropConfiguration crops = new CropConfiguration(0.2, 0.4, 0.4, 0.5);
        return new CropSampler(images, run.patch(), crops, run.samples(), run.seed());
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return EmbeddingConfiguration.core("nt_xent").constant("temperature", values.get(TEMPERATURE))
                .views(CropSampler.VIEW_1, CropSampler.VIEW_2).port("z", Feature.grid(4, 1), HEAD).build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        long weights = HEAD.parameters(run.network().levelChannels(4), run.dimensions());
        return new StepCost(run.samples(), 2, true).add(weights, 2.0 * run.samples() * weights, 0);
    }

    @Override
    public Map<String, String> titles() {
        return Map.of("contrastive", "Contrastive loss");
    }
}
