package org.coverfiji.legacy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import java.util.Locale;

import org.coverfiji.CoverException;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.DialogHints;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

import net.imagej.patcher.LegacyInjector;

/** ImageJ without a display, patched as Fiji patches it so that macros need none. */
public final class HeadlessHost implements Host {

    private final PlugInHost plugIns;

    /** Must be the first in the process to touch an ImageJ class, because patching comes before loading. */
    public HeadlessHost() {
        try {
            if (!PatchedImageJ.isHere()) {
                LegacyInjector.preinit(HeadlessHost.class.getClassLoader());
            }
        } catch (RuntimeException e) {
            throw new CoverException("ImageJ cannot be prepared for running headless; start it with java -jar, or with "
                    + "--add-opens=java.base/java.lang=ALL-UNNAMED.", e);
        }
        plugIns = new PlugInHost();
        MenuCommands.register(plugIns.runner());
    }

    @Override
    public void runCommand(String command, String parameters) {
        CommandRunner runner = plugIns.runner();
        runner.run(runner.find(command), CommandOptions.launcher(parameters));
    }

    /**
     * A command that has its values, before it is run.
     *
     * @param command label or class
     * @param parameters {@code key="value",…}
     */
    public Command filled(String command, String parameters) {
        CommandRunner runner = plugIns.runner();
        return runner.filled(runner.find(command), CommandOptions.launcher(parameters));
    }

    @Override
    public void runMacro(File macro, String argument) {
        try {
            new MacroRun(macro, new String(Files.readAllBytes(macro.toPath()), StandardCharsets.UTF_8)).run(argument);
        } catch (IOException e) {
            throw new CoverException("The macro file " + macro + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The commands with their parameters, defaults and descriptions, one parameter a line. */
    public String commandList() {
        StringBuilder text = new StringBuilder();
        for (CommandInfo info : plugIns.runner().own()) {
            text.append(System.lineSeparator()).append(CommandRunner.label(info)).append(System.lineSeparator());
            for (ModuleItem<?> item : CommandRunner.parameters(info)) {
                Object standard = item.getDefaultValue();
                text.append(String.format(Locale.ROOT, "  %-15s %s%s%n", item.getName(), DialogHints.forMacros(item),
                        standard == null || standard.toString().isEmpty() ? "" : " [" + standard + "]"));
            }
        }
        return text.toString();
    }
}
