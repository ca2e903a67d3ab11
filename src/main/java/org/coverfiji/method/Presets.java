package org.coverfiji.method;

import org.coverfiji.setting.Setting;

/** Two sets of a method's values: for a laptop, and as published. The first of a method's settings, if it has them. */
public final class Presets {

    public static final String LAPTOP = "laptop";
    public static final String OFFICIAL = "official";

    public static final Setting<String> PRESET = Setting.choice("preset", LAPTOP, LAPTOP, OFFICIAL)
            .help("where the other settings' defaults come from: laptop, or official for the published values");

    private Presets() {
    }
}
