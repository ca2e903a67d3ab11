package org.coverfiji.command;

import java.io.File;

import org.coverfiji.model.ModelFile;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Model Info...: prints what a model file holds. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Model Info...",
        description = "Prints a model file's network, training history, data fingerprint and environment.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "model-info"))
public class ModelInfoCommand extends CoverCommand {

    @Parameter(label = "Model (file, .cover)", description = "the model file (.cover) to describe", style = "open",
            required = false, persist = false, autoFill = false)
    private File model;

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

    @Override
    protected void execute() {
        given("model", model, "the model file (.cover) to describe");
        IJ.log(ModelFile.read(model).description().toReport());
    }
}
