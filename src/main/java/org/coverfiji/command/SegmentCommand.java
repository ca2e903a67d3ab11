package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOLDER;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.IMAGE;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.ONLY_FOR;
import static org.coverfiji.command.DialogHints.UNIT;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.List;

import org.coverfiji.app.files.WorkPart;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.SegmentationFiles;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.model.ModelDescription;
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

/** Plugins ▸ COVER ▸ COVER Segment...: a class for every pixel of an image, or of all images of a folder. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Segment...",
        description = "Applies a segmentation model: label images, overlays, outlines, probabilities, measurements.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "segment"), @Attr(name = NO_RECORD)})
public class SegmentCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "the segmentation model file (.cover)",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image to segment",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file; used where there is no input")})
    private ImagePlus image;

    @Parameter(label = "Folder or file", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images, or an image file, to segment",
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

    @Parameter(label = "Lay colours on the image", persist = false,
            description = "lay the classes' colours on the open image",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = IMAGE)})
    private boolean overlay = true;

    @Parameter(label = "Opacity of the colours", min = "0", max = "1", persist = false,
            description = "of the overlay, 0 to 1",
            attrs = @Attr(name = ONLY_FOR, value = IMAGE))
    private double opacity = 0.4;

    @Parameter(label = "Outlines as ROIs", persist = false,
            description = "add outlines of the classes to the ROI Manager; with an output folder also as a file for it",
            attrs = @Attr(name = BASIC))
    private boolean rois;

    @Parameter(label = "Class probabilities as a stack", persist = false,
            description = "also give the class probabilities as a float hyperstack, a channel for each class",
            attrs = @Attr(name = BASIC))
    private boolean probabilities;

    @Parameter(label = "Average over mirrored copies", persist = false,
            description = "test-time augmentation: steadier, but 4 times (2D) or 8 times (3D) slower")
    private boolean flip;

    @Parameter(label = "Resample to the pixel size of training", persist = false,
            description = "resample images whose pixel size differs by more than 20 % from the training images'")
    private boolean resample = true;

    @Parameter(label = "Whole image at once", persist = false,
            description = "run the whole image at once instead of overlapping windows; needs more memory")
    private boolean whole;

    @Parameter(label = "Overlap of windows", min = "0", max = "0.5", persist = false,
            description = "share of a window that the next one covers too: 0.25 is about twice (2D) or three times (3D)"
                    + " faster")
    private double overlap = SlidingWindow.USUAL_OVERLAP;

    @Parameter(label = "Largest side of windows", min = "0", persist = false,
            description = "longest side of the windows in which a large image is seen; needs more memory",
            attrs = {@Attr(name = UNIT, value = "pixels"), @Attr(name = AUTOMATIC, value = "0 = the training patch")})
    private int tile;

    @Parameter(label = "Leave out finished files", persist = false,
            description = "leave out files that have their results",
            attrs = @Attr(name = ONLY_FOR, value = FOLDER))
    private boolean resume;

    @Parameter(label = "Part of the work", required = false, persist = false,
            description = "the part of the files that is done now, such as 3/10, for a scheduler; the same folder"
                    + " for all parts",
            attrs = {@Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = AUTOMATIC, value = "empty = all")})
    private String part = "";

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
        ModelFile file = ModelFile.read(given("model", model, "the segmentation model file (.cover)"),
                ModelDescription.SEGMENTATION);
        boolean folder = !empty(input);
        List<File> files = folder ? ImageFiles.list(input, recursive, name_filter) : List.of();
        SegmentationFiles output = empty(output_folder) ? null
                : new SegmentationFiles(output_folder, probabilities, rois);
        if (folder) {
            given("output_folder", output, "the folder for the segmentations of the images in the input folder");
        }
        ImagePlus source = folder ? null : source(image, "segment");
        SegmentSettings settings = SegmentSettings.builder().flips(flip).resample(resample).wholeImage(whole)
                .overlap(overlap).tile(tile).build();
        ImageReader reader = new ImageReader(file.description().network());
        try (WorkProgress work = progress(status, tasks, "COVER segmentation");
                Segmenter segmenter = new Segmenter(engine(device), file, settings)) {
            segmenter.setLog(IJ::log).setListener((done, total) -> work.step(done, total,
                    "Tile " + done + " of " + total, "The segmentation was cancelled."));
            if (folder) {
                output.writeAll(input, WorkPart.of(part).of(reader.group(files)), reader, segmenter, resume, IJ::log);
            } else {
                segmenter.requireMemory(source.getTitle(), reader.geometry(source), probabilities);
                SourceImage taken = new SourceImage(source, reader);
                show(source, taken, taken.segmented(segmenter, probabilities), segmenter, output);
            }
        }
    }

    /** Fiji shows outputs in the GUI only; shown here, they are found by macros everywhere. */
    private void show(ImagePlus source, SourceImage taken, ImageSegmentation result, Segmenter segmenter,
            SegmentationFiles output) {
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
                output.write(result, segmenter, IJ::log);
            }
        }
    }
}
