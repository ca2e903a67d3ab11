package org.coverfiji.fiji;

import org.coverfiji.command.Caller;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CoverCommand;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;

/**
 * Finds out who asks for a command of this suite, and selects the image that is meant; before Fiji gives the command
 * the values of a macro's line (twice the priority {@code VERY_HIGH}, in older versions once) and the active image.
 */
@Plugin(type = PreprocessorPlugin.class, priority = 2.5 * Priority.VERY_HIGH)
public final class CallerPreprocessor extends AbstractPreprocessorPlugin {

    @Parameter
    private ThreadService threads;

    @Override
    public void process(Module module) {
        if (module.getDelegateObject() instanceof CoverCommand) {
            Caller caller = Caller.find(threads, isGivenValues(module));
            ((CoverCommand) module.getDelegateObject()).setCaller(caller);
            caller.selectImage();
        }
    }

    /** Only those of a call by a program are there so early; a person's come from the dialog. */
    private static boolean isGivenValues(Module module) {
        return CommandRunner.parameters(module.getInfo()).stream()
                .anyMatch(item -> module.isInputResolved(item.getName()));
    }
}
