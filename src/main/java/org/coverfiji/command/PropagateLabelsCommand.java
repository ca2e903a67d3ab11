package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOLDER;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.IMAGE;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.ONLY_FOR;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.SegmentationFiles;
import org.coverfiji.app.files.WorkPart;
import org.coverfiji.app.propagate.PropagateSettings;
import org.coverfiji.app.propagate.Propagator;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.RoiLabels;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Propagate Labels...: labels of few images, or ROIs in one, given to others untrained. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Propagate Labels...",
        description = "Labels images by the most similar pixels of few labelled ones, or of ROIs; trains nothing.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "propagate-labels"), @Attr(name = NO_RECORD)})
public class PropagateLabelsCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Pretrained model", style = "open", required = false, persist = false, autoFill = false,
            description = "the pretrained model file (.cover) whose features are compared",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Labelled images", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of few labelled images, or one image",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = the open image's ROIs")})
    private File images;

    @Parameter(label = "Their labels", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of label images whose names match the images', or one",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = the open image's ROIs")})
    private File labels;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image to label",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file; labelled where there is no input,"
                        + " and the one with the ROIs where there are no images")})
    private ImagePlus image;

    @Parameter(label = "Folder or file to label", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images, or an image file, to label",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = NEEDED)})
    private File input;

    @Parameter(label = "Search sub-folders too", persist = false,
            description = "search the folders inside the input folder too",
            attrs = @Attr(name = ONLY_FOR, value = FOLDER))
    private boolean recursive;

    @Parameter(label = "Only files named", required = false, persist = false,
            description = "only files whose name contains this, or matches it where it has * or ?",
            attrs = {@Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = AUTOMATIC, value = "empty = all")})
    private String name_filter = "";

    @Parameter(label = "Output folder", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder for label images and tables",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED, value = FOLDER),
                @Attr(name = AUTOMATIC, value = "empty = shown, not written")})
    private File output_folder;

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells",
            attrs = @Attr(name = BASIC))
    private boolean instances;

    @Parameter(label = "Leave unlabelled pixels out", persist = false,
            description = "pixels with label 0, or without a ROI, do not count, as with scribbles",
            attrs = @Attr(name = BASIC))
    private boolean ignore;

    @Parameter(label = "Class names", required = false, persist = false,
            description = "names with commas between, in the order of the labels, such as background, nucleus",
            attrs = @Attr(name = AUTOMATIC, value = "empty = numbers, or the ROIs' names"))
    private String class_names = "";

    @Parameter(label = "Neighbours", min = "1", max = "1000", persist = false,
            description = "labelled pixels with the most similar features that vote for a pixel's class")
    private int neighbours = PropagateSettings.DEFAULT.neighbours();

    @Parameter(label = "Coarsest level", min = "0", max = "4", persist = false,
            description = "coarsest level of the features that are compared, 0 (bottleneck) to 4 (full resolution)")
    private int coarsest = PropagateSettings.DEFAULT.coarsest();

    @Parameter(label = "Labelled pixels of each class", min = "1", max = "100000", persist = false,
            description = "labelled pixels of every class that are kept, at most; more take longer")
    private int memory = PropagateSettings.DEFAULT.memory();

    @Parameter(label = "Lay colours on the image", persist = false,
            description = "lay the classes' colours on the open image",
            attrs = @Attr(name = ONLY_FOR, value = IMAGE))
    private boolean overlay = true;

    @Parameter(label = "Opacity of the colours", min = "0", max = "1", persist = false,
            description = "of the overlay, 0 to 1",
            attrs = @Attr(name = ONLY_FOR, value = IMAGE))
    private double opacity = 0.4;

    @Parameter(label = "Outlines as ROIs", persist = false,
            description = "add outlines of the classes to the ROI Manager; with an output folder also as a file for it")
    private boolean rois;

    @Parameter(label = "Shares of the votes as a stack", persist = false,
            description = "also give every class's share of the votes as a float hyperstack, a channel for each class",
            attrs = @Attr(name = BASIC))
    private boolean probabilities;

    @Parameter(label = "Leave out finished files", persist = false,
            description = "leave out files that have their results",
            attrs = @Attr(name = ONLY_FOR, value = FOLDER))
    private boolean resume;

    @Parameter(label = "Part of the work", required = false, persist = false,
            description = "the part of the files that is done now, such as 3/10, for a scheduler; the same folder"
                    + " for all parts",
            attrs = {@Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = AUTOMATIC, value = "empty = all")})
    private String part = "";

    @Parameter(label = "Seed", persist = false,
            description = "fixes which labelled pixels are kept; repeats a run")
    private long seed = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus segmentation;

    @Override
    protected void execute() {
        if (rois && empty(output_folder) && GraphicsEnvironment.isHeadless()) {
            throw new CoverException("rois=true needs an output_folder where there is no display, because ImageJ's ROI"
                    + " Manager is a window; the outlines are then written to a file that it opens.");
        }
        ModelFile file = ModelFile.read(given("model", model, "the pretrained model file (.cover)"));
        boolean folder = !empty(input);
        if (folder) {
            given("output_folder", empty(output_folder) ? null : output_folder,
                    "the folder for the labels of the images in the input folder");
        }
        List<File> files = folder ? ImageFiles.list(input, recursive, name_filter) : List.of();
        boolean drawn = empty(images) && empty(labels);
        ImagePlus source = folder && !drawn ? null : source(image, drawn ? "take ROIs from" : "label");
        ImageReader reader = new ImageReader(file.description().network());
        PropagateSettings settings = PropagateSettings.builder().neighbours(neighbours).coarsest(coarsest)
                .memory(memory).seed(seed).build();
        try (WorkProgress work = progress(status, tasks, "COVER propagation")) {
            work.phase("Reading the images…");
            LabelledImages labelled = labelled(drawn ? source : null, reader);
            SourceImage taken = folder ? null : new SourceImage(source, reader);
            SegmentationFiles output = empty(output_folder) ? null
                    : new SegmentationFiles(output_folder, probabilities, rois);
            try (Propagator propagator = propagator(file, labelled, settings, work)) {
                if (folder) {
                    output.writeAll(input, WorkPart.of(part).of(reader.group(files)), reader, propagator, resume,
                            IJ::log);
                } else {
                    propagator.requireMemory(source.getTitle(), taken.geometry(), probabilities);
                    show(source, taken, taken.segmented(propagator, probabilities), propagator, output);
                }
            }
        }
    }

    private Propagator propagator(ModelFile file, LabelledImages labelled, PropagateSettings settings,
            WorkProgress work) {
        return new Propagator(engine(device), file, labelled, settings,
                (done, total) -> work.step(done, total, "Tile " + done + " of " + total,
                        "The propagation was cancelled."),
                i -> work.phase("Labelled image " + (i + 1) + " of " + labelled.size()), IJ::log);
    }

    /** @param source with ROIs; null if there are labelled images in files */
    private LabelledImages labelled(ImagePlus source, ImageReader reader) {
        LabelRule rule = new LabelRule(instances, ignore, 0);
        LabelledImages labelled;
        if (source == null) {
            LabelPairs pairs = LabelPairs.match(given("images", images, "the folder of labelled images"),
                    given("labels", labels, "the folder of label images"), reader);
            IJ.log(pairs.report());
            labelled = LabelledImages.read(pairs, rule, reader);
        } else {
            labelled = RoiLabels.read(source, RoiLabels.rois(source), ignore, reader);
        }
        labelled.notes().forEach(IJ::log);
        return class_names.isBlank() ? labelled : labelled.named(List.of(class_names.trim().split("\\s*,\\s*")));
    }

    /** Fiji shows outputs in the GUI only; shown here, they are found by macros everywhere. */
    private void show(ImagePlus source, SourceImage taken, ImageSegmentation result, Propagator propagator,
            SegmentationFiles output) {
        SegmentationFiles.tell(propagator, source.getTitle(), IJ::log);
        try (ResultWindows windows = new ResultWindows(source)) {
            segmentation = windows.show(result, source, model);
            if (probabilities) {
                windows.show(result.probabilityImage());
            }
            if (overlay) {
                taken.lay(result, opacity);
            }
            if (rois) {
                taken.showOutlines(result, windows);
            }
            windows.show(result.measurements(), "COVER measurements");
            if (output != null) {
                output.write(result, propagator, IJ::log);
            }
        }
    }
}
