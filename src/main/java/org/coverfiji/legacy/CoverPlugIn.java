package org.coverfiji.legacy;

import org.coverfiji.CoverException;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;

/**
 * Every command's entry for plain ImageJ, which gives the command's name as the argument (see {@code plugins.config}).
 * Knows no SciJava type, because plain ImageJ loads it without SciJava on the class path.
 */
public final class CoverPlugIn implements PlugIn {

    /** @param command simple name of the command's class */
    @Override
    public void run(String command) {
        try {
            HostLibraries.commands().accept(command, Macro.getOptions());
        } catch (CoverException e) {
            // The libraries are missing; commands report their own failures.
            IJ.error("COVER", e.getMessage());
        }
    }
}
