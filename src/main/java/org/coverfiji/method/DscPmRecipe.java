package org.coverfiji.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.ArrayConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;

/** Contrast of images, of positions with their neighbours, and of their categories; in our reading. */
public final class DscPmRecipe extends DenseContrastRecipe {

    static final Setting<Integer> PROTOTYPES = Setting.whole("prototypes", 32).between(2, 4096)
            .help("categories of positions; 32 in 2D, 16 in 3D");
    static final Setting<Double> INSTANCE_WEIGHT = weight("instance_weight", "images'");
    static final Setting<Double> PIXEL_WEIGHT = weight("pixel_weight", "positions'");
    static final Setting<Double> CATEGORY_WEIGHT = weight("category_weight", "categories'");
    static final Setting<Double> CATEGORY_TEMPERATURE = Setting.number("category_temperature", 0.1)
            .right(value -> value > 0 && value <= 10, "above 0 and at most 10")
            .help("by which a position's scores for the categories are divided");
    static final Setting<Integer> FROZEN = Setting.whole("frozen", 200).atLeast(0)
            .help("steps in which the categories do not change");

    /** As SwAV has them. */
    private static final double EPSILON = 0.05;
    private static final int ROUNDS = 3;
    /** Neighbours of a position. */
    private static final int CONTRASTS = 2;

    private static Setting<Double> weight(String key, String whose) {
        return Setting.number(key, 1).right(value -> value >= 0 && value <= 1000, "between 0 and 1000")
                .help("weight of the " + whose + " loss");
    }

    @Override
    public String name() {
        return "DSC-PM";
    }

    @Override
    public String reference() {
        return "Li et al., Dense semantic contrast for self-supervised visual representation learning,"
                + " ACM Multimedia 2021";
    }

    @Override
    public List<Setting<?>> settings() {
        return DenseHeads.settings(PROTOTYPES, INSTANCE_WEIGHT, PIXEL_WEIGHT, CATEGORY_WEIGHT, CATEGORY_TEMPERATURE,
                FROZEN);
    }

    @Override
    public List<Setting<?>> structure() {
        List<Setting<?>> structure = new ArrayList<>(super.structure());
        structure.add(PROTOTYPES);
        return structure;
    }

    @Override
    public SettingValues defaults(int dimensions) {
        SettingValues values = super.defaults(dimensions);
        return dimensions == 2 ? values : values.with(PROTOTYPES, 16);
    }

    /** Nothing of it is published but what it shares with MoCo. */
    @Override
    public SettingValues official(int dimensions) {
        SettingValues values = super.official(dimensions);
        return dimensions == 2 ? values : values.with(PROTOTYPES, 16);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return DenseHeads
                .method("category_contrast", run, values, false, CropSampler.VIEW_1, CropSampler.VIEW_2)
                .constant("category_temperature", values.get(CATEGORY_TEMPERATURE)).constant("epsilon", EPSILON)
                .constant("rounds", ROUNDS).constant("instance_weight", values.get(INSTANCE_WEIGHT))
                .constant("pixel_weight", values.get(PIXEL_WEIGHT))
                .constant("category_weight", values.get(CATEGORY_WEIGHT))
                .array("prototypes", ArrayConfiguration
                        .of(values.get(PROTOTYPES), values.get(ContrastSettings.EMBEDDING)).keptAtUnitLength()
                        .frozenFor(values.get(FROZEN)))
                .build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        long weights = (long) values.get(PROTOTYPES) * values.get(ContrastSettings.EMBEDDING);
        long rows = run.samples() * ContrastSettings.gridPositions(run, values);
        return DenseHeads.cost(run, values, 2, CONTRASTS).add(weights, 2.0 * rows * weights, 0)
                .hold(4 * rows * values.get(PROTOTYPES));
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("instance", "Loss of images");
        titles.put("pixel", "Loss of positions");
        titles.put("category", "Loss of categories");
        titles.putAll(DenseTitles.SPREADS);
        return titles;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(super.notes(run, values),
                "DSC-PM is our own reading of its publication's abstract: no program of its authors is known, and its"
                        + " weights, its number of categories and its rule for neighbours are ours.");
    }
}
