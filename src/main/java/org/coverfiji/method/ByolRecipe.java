package org.coverfiji.method;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.PortConfiguration;
import org.coverfiji.engine.api.TeacherConfiguration;
import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchSampler;

/** From one crop of an image a predictor is to tell what a slow teacher makes of the other. */
public final class ByolRecipe extends ContrastRecipe {

    private static final int FEWEST_IMAGES = 4;
    private static final String CORE = "squared_distance";
    private static final String LOSS = "distance";

    /** Steps above which the teacher starts more slowly. */
    private static final long LONG_RUN = 20_000;
    private static final double SHORT_MOMENTUM = 0.99;
    private static final double LONG_MOMENTUM = 0.996;
    /** Published for 40 epochs; for 100 and 300 that of short runs, for 1000 that of long ones. */
    private static final double SHORTEST_MOMENTUM = 0.97;
    private static final int SHORTEST_EPOCHS = 40;
    private static final int SHORT_EPOCHS = 300;

    public static final Setting<Double> MOMENTUM = Setting.number("momentum", 0)
            .right(value -> value >= 0 && value < 1, "above 0 and below 1, or 0 for automatic")
            .help("share of its weights that the teacher keeps in a step, rising to 1; 0 = 0.99, in runs of more than"
                    + " 20000 steps 0.996; with preset:official by the number of epochs");

    @Override
    public String name() {
        return "BYOL";
    }

    @Override
    public String reference() {
        return "Grill et al., Bootstrap your own latent, NeurIPS 2020";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.NORM,
                MOMENTUM, ContrastSettings.SMALLEST_AREA);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.NORM);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(ContrastSettings.HIDDEN, 4096).with(ContrastSettings.EMBEDDING, 256)
                .with(ContrastSettings.SMALLEST_AREA, 0.08);
    }

    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        return Math.max(FEWEST_IMAGES, batch);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return ContrastSettings.unlikeCrops(images, run, values);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        HeadConfiguration projector =
                ContrastSettings.head("projector", values.get(ContrastSettings.HIDDEN), values, false);
        HeadConfiguration predictor =
                ContrastSettings.head("predictor", values.get(ContrastSettings.HIDDEN), values, false);
        return EmbeddingConfiguration.core(CORE).views(CropSampler.VIEW_1, CropSampler.VIEW_2)
                .port("z", Feature.GLOBAL, projector).port("p", Feature.of("z"), predictor)
                .teacher(new TeacherConfiguration(TeacherPolicy.AFTER_STEP,
                        TeacherMomentum.cosine(momentum(run, values), run.iterations()),
                        List.of(CropSampler.VIEW_1, CropSampler.VIEW_2),
                        List.of(new PortConfiguration("z", Feature.GLOBAL, projector))))
                .build();
    }

    static double momentum(RunPlan run, SettingValues values) {
        if (values.get(MOMENTUM) > 0) {
            return values.get(MOMENTUM);
        }
        if (values.get(Presets.PRESET).equals(Presets.OFFICIAL)) {
            double epochs = (double) run.iterations() * run.samples() / run.images();
            return epochs <= SHORTEST_EPOCHS ? SHORTEST_MOMENTUM
                    : epochs <= SHORT_EPOCHS ? SHORT_MOMENTUM : LONG_MOMENTUM;
        }
        return run.iterations() <= LONG_RUN ? SHORT_MOMENTUM : LONG_MOMENTUM;
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int hidden = values.get(ContrastSettings.HIDDEN);
        int embedding = values.get(ContrastSettings.EMBEDDING);
        return ContrastSettings.addHead(new StepCost(run.samples(), 2, false), 2L * run.samples(),
                run.network().levelChannels(0), hidden, embedding, hidden, embedding).teacher(2, false);
    }

    @Override
    public Map<String, String> titles() {
        return ContrastSettings.titles(LOSS, "Squared distance");
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(Notes.with(super.notes(run, values), Notes.GREY), Notes.published(values,
                "the optimiser, LARS, is Adam here, a step has " + run.samples() + " images where it has 4096, and the"
                        + " teacher starts as a copy instead of with weights of its own"));
    }
}
