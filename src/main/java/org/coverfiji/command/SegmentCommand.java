package org.coverfiji.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.SegmentationFiles;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageNames;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.ColourLayer;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;
import org.scijava.widget.Button;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Segment...: a class for every pixel of an image, or of all images of a folder. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Segment...",
        description = "Applies a segmentation model: label images, overlays, outlines, probabilities, measurements.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "segment"))
public class SegmentCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Image", required = false, persist = false,
            description = "open image (title) or image file; used where no input is given")
    private ImagePlus image;

    @Parameter(label = "Input (folder or file, instead of the image)", style = "both", required = false,
            persist = false, autoFill = false, description = "folder of images, or an image file, to segment")
    private File input;

    @Parameter(label = "Recursive", persist = false, description = "search the folders inside the input folder too")
    private boolean recursive;

    @Parameter(label = "Name filter (empty = all)", required = false, persist = false,
            description = "only files whose name contains this, or matches it where it has * or ?; empty = all")
    private String name_filter = "";

    @Parameter(label = "Output folder (for the files)", style = "directory", required = false, persist = false,
            autoFill = false, description = "folder for label images and tables; may be empty for an open image")
    private File output_folder;

    @Parameter(label = "Model (file, .cover)", style = "open", required = false, persist = false, autoFill = false,
            description = "the segmentation model file (.cover)")
    private File model;

    @Parameter(label = "Overlay (on the image)", persist = false,
            description = "lay the classes' colours on the open image")
    private boolean overlay = true;

    @Parameter(label = "Opacity (0 to 1)", min = "0", max = "1", persist = false, description = "of the overlay")
    private double opacity = 0.4;

    @Parameter(label = "Rois (outlines, to the ROI Manager)", persist = false,
            description = "add outlines of the classes to the ROI Manager; with an output folder also as a file for"
                    + " it")
    private boolean rois;

    @Parameter(label = "Probabilities", persist = false,
            description = "also give the class probabilities as a float hyperstack, a channel for each class")
    private boolean probabilities;

    @Parameter(label = "Flip (test-time augmentation)", persist = false,
            description = "average over mirrored copies: steadier, but 4 times (2D) or 8 times (3D) slower")
    private boolean flip;

    @Parameter(label = "Resample (to the training pixel size)", persist = false,
            description = "resample images whose pixel size differs by more than 20 % from the training images'")
    private boolean resample = true;

    @Parameter(label = "Whole (image at once)", persist = false,
            description = "run the whole image at once instead of overlapping windows; needs more memory")
    private boolean whole;

    @Parameter(label = "Resume (folder)", persist = false, description = "leave out files that have their results")
    private boolean resume;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

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
        SegmentSettings settings = SegmentSettings.builder().flips(flip).resample(resample).wholeImage(whole).build();
        ImageReader reader = new ImageReader(file.description().network().dimensions(),
                file.description().network().inputChannels());
        try (WorkProgress work = progress(status, tasks, "COVER segmentation");
                Segmenter segmenter = new Segmenter(engine(device), file, settings)) {
            segmenter.setLog(IJ::log).setListener((done, total) -> work.step(done, total,
                    "Tile " + done + " of " + total, "The segmentation was cancelled."));
            if (folder) {
                output.writeAll(input, reader.group(files), reader, segmenter, resume, IJ::log);
            } else {
                List<FloatImage> images = reader.convert(source);
                show(source, new ImageSegmentation(segmenter, images, ImageNames.withoutEnding(source.getTitle()),
                        reader.geometry(source), probabilities), segmenter, output);
            }
        }
    }

    /** Fiji shows outputs in the GUI only; shown here, they are found by macros everywhere. */
    private void show(ImagePlus source, ImageSegmentation result, Segmenter segmenter, SegmentationFiles output) {
        try (ResultWindows windows = new ResultWindows(source)) {
            segmentation = windows.show(result, source, model);
            if (probabilities) {
                windows.show(result.probabilityImage());
            }
            if (overlay) {
                ColourLayer.put(result.overlay(source, opacity), source);
            }
            if (rois) {
                windows.show(result.contours(source, source.getTitle()), source);
            }
            windows.show(result.measurements(), "COVER measurements");
            if (output != null) {
                output.write(result, segmenter, IJ::log);
            }
        }
    }
}
