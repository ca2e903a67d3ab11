package org.coverfiji.method;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.CropConfiguration;
import org.coverfiji.train.view.CropSampler;

/** Two crops of every image are to find each other among the crops of all images of the step. */
public final class SimClrRecipe implements Recipe {

    /** Fewer vectors than twice this give batch normalisation and the contrast too little to go by. */
    private static final int FEWEST_IMAGES = 4;
    private static final String CORE = "nt_xent";
    private static final String LOSS = "contrastive";

    public static final Setting<Double> TEMPERATURE = Setting.number("temperature", 0.2)
            .right(value -> value > 0 && value <= 10, "above 0 and at most 10")
            .help("by which the cosines are divided");
    public static final Setting<Integer> HIDDEN = Setting.whole("hidden", 256).between(8, 8192)
            .help("channels of the head's hidden layer");
    public static final Setting<Integer> EMBEDDING = Setting.whole("embedding", 128).between(2, 8192)
            .help("channels of an embedding, the head's output");
    public static final Setting<String> NORM = Setting.choice("norm", "batch", "batch", "group", "none")
            .help("normalisation between the head's layers");
    public static final Setting<Double> SMALLEST_AREA = Setting.number("smallest_area", 0.2).between(0.01, 1)
            .help("least part of an image's area, in 3D volume, that a crop shows");

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
        return List.of(TEMPERATURE, HIDDEN, EMBEDDING, NORM, SMALLEST_AREA);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(HIDDEN, EMBEDDING, NORM);
    }

    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        return Math.max(FEWEST_IMAGES, batch);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        CropConfiguration crops = new CropConfiguration(values.get(SMALLEST_AREA), 0.8, 0.8, 0.5);
        return new CropSampler(images, run.patch(), crops, run.samples(), run.seed());
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        HeadConfiguration projector = new HeadConfiguration("projector",
                new int[] {values.get(HIDDEN), values.get(EMBEDDING)},
                Norm.valueOf(values.get(NORM).toUpperCase(Locale.ROOT)), false);
        return EmbeddingConfiguration.core(CORE).constant("temperature", values.get(TEMPERATURE))
                .views(CropSampler.VIEW_1, CropSampler.VIEW_2).port("z", Feature.GLOBAL, projector).build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int hidden = values.get(HIDDEN);
        long weights = (long) hidden * (run.network().levelChannels(0) + values.get(EMBEDDING));
        return new StepCost(run.samples(), 2, false).add(weights + 3L * hidden, 2.0 * run.samples() * weights,
                6L * run.samples() * hidden);
    }

    @Override
    public Map<String, String> titles() {
        return Collections.singletonMap(LOSS, "Contrastive loss");
    }
}
