package org.coverfiji.method;

import java.util.LinkedHashMap;
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
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.crop.SharedPixels;
import org.coverfiji.train.view.BatchSampler;

/** Contrast of pixels: those that show the same place in two crops belong together; in our reading. */
public final class VaderRecipe implements Recipe {

    static final Setting<Integer> PIXELS = Setting.whole("pixels", 32).between(1, 4096)
            .help("pixels of an image that take part in a step; 32 in 2D, 64 in 3D");
    static final Setting<Double> OVERLAP = Setting.number("overlap", 0.1).between(0.01, 1)
            .help("least share of the first crop's pixels that the second shows, too");

    private static final int FLOATS_PER_DOUBLE = 2;
    /** Of maps in double precision: queries, keys and gradients. */
    private static final int MAPS_HELD = 4;

    @Override
    public String name() {
        return "VADeR";
    }

    @Override
    public String reference() {
        return "Pinheiro et al., Unsupervised learning of dense visual representations, NeurIPS 2020";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, PIXELS, OVERLAP, ContrastSettings.TEMPERATURE, ContrastSettings.FEATURE_LEVEL,
                ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.DENSE_NORM,
                ContrastSettings.MOMENTUM, ContrastSettings.QUEUE, ContrastSettings.SMALLEST_AREA);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(PIXELS, ContrastSettings.FEATURE_LEVEL, ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING,
                ContrastSettings.DENSE_NORM, ContrastSettings.QUEUE);
    }

    @Override
    public SettingValues defaults(int dimensions) {
        return SettingValues.DEFAULTS.with(ContrastSettings.TEMPERATURE, 0.07).with(ContrastSettings.HIDDEN, 64)
                .with(ContrastSettings.EMBEDDING, 64).with(PIXELS, dimensions == 2 ? 32 : 64);
    }

    @Override
    public SettingValues official(int dimensions) {
        return defaults(dimensions).with(ContrastSettings.EMBEDDING, 128).with(ContrastSettings.HIDDEN, 128)
                .with(ContrastSettings.MOMENTUM, 0.999);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return new SharedPixels(ContrastSettings.crops(images, run, values).overlapping(values.get(OVERLAP)),
                ContrastSettings.map(run, values), values.get(PIXELS), run.seed());
    }

    private static HeadConfiguration head(SettingValues values) {
        return new HeadConfiguration("dense_projector",
                new int[] {values.get(ContrastSettings.HIDDEN), values.get(ContrastSettings.EMBEDDING)},
                ContrastSettings.norm(values.get(ContrastSettings.DENSE_NORM)), true);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        Feature level = Feature.level(values.get(ContrastSettings.FEATURE_LEVEL));
        HeadConfiguration head = head(values);
        return EmbeddingConfiguration.core("pixel_contrast")
                .constant("temperature", values.get(ContrastSettings.TEMPERATURE)).views(CropSampler.VIEW_1)
                .port("q", level, head)
                .queue("queue", ContrastSettings.pixelQueue(run, values.get(PIXELS), values), head.outputs())
                .teacher(new TeacherConfiguration(TeacherPolicy.BEFORE_STEP,
                        TeacherMomentum.constant(values.get(ContrastSettings.MOMENTUM)), List.of(CropSampler.VIEW_2),
                        List.of(new PortConfiguration("k", level, head))))
                .build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int level = values.get(ContrastSettings.FEATURE_LEVEL);
        HeadConfiguration head = head(values);
        long weights = head.parameters(run.network().levelChannels(level), run.dimensions());
        long pixels = run.samples() * Tensor.size(ContrastSettings.map(run, values));
        long queue = (long) ContrastSettings.pixelQueue(run, values.get(PIXELS), values) * head.outputs();
        long anchors = (long) run.samples() * values.get(PIXELS);
        return new StepCost(run.samples(), 1, level > 0).teacher(1, level > 0)
                .add(weights, 2.0 * pixels * weights + 2.0 * anchors * queue, pixels * head.widths())
                .hold(queue + FLOATS_PER_DOUBLE * (2 * queue + MAPS_HELD * pixels * head.outputs()));
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("contrastive", "Contrastive loss");
        titles.putAll(DenseTitles.SPREADS);
        return titles;
    }

    @Override
    public Preview preview() {
        return Preview.CROPS;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        int queue = ContrastSettings.pixelQueue(run, values.get(PIXELS), values);
        return Notes.with(Notes.with(Recipe.super.notes(run, values),
                "VADeR is our own reading of its publication: no program of its authors is known, and how many pixels"
                        + " of an image take part, how they are matched and what the queue holds is ours.",
                Notes.GREY, ContrastSettings.chance(queue)), Notes.published(values, "the queue has " + queue
                        + " keys where it has 65536, and training does not start from a trained MoCo"));
    }
}
