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
import org.coverfiji.train.crop.CropConfiguration;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchSampler;

/** Two crops of every image are to find each other among the crops of all images of the step. */
public final class SimClrRecipe extends ContrastRecipe {

    /** Fewer vectors than twice this give batch normalisation and the contrast too little to go by. */
    private static final int FEWEST_IMAGES = 4;
    private static final String CORE = "nt_xent";
    private static final String SUMMED = "nt_xent_summed";
    private static final String LOSS = "contrastive";

    public static final Setting<Integer> LAYERS = Setting.whole("layers", 2).between(2, 3)
            .help("linear layers of the head: 2, or 3 with a normalisation after the last, too");
    public static final Setting<Boolean> SUM_VIEWS = Setting.flag("sum_views", false)
            .help("whether the losses of both views are added, as the published program does, instead of averaged");

    @Override
    public String name() {
        return "SimCLR";
    }

    @Override
    public String reference() {
        return "Chen et al., A simple framework for contrastive learning of visual representations, ICML 2020";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, ContrastSettings.TEMPERATURE, ContrastSettings.HIDDEN,
                ContrastSettings.EMBEDDING, LAYERS, ContrastSettings.NORM, ContrastSettings.SMALLEST_AREA, SUM_VIEWS);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, LAYERS, ContrastSettings.NORM);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(ContrastSettings.TEMPERATURE, 0.1).with(ContrastSettings.HIDDEN, 2048)
                .with(LAYERS, 3).with(ContrastSettings.SMALLEST_AREA, 0.08).with(SUM_VIEWS, true);
    }

    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        return Math.max(FEWEST_IMAGES, batch);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        CropConfiguration crops = new CropConfiguration(values.get(ContrastSettings.SMALLEST_AREA), 0.8, 0.8, 0.5);
        return new CropSampler(images, run.patch(), crops, run.samples(), run.seed());
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return EmbeddingConfiguration.core(values.get(SUM_VIEWS) ? SUMMED : CORE)
                .constant("temperature", values.get(ContrastSettings.TEMPERATURE))
                .views(CropSampler.VIEW_1, CropSampler.VIEW_2).port("z", Feature.GLOBAL, projector(values))
                .build();
    }

    private static HeadConfiguration projector(SettingValues values) {
        if (values.get(LAYERS) == 2) {
            return ContrastSettings.head("projector", values.get(ContrastSettings.HIDDEN), values, false);
        }
        Norm norm = ContrastSettings.norm(values);
        int hidden = values.get(ContrastSettings.HIDDEN);
        return HeadConfiguration.of("projector", LayerConfiguration.linear(hidden).norm(norm).relu(),
                LayerConfiguration.linear(hidden).norm(norm).relu(),
                LayerConfiguration.linear(values.get(ContrastSettings.EMBEDDING)).norm(norm));
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int features = run.network().levelChannels(0);
        int hidden = values.get(ContrastSettings.HIDDEN);
        int embedding = values.get(ContrastSettings.EMBEDDING);
        StepCost cost = new StepCost(run.samples(), 2, false);
        return values.get(LAYERS) == 2 ? ContrastSettings.addHead(cost, 2L * run.samples(), features, hidden, embedding)
                : ContrastSettings.addHead(cost, 2L * run.samples(), features, hidden, hidden, embedding);
    }

    @Override
    public Map<String, String> titles() {
        return ContrastSettings.titles(LOSS, "Contrastive loss");
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(Notes.with(super.notes(run, values), Notes.GREY), Notes.published(values,
                "the optimiser, LARS, is Adam here, and a step has " + run.samples()
                        + " images where it has 512 to 4096"));
    }
}
