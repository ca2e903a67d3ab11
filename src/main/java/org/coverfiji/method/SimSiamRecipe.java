package org.coverfiji.method;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchSampler;

/** From one crop of an image a predictor is to tell what becomes of the other, which is held fixed meanwhile. */
public final class SimSiamRecipe extends ContrastRecipe {

    private static final int FEWEST_IMAGES = 4;
    private static final String CORE = "negative_cosine";
    private static final String LOSS = "cosine";

    public static final Setting<Integer> PREDICTOR = Setting.whole("predictor", 64).between(4, 8192)
            .help("channels of the predictor's hidden layer");

    @Override
    public String name() {
        return "SimSiam";
    }

    @Override
    public String reference() {
        return "Chen and He, Exploring simple Siamese representation learning, CVPR 2021";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, PREDICTOR,
                ContrastSettings.NORM, ContrastSettings.SMALLEST_AREA);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, PREDICTOR, ContrastSettings.NORM);
    }

    @Override
    public SettingValues defaults(int dimensions) {
        return SettingValues.DEFAULTS.with(ContrastSettings.EMBEDDING, 256);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(ContrastSettings.HIDDEN, 2048).with(ContrastSettings.EMBEDDING, 2048)
                .with(PREDICTOR, 512);
    }

    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        return Math.max(FEWEST_IMAGES, batch);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return ContrastSettings.crops(images, run, values);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return EmbeddingConfiguration.core(CORE).views(CropSampler.VIEW_1, CropSampler.VIEW_2)
                .port("z", Feature.GLOBAL, projector(values)).port("p", Feature.of("z"), predictor(values))
                .build();
    }

    private static HeadConfiguration projector(SettingValues values) {
        Norm norm = ContrastSettings.norm(values);
        int hidden = values.get(ContrastSettings.HIDDEN);
        LayerConfiguration last = LayerConfiguration.linear(values.get(ContrastSettings.EMBEDDING));
        return HeadConfiguration.of("projector", LayerConfiguration.linear(hidden).norm(norm).relu(),
                LayerConfiguration.linear(hidden).norm(norm).relu(),
                norm == Norm.BATCH ? last.withoutBias().batchAlone() : last.norm(norm));
    }

    private static HeadConfiguration predictor(SettingValues values) {
        return new HeadConfiguration("predictor",
                new int[] {values.get(PREDICTOR), values.get(ContrastSettings.EMBEDDING)},
                ContrastSettings.norm(values), true);
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int hidden = values.get(ContrastSettings.HIDDEN);
        int embedding = values.get(ContrastSettings.EMBEDDING);
        return ContrastSettings.addHead(new StepCost(run.samples(), 2, false), 2L * run.samples(),
                run.network().levelChannels(0), hidden, hidden, embedding, values.get(PREDICTOR), embedding);
    }

    @Override
    public Map<String, String> titles() {
        return ContrastSettings.titles(LOSS, "Negative cosine");
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(Notes.with(super.notes(run, values), Notes.GREY), Notes.published(values,
                "the optimiser, gradient descent with momentum and a constant rate of the predictor, is Adam with one"
                        + " rate here, and a step has " + run.samples() + " images where it has 512"));
    }
}
