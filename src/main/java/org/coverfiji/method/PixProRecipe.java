package org.coverfiji.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
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

/** Positions that show the same place are to agree, after each has gathered what is like it in its own view. */
public final class PixProRecipe implements Recipe {

    static final Setting<Double> DISTANCE = Setting.number("distance", 0.7).between(0.01, 10)
            .help("within which two positions show the same place, in diagonals of the larger bin");
    static final Setting<Double> POWER = Setting.number("power", 2).between(1, 10)
            .help("power of the cosines by which positions gather what is like them");

    private static final String PROJECTION = "projection";
    private static final int FLOATS_PER_DOUBLE = 2;
    /** Of positions: projections, values, sums, keys, their sets and gradients. */
    private static final int ROWS_HELD = 12;

    @Override
    public String name() {
        return "PixPro";
    }

    @Override
    public String reference() {
        return "Xie et al., Propagate yourself: exploring pixel-level consistency for unsupervised visual"
                + " representation learning, CVPR 2021";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, DISTANCE, POWER, ContrastSettings.FEATURE_LEVEL, ContrastSettings.GRID,
                ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.DENSE_NORM,
                ContrastSettings.MOMENTUM, ContrastSettings.SMALLEST_AREA);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(ContrastSettings.FEATURE_LEVEL, ContrastSettings.GRID, ContrastSettings.HIDDEN,
                ContrastSettings.EMBEDDING, ContrastSettings.DENSE_NORM);
    }

    /** Without batch statistics in its head it collapses. */
    @Override
    public SettingValues defaults(int dimensions) {
        return DenseHeads.defaults(dimensions).with(ContrastSettings.DENSE_NORM, "batch");
    }

    @Override
    public SettingValues official(int dimensions) {
        return defaults(dimensions).with(ContrastSettings.HIDDEN, 4096).with(ContrastSettings.EMBEDDING, 256)
                .with(ContrastSettings.SMALLEST_AREA, 0.08);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return ContrastSettings.unlikeCrops(images, run, values);
    }

    private static HeadConfiguration head(SettingValues values) {
        return new HeadConfiguration("dense_projector",
                new int[] {values.get(ContrastSettings.HIDDEN), values.get(ContrastSettings.EMBEDDING)},
                ContrastSettings.norm(values.get(ContrastSettings.DENSE_NORM)), true);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        Feature grid = DenseHeads.grid(run, values);
        HeadConfiguration head = head(values);
        return EmbeddingConfiguration.core("pixel_consistency").constant("power", values.get(POWER))
                .constant("distance", values.get(DISTANCE)).views(CropSampler.VIEW_1, CropSampler.VIEW_2)
                .port(PROJECTION, grid, head)
                .port("value", Feature.of(PROJECTION),
                        HeadConfiguration.of("value", LayerConfiguration.linear(head.outputs())))
                .teacher(new TeacherConfiguration(TeacherPolicy.BEFORE_STEP,
                        TeacherMomentum.cosine(values.get(ContrastSettings.MOMENTUM), run.iterations()),
                        List.of(CropSampler.VIEW_1, CropSampler.VIEW_2),
                        List.of(new PortConfiguration(PROJECTION, grid, head))))
                .build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int level = values.get(ContrastSettings.FEATURE_LEVEL);
        HeadConfiguration head = head(values);
        long channels = head.outputs();
        long weights = head.parameters(run.network().levelChannels(level), run.dimensions())
                + channels * (channels + 1);
        long positions = ContrastSettings.gridPositions(run, values);
        long rows = 2 * run.samples() * positions;
        return new StepCost(run.samples(), 2, level > 0).teacher(2, level > 0)
                .add(weights, 1.0 * rows * (weights + 2 * positions * channels), rows * (head.widths() + channels))
                .hold(FLOATS_PER_DOUBLE * ROWS_HELD * rows * channels);
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("consistency", "Consistency loss (-4 to 4)");
        titles.putAll(DenseTitles.SPREADS);
        return titles;
    }

    @Override
    public Preview preview() {
        return Preview.CROPS;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(Notes.with(DenseHeads.levelNotes(this, run, values), Notes.GREY),
                Notes.published(values, "the optimiser, LARS, is Adam here, and a step has " + run.samples()
                        + " images where it has 1024"));
    }
}
