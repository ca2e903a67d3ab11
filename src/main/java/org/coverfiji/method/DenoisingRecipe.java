package org.coverfiji.method;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.corrupt.NoiseCorruption;
import org.coverfiji.train.corrupt.RestorationSampler;
import org.coverfiji.train.view.BatchSampler;

/** The network is to take away noise that was added to a patch. */
public final class DenoisingRecipe extends RestorationRecipe {

    public static final Setting<Double> LEAST_NOISE = Setting.number("least_noise", 0.02).between(0, 1)
            .help("smallest standard deviation of the noise, of intensities from 0 to 1");
    public static final Setting<Double> MOST_NOISE = Setting.number("most_noise", 0.1).between(0.001, 1)
            .help("largest standard deviation of the noise; every patch has one of its own");

    @Override
    public String name() {
        return "Denoising";
    }

    @Override
    public String reference() {
        return "Vincent et al., Stacked denoising autoencoders, JMLR 2010";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, LEAST_NOISE, MOST_NOISE);
    }

    @Override
    public void check(SettingValues values) {
        if (values.get(LEAST_NOISE) > values.get(MOST_NOISE)) {
            throw new CoverException(LEAST_NOISE + " is " + values.get(LEAST_NOISE) + ", but must be at most "
                    + MOST_NOISE + ", " + values.get(MOST_NOISE) + ".");
        }
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return new RestorationSampler(images, run.patch(),
                () -> new NoiseCorruption(run.patch(), values.get(LEAST_NOISE), values.get(MOST_NOISE)), false,
                run.samples(), run.seed());
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return List.of("How strong the noise is, is our own reading: no program is published, and no value; both"
                + " presets are alike.");
    }
}
