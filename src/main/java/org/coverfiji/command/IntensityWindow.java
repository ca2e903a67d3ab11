package org.coverfiji.command;

import org.coverfiji.CoverException;
import org.coverfiji.image.Normalization;

/** Reads how a user writes the normalisation of intensities. */
final class IntensityWindow {

    private IntensityWindow() {
    }

    /**
     * @param text {@code min,max}; empty for the default percentiles
     * @throws CoverException if it is neither
     */
    static Normalization parse(String text) {
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
