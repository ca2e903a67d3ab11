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

/** One crop of an image is to find the other, as a slow teacher sees it, among those of earlier steps in a queue. */
public final class MoCoRecipe extends ContrastRecipe {

    /** Of one view: fewer give batch normalisation too little to go by. */
    private static final int FEWEST_IMAGES = 8;
    private static final String CORE = "info_nce";
    private static final String LOSS = "contrastive";
    private static final String QUEUE = "queue";

    public static final Setting<Integer> HIDDEN = Setting.whole("hidden", 256)
            .right(value -> value == 0 || value >= 8 && value <= 8192,
                    "between 8 and 8192, or 0 for as many as there are features")
            .help("channels of the head's hidden layer; 0 = as many as the bottleneck has");

    @Override
    public String name() {
        return "MoCo v2";
    }

    @Override
    public String reference() {
        return "Chen et al., Improved baselines with momentum contrastive learning, arXiv 2003.04297, 2020";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, ContrastSettings.TEMPERATURE, HIDDEN,
                ContrastSettings.EMBEDDING, ContrastSettings.NORM, ContrastSettings.MOMENTUM, ContrastSettings.QUEUE,
                ContrastSettings.SMALLEST_AREA);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.NORM,
                ContrastSettings.QUEUE);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(HIDDEN, 0).with(ContrastSettings.NORM, "none")
                .with(ContrastSettings.MOMENTUM, 0.999);
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
        HeadConfiguration head = ContrastSettings.head("projector", hidden(run, values), values, true);
        return EmbeddingConfiguration.core(CORE).constant("temperature", values.get(ContrastSettings.TEMPERATURE))
                .views(CropSampler.VIEW_1).port("q", Feature.GLOBAL, head)
                .teacher(new TeacherConfiguration(TeacherPolicy.BEFORE_STEP,
                        TeacherMomentum.constant(values.get(ContrastSettings.MOMENTUM)), List.of(CropSampler.VIEW_2),
                        List.of(new PortConfiguration("k", Feature.GLOBAL, head))))
                .queue(QUEUE, ContrastSettings.queue(run, values), head.outputs()).build();
    }

    private static int hidden(RunPlan run, SettingValues values) {
        return values.get(HIDDEN) == 0 ? run.network().levelChannels(0) : values.get(HIDDEN);
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int embedding = values.get(ContrastSettings.EMBEDDING);
        int queue = ContrastSettings.queue(run, values);
        return ContrastSettings.addHead(new StepCost(run.samples(), 1, false), run.samples(),
                run.network().levelChannels(0), hidden(run, values), embedding).teacher(1, false)
                .hold(2L * queue * embedding + (long) queue * run.samples());
    }

    @Override
    public Map<String, String> titles() {
        return ContrastSettings.titles(LOSS, "Contrastive loss");
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(Notes.with(super.notes(run, values), Notes.GREY,
                ContrastSettings.chance(ContrastSettings.queue(run, values))), Notes.published(values,
                "the optimiser, gradient descent with momentum, is Adam here, the queue has "
                        + ContrastSettings.queue(run, values) + " keys where it has 65536, and a step "
                        + run.samples() + " images where it has 256; without normalisation in the head a U-Net's"
                        + " embeddings may collapse"));
    }
}
