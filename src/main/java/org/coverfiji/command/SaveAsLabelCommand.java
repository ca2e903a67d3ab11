package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.NO_RECORD;

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

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Save as Label...: a corrected prediction, or drawn ROIs, as a label to train on. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Save as Label...",
        description = "Saves an image and its corrected prediction as image and label to train on.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "save-as-label"), @Attr(name = NO_RECORD)})
public class SaveAsLabelCommand extends CoverCommand {

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image that was segmented, or its label image",
            attrs = {@Attr(name = BASIC),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file")})
    private ImagePlus image;

    @Parameter(label = "Label image", required = false, persist = false,
            description = "title of the open label image, or its file",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the one that was shown for it"))
    private String labels = "";

    @Parameter(label = "Class of the selection", required = false, persist = false,
            description = "class, by name or number, that the current selection is painted with",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = not used")})
    private String selection = "";

    @Parameter(label = "Segmentation model", style = "open", required = false, persist = false, autoFill = false,
            description = "the model (.cover) of the prediction, for the classes",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = the one that made the prediction")})
    private File model;

    @Parameter(label = "Class names", required = false, persist = false,
            description = "names with commas between, from the background on",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the prediction's"))
    private String class_names = "";

    @Parameter(label = "Folder of labelled images", style = "directory", required = false, persist = false,
            autoFill = false,
            description = "a folder whose sub-folders images and labels get the files",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = beside the model, called after it")})
    private File folder;

    @Override
    protected void execute() {
        Correction correction = new Correction(image, labels);
        List<String> classes = class_names == null || class_names.isBlank()
                ? correction.classes(model)
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
