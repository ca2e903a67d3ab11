package org.coverfiji.fiji;

import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.command.Caller;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CommandValues;
import org.coverfiji.command.CoverCommand;
import org.scijava.Priority;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.WindowManager;

/**
 * Completes the parameters of a command of this suite that nobody is there to be asked for: what a macro's line names
 * is set, and what it or a program's call leaves out has its default. Fiji would open a dialog or a file chooser for
 * what is not named and, without a display, not run the command at all. Comes after Fiji has read the line, which
 * takes what stands inside another value's brackets for a key and makes zero of what is no number.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH - 1)
public final class LinePreprocessor extends AbstractPreprocessorPlugin {

    @Parameter
    private ConvertService convert;

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof CoverCommand)) {
            return;
        }
        CoverCommand command = (CoverCommand) module.getDelegateObject();
        Caller caller = command.caller();
        if (caller.isPerson()) {
            return;
        }
        try {
            fill(module, caller.options());
            for (ModuleItem<?> item : module.getInfo().inputs()) {
                module.resolveInput(item.getName());
            }
        } catch (CoverException e) {
            command.report(e);
            // Where a macro was stopped there is no reason left to show.
            cancel(command.getCancelReason());
        }
    }

    private void fill(Module module, String options) {
        Map<String, String> values = options == null ? Map.of() : CommandOptions.macro(options);
        if (options != null) {
            List<ModuleItem<?>> items = CommandRunner.parameters(module.getInfo());
            // Of two images that a command takes, the active one could be either.
            boolean oneImage = items.stream().filter(item -> item.getType() == ImagePlus.class).count() == 1;
            for (ModuleItem<?> item : items) {
                if (!values.containsKey(item.getName())) {
                    module.setInput(item.getName(), item.getType() == ImagePlus.class
                            ? oneImage ? WindowManager.getCurrentImage() : null : item.getDefaultValue());
                }
            }
        }
        new CommandValues(convert).fill(module, values);
    }
}
