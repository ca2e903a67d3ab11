package org.coverfiji.app.training;

import org.coverfiji.CoverException;
import org.coverfiji.image.Normalization;
import org.coverfiji.setting.Setting;

/** Reads how a user writes the normalisation of intensities. */
public final class IntensityWindow {

    /** The setting. */
    public static final Setting<Normalization> WINDOW = Setting.of("window", Normalization.DEFAULT,
            IntensityWindow::parse, "two numbers such as -100,400, or empty for percentiles");

    private IntensityWindow() {
    }

    /**
     * @param text {@code min,max}; empty for the default percentiles
     * @throws CoverException if it is neither
     */
    public static Normalization parse(String text) {
        if (text == null || text.trim().isEmpty()) {
            return Normalization.DEFAULT;
        }
        String[] limits = text.split(",");
        try {
            if (limits.length == 2 && Double.parseDouble(limits[0]) < Double.parseDouble(limits[1])) {
                return Normalization.window(Double.parseDouble(limits[0]), Double.parseDouble(limits[1]));
            }
        } catch (NumberFormatException e) {
            // The message below says what is right.
        }
        throw new CoverException("window=" + text
                + " is not possible; it must be two numbers, the lower one first, such "
                + "as -100,400.");
    }
}
