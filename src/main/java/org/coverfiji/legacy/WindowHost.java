package org.coverfiji.legacy;

import java.io.File;

import org.coverfiji.command.CommandOptions;

import ij.IJ;
import ij.ImageJ;

/** ImageJ with its window and the commands in its Plugins menu. */
public final class WindowHost implements Host {

    private final PlugInHost plugIns = new PlugInHost();

    public WindowHost() {
        ImageJ imageJ = new ImageJ();
        imageJ.exitWhenQuitting(true);
        MenuCommands.register(plugIns.runner());
        MenuCommands.addToMenu(plugIns.runner(), imageJ);
    }

    /** Without parameters the command's dialog opens. Failures are shown in a dialog. */
    @Override
    public void runCommand(String command, String parameters) {
        if (parameters.isEmpty()) {
            plugIns.accept(command, null);
        } else {
            plugIns.run(command, info -> CommandOptions.launcher(parameters), false);
        }
    }

    /** ImageJ shows what goes wrong. */
    @Override
    public void runMacro(File macro, String argument) {
        IJ.runMacroFile(macro.getAbsolutePath(), argument);
    }
}
