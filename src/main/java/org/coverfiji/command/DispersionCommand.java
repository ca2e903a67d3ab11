package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOLDER;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.IMAGE;
import static org.coverfiji.command.DialogHints.FILES;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.ONLY_FOR;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;

import org.coverfiji.app.dispersion.Dispersion;
import org.coverfiji.app.dispersion.DispersionMeter;
import org.coverfiji.app.dispersion.DispersionSettings;
import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.OutputTable;
import org.coverfiji.image.PictureFile;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.read.ImageReader;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Dispersion...: how far models pull the features of neighbouring pixels apart. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Dispersion...",
        description = "Measures on your images how far models pull the features of neighbouring pixels apart.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "dispersion"), @Attr(name = NO_RECORD)})
public class DispersionCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Models", required = false, persist = false,
            description = "model files (.cover) with commas between; random = untrained weights of the first one's"
                    + " network",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED), @Attr(name = FILES)})
    private String models = "";

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image to measure on",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file; used where there are no images")})
    private ImagePlus image;

    @Parameter(label = "Images", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images to measure on, or one",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = NEEDED),
                @Attr(name = FOR_MACROS, value = "empty = the open image")})
    private File images;

    @Parameter(label = "Labels", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of label images whose names match the images', for distances within and between"
                    + " classes",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = FOLDER),
                @Attr(name = AUTOMATIC, value = "empty = no classes")})
    private File labels;

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = FOLDER)})
    private boolean instances;

    @Parameter(label = "Images at most", min = "1", persist = false,
            description = "so many images, evenly chosen from the folder",
            attrs = {@Attr(name = UNIT, value = "images"), @Attr(name = ONLY_FOR, value = FOLDER)})
    private int limit = 20;

    @Parameter(label = "Amplitude", min = "0", persist = false,
            description = "A of the window of 2A+1 pixels of a level in which neighbours are compared",
            attrs = {@Attr(name = UNIT, value = "pixels of a level"),
                @Attr(name = AUTOMATIC, value = "0 = the first COVER model's")})
    private int amplitude;

    @Parameter(label = "Seed", persist = false,
            description = "fixes sampled pixels, displacements and untrained weights")
    private long seed = 1;

    @Parameter(label = "Table to write", style = "save", required = false, persist = false, autoFill = false,
            description = "a CSV file for the table; the plot is written beside it as PNG",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = ".csv"),
                @Attr(name = AUTOMATIC, value = "empty = only shown")})
    private File output;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus plot;

    @Override
    protected void execute() {
        DispersionSettings settings = new DispersionSettings(amplitude, seed);
        ImageReader reader = new ImageReader(InspectedModel.files(models).get(0).description().network());
        if (!empty(output)) {
            OutputTable.requireReplaceable(output, Dispersion.FIRST_COLUMNS);
            PictureFile.requireReplaceable(picture());
        }
        ImagePlus source = empty(images) ? source(image, "measure on") : null;
        try (WorkProgress work = progress(status, tasks, "COVER dispersion")) {
            work.phase("Reading the images…");
            InspectedImages inspected = source != null ? InspectedImages.of(source, reader)
                    : InspectedImages.read(images, labels, new LabelRule(instances, false, 0), reader, limit, IJ::log);
            work.phase("Loading the network engine…");
            Engine engine = engine(device);
            Dispersion dispersion = new DispersionMeter(engine, settings).setListener((done, total) -> work.step(done,
                    total, "Image " + done + " of " + total, "The measurement was cancelled."))
                    .measure(InspectedModel.read(models, engine, seed), inspected);
            plot = new ImagePlus("COVER dispersion plot", dispersion.picture());
            ResultWindows.show(source, plot, dispersion.table(), "COVER dispersion");
            if (!empty(output)) {
                CsvFile.write(output, dispersion.table());
                PictureFile.write(picture(), dispersion.picture());
                IJ.log("Wrote " + output + " and " + picture());
            }
        }
    }

    private File picture() {
        return OutputTable.beside(output, ".png");
    }
}
