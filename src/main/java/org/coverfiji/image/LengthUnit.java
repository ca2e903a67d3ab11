package org.coverfiji.image;

import java.util.Locale;
import java.util.Map;

/** What the names of units of length that ImageJ knows stand for. */
public final class LengthUnit {

    private static final Map<String, Double> METRES = Map.ofEntries(Map.entry("nm", 1e-9), Map.entry("µm", 1e-6),
            Map.entry("μm", 1e-6), Map.entry("um", 1e-6), Map.entry("micron", 1e-6), Map.entry("microns", 1e-6),
            Map.entry("micrometer", 1e-6), Map.entry("mm", 1e-3), Map.entry("cm", 1e-2), Map.entry("m", 1.0),
            Map.entry("inch", 0.0254), Map.entry("inches", 0.0254));

    private LengthUnit() {
    }

    /** How many of the one unit make one of the other; NaN if one of them is no length. */
    public static double ratio(String unit, String other) {
        Double metres = METRES.get(unit.trim().toLowerCase(Locale.ROOT));
        Double otherMetres = METRES.get(other.trim().toLowerCase(Locale.ROOT));
        return metres == null || otherMetres == null ? Double.NaN : otherMetres / metres;
    }
}
