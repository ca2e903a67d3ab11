package org.coverfiji.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.QuarterTurns;
import org.coverfiji.train.crop.RotationSampler;
import org.coverfiji.train.view.BatchSampler;

/** The network is to tell by how many quarters, and in 3D about which axis, a patch was turned. */
public final class RotationRecipe implements Recipe {

    private static final int FEWEST_VECTORS = 8;
    private static final String CORE = "cross_entropy";
    private static final String LOSS = "classification";
    private static final String ACCURACY = "accuracy";

    @Override
    public String name() {
        return "Rotation";
    }

    @Override
    public String reference() {
        return "Gidaris et al., Unsupervised representation learning by predicting image rotations, ICLR 2018";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of();
    }

    /** Every image in all rotations in 2D, in one in 3D. */
    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        int each = RotationSampler.perPatch(dimensions);
        return Math.max(FEWEST_VECTORS, each * batch);
    }

    @Override
    public String whySamples(int batch, int samples) {
        return name() + " takes " + samples + " patches a step where batch is " + batch
                + ": in 2D every patch in all four rotations, and at least " + FEWEST_VECTORS + ".";
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return new RotationSampler(images, run.patch(), run.samples(), run.seed());
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return EmbeddingConfiguration.core(CORE).views(RotationSampler.VIEW).port("logits", Feature.GLOBAL,
                HeadConfiguration.of("classifier",
                        LayerConfiguration.linear(QuarterTurns.classes(run.dimensions())))).build();
    }

    @Override
    public Preview preview() {
        return Preview.VIEWS;
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        return ContrastSettings.addHead(new StepCost(run.samples(), 1, false), run.samples(),
                run.network().levelChannels(0), QuarterTurns.classes(run.dimensions()));
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(LOSS, "Classification loss");
        titles.put(ACCURACY, "Rotations told right");
        return titles;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        String own = run.dimensions() == 2 ? "Images must have a usual orientation: of cells or of the retina no"
                + " rotation can be told."
                : "How many rotations there are in 3D is our own reading: none, and three about each axis, balanced;"
                        + " only within axes of equal voxel size.";
        return Notes.with(Notes.with(Recipe.super.notes(run, values), own), Notes.published(values,
                "the optimiser, gradient descent with momentum, is Adam here"));
    }
}
