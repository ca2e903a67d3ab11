package org.coverfiji.command;

import org.coverfiji.CoverException;
import org.coverfiji.show.live.TrainingWindow;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Plugin;

/** Plugins ▸ COVER ▸ COVER Show Training: brings back the window of a run that is under way. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Show Training",
        description = "Brings back the window of a training run that was closed.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "training-window"))
public class ShowTrainingCommand extends CoverCommand {

    @Override
    protected void execute() {
        if (!TrainingWindow.reopen()) {
            throw new CoverException("No training is running; start one with COVER Pretrain.");
        }
    }
}
