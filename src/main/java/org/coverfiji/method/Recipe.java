package org.coverfiji.method;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
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
        FIELDS
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

    /** Samples in a step, where the user wants so many. */
    default int samples(int batch) {
        return batch;
    }

    /** @param samples as {@link #samples} gives it */
    BatchSampler sampler(ImageSource images, int[] patch, int samples, long seed, SettingValues values);

    /** What the engine is told of it. */
    MethodConfiguration method(SettingValues values);

    /** What a step costs. @param samples as {@link #samples} gives it */
    StepCost cost(NetworkConfiguration network, int[] patch, int samples, SettingValues values);

    /** Figures beside the losses, in the order in which to show them; NaN where undefined. */
    default Map<String, Double> measures(Batch batch, Map<String, Double> losses) {
        return Collections.emptyMap();
    }

    /** Whether {@link #error} tells how well short runs with different settings learn. */
    default boolean tellsError() {
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

    default Preview preview() {
        return Preview.NONE;
    }

    /** What a model's report and the log say of its weights and of how the method is understood: a sentence each. */
    default List<String> notes(SettingValues values) {
        return method(values).trainsDecoder() ? Collections.emptyList() : Collections.singletonList(
                name() + " trains the encoder alone: the weights of the U-Net's way up are those of the start.");
    }
}
