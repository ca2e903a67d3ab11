package org.coverfiji.app.dispersion;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;

/** How dispersion is measured. Immutable. */
public final class DispersionSettings {

    private final int amplitude;
    private final long seed;

    /**
     * @param amplitude A of the window N = 2A+1 about every pixel; 0 for that of the first COVER model, or 2 in 2D and
     *        1 in 3D
     * @param seed of sampled pixels and displacements
     * @throws CoverException if the window is too large
     */
    public DispersionSettings(int amplitude, long seed) {
        if (amplitude < 0 || amplitude > Limits.NETWORK_AMPLITUDE) {
            throw new CoverException("amplitude is " + amplitude + "; it must be 1 to " + Limits.NETWORK_AMPLITUDE
                    + ", or 0 for COVER's own.");
        }
        this.amplitude = amplitude;
        this.seed = seed;
    }

    public int amplitude() {
        return amplitude;
    }

    public long seed() {
        return seed;
    }
}
