package org.coverfiji.command;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.app.environment.Environment;
import org.coverfiji.engine.EngineLoader;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Plugin;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Environment...: what computes on this computer, and within which limits. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Environment...",
        description = "Tells which device computes and why, instruction sets, threads, limits of memory, versions.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "environment"))
public class EnvironmentCommand extends CoverCommand {

    @Override
    protected void execute() {
        List<String> lines = new ArrayList<>(Environment.of(EngineLoader.load("auto")));
        if (windows()) {
            lines.add("");
            lines.add("Every model file keeps this of the computer that it was trained on; no name of a user, computer"
                    + " or folder is in it.");
            Windows.showText("COVER Environment", lines);
        } else {
            lines.forEach(IJ::log);
        }
    }
}
