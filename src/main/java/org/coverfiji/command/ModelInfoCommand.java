package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;

import java.io.File;

import org.coverfiji.model.ModelFile;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Model Info...: prints what a model file holds. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Model Info...",
        description = "Prints a model file's network, training history, data fingerprint and environment.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "model-info"), @Attr(name = NO_RECORD)})
public class ModelInfoCommand extends CoverCommand {

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "the model file (.cover) to describe",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Override
    protected void execute() {
        given("model", model, "the model file (.cover) to describe");
        IJ.log(ModelFile.read(model).description().toReport());
    }
}
