package org.coverfiji.method;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;

/** A method that spoils patches, has the network restore them, and needs nothing of a checkpoint's but the U-Net. */
abstract class RestorationRecipe implements Recipe {

    @Override
    public List<Setting<?>> structure() {
        return List.of();
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return RestorationSettings.method(RestorationSettings.EVERYWHERE, run).build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        return RestorationSettings.cost(run);
    }

    @Override
    public Map<String, String> titles() {
        return RestorationSettings.titles();
    }

    @Override
    public Preview preview() {
        return Preview.RESTORATION;
    }
}
