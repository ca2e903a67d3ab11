package org.coverfiji.method;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.BatchSampler;

/**
 * A pretraining method as data. Methods are peers: one class and its line in {@code META-INF/services} add one, and
 * dialogs, macro keys, checks, model files and curves follow from what it says. Made without an engine.
 */
public interface Recipe {

    /** What can be shown of a run beside its curves. */
    enum Preview {
        NONE,
        /** The field between two views and the predicted one. */
        FIELDS,
        /** A spoilt patch, what becomes of it, and what should. */
        RESTORATION,
        /** An image with the boxes of two crops, and the crops. */
        CROPS,
        /** What the network sees of a step. */
        VIEWS,
        /** Two images, the one brought onto the other, and the field that does it. */
        REGISTRATION
    }

    /** As settings and model files name it; any case will do there. */
    String name();

    /** What to cite. */
    String reference();

    /** What a user may choose, with help. */
    List<Setting<?>> settings();

    /** Those of the settings that a checkpoint must share with the run that goes on from it. */
    List<Setting<?>> structure();

    /** Values that differ from the settings' defaults for images of so many dimensions. */
    default SettingValues defaults(int dimensions) {
        return SettingValues.DEFAULTS;
    }

    /** Published values that differ from the settings' defaults; for methods with {@link Presets#PRESET}. */
    default SettingValues official(int dimensions) {
        return defaults(dimensions);
    }

    /**
     * Of values each of which is right by itself.
     *
     * @throws org.coverfiji.CoverException if they are not right together
     */
    default void check(SettingValues values) {
        // Most methods' values do not depend on each other.
    }

    /** Samples in a step, where the user wants so many. */
    default int samples(int batch, int dimensions, SettingValues values) {
        return batch;
    }

    /** Why a step takes other than as many samples as the user wants: a sentence. */
    default String whySamples(int batch, int samples) {
        return name() + " takes " + samples + " images a step instead of " + batch
                + ", which are too few to tell apart.";
    }

    /** Where its batches come from. */
    BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values);

    /** What the engine is told of it. */
    MethodConfiguration method(RunPlan run, SettingValues values);

    /** What a step costs. */
    StepCost cost(RunPlan run, SettingValues values);

    /** What it does at the borders of epochs; null for nothing. */
    default EpochHook hook(ImageSource images, RunPlan run, SettingValues values) {
        return null;
    }

    /** Figures beside the losses, in the order in which to show them; NaN where undefined. */
    default Map<String, Double> measures(Batch batch, Map<String, Double> losses) {
        return Collections.emptyMap();
    }

    /** Whether {@link #error} tells how well short runs with different settings learn. */
    default boolean tellsError(SettingValues values) {
        return false;
    }

    /**
     * How much of what is to be learnt is not predicted on a batch: 1 where nothing is, whatever the images' scale.
     *
     * @param outputs as the network makes them of the batch
     * @return NaN where it is undefined
     */
    default double error(Batch batch, Map<String, Tensor> outputs) {
        return Double.NaN;
    }

    /** Titles of curves, with units, by the names of losses and measures. */
    Map<String, String> titles();

    /** Whether embeddings of whole images can collapse, of which {@link ContrastSettings#SPREAD} tells. */
    default boolean watchesCollapse() {
        return false;
    }

    default Preview preview() {
        return Preview.NONE;
    }

    /** What a model's report and the log say of its weights and of how the method is understood: a sentence each. */
    default List<String> notes(RunPlan run, SettingValues values) {
        return encoderAlone(this, run, values);
    }

    /** The same once the images are known; for methods whose form depends on them. */
    default List<String> notes(ImageSource images, RunPlan run, SettingValues values) {
        return notes(run, values);
    }

    /** A sentence where the way up is not trained; else none. */
    static List<String> encoderAlone(Recipe recipe, RunPlan run, SettingValues values) {
        return recipe.method(run, values).trainsDecoder() ? Collections.emptyList() : Collections.singletonList(
                recipe.name() + " trains the encoder alone: the weights of the U-Net's way up are those of the start.");
    }
}
