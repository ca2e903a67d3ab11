package org.coverfiji.command;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.app.correct.LabelCollection;
import org.coverfiji.app.correct.ModelNames;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Save as Label...: a corrected prediction, or drawn ROIs, as a label to train on. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Save as Label...",
        description = "Saves an image and its corrected prediction as image and label to train on.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "save-as-label"))
public class SaveAsLabelCommand extends CoverCommand {

    @Parameter(label = "Image", required = false, persist = false,
            description = "open image (title) or image file, or the label image of an open one")
    private ImagePlus image;

    @Parameter(label = "Labels (empty = the prediction)", required = false, persist = false,
            description = "title of the open label image, or its file; empty = the one that COVER Segment showed")
    private String labels = "";

    @Parameter(label = "Selection (its class; empty = not used)", required = false, persist = false,
            description = "class, by name or number, that the current selection is painted with; empty = not used")
    private String selection = "";

    @Parameter(label = "Model (of the prediction, .cover)", style = "open", required = false, persist = false,
            autoFill = false, description = "the segmentation model (.cover), for the classes; empty = the one that"
                    + " made the prediction")
    private File model;

    @Parameter(label = "Class names (without a model)", required = false, persist = false,
            description = "names with commas between, from the background on; empty = the model's")
    private String class_names = "";

    @Parameter(label = "Folder (of the labelled images; empty = beside the model)", style = "directory",
            required = false, persist = false, autoFill = false,
            description = "folder whose sub-folders images and labels get the files; empty = beside the model, called"
                    + " after it")
    private File folder;

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

    @Override
    protected void execute() {
        Correction correction = new Correction(image, labels);
        List<String> classes = class_names == null || class_names.isBlank()
                ? correction.description(model).classes()
                : Arrays.stream(class_names.split(",", -1)).map(String::trim).collect(Collectors.toList());
        File made = correction.model(model);
        File target = !empty(folder) || made == null
                ? given("folder", folder, "the folder in which labelled images are collected")
                : ModelNames.collection(made);
        File saved = new LabelCollection(target, classes).save(correction.image(),
                correction.correct(classes, selection, IJ::log).planes());
        IJ.log("Wrote " + saved);
    }
}
