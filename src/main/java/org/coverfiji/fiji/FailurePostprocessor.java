package org.coverfiji.fiji;

import org.coverfiji.command.CoverCommand;
import org.coverfiji.dialog.Remembered;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/** Keeps why a run failed that a person asked for, so that its dialog, when it is opened again, can say so. */
@Plugin(type = PostprocessorPlugin.class)
public final class FailurePostprocessor extends AbstractPostprocessorPlugin {

    @Override
    public void process(Module module) {
        if (module.getDelegateObject() instanceof CoverCommand) {
            CoverCommand command = (CoverCommand) module.getDelegateObject();
            if (command.caller() != null && command.caller().isPerson()) {
                Remembered.ended(module.getInfo(), command.getCancelReason());
            }
        }
    }
}
