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

import java.io.File;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.Classifier;
import org.coverfiji.app.apply.ImageClassification;
import org.coverfiji.app.files.WorkPart;
import org.coverfiji.file.OutputTable;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.Tables;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Classify...: a class for an image, or for every image of a folder. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Classify...",
        description = "Applies a classification model: a table of classes and their probabilities.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "classify"), @Attr(name = NO_RECORD)})
public class ClassifyCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "the classification model file (.cover)",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image to classify",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file; used where there is no input")})
    private ImagePlus image;

    @Parameter(label = "Folder or file", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images, or an image file, to classify",
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

    @Parameter(label = "Table", style = "save", required = false, persist = false, autoFill = false,
            description = "CSV file to write the table to",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = shown, not written"),
                @Attr(name = UNIT, value = ".csv")})
    private File output;

    @Parameter(label = "Part of the work", required = false, persist = false,
            description = "the part of the files that is done now, such as 3/10, for a scheduler; the same table"
                    + " for all parts",
            attrs = {@Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = AUTOMATIC, value = "empty = all")})
    private String part = "";

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Override
    protected void execute() {
        ModelFile file = ModelFile.read(given("model", model, "the classification model file (.cover)"),
                ModelDescription.CLASSIFICATION);
        ImageReader reader = new ImageReader(file.description().network());
        if (!empty(output)) {
            OutputTable.requireReplaceable(output, ImageClassification.FIRST_COLUMNS);
        }
        boolean folder = !empty(input);
        WorkPart share = folder ? WorkPart.of(part) : WorkPart.ALL;
        List<File> files = folder ? ImageFiles.list(input, recursive, name_filter) : List.of();
        String maker = WorkPart.maker(file.fingerprint(), files);
        ImagePlus source = folder ? null : source(image, "classify");
        try (WorkProgress work = progress(status, tasks, "COVER classification");
                Classifier classifier = new Classifier(engine(device), file)) {
            ImageClassification classification = new ImageClassification(classifier);
            TileListener progress = (done, total) -> work.step(done, total, "Image " + done + " of " + total,
                    "The classification was cancelled.");
            List<FileGroup> own = share.of(reader.group(files));
            boolean whole = false;
            try {
                if (folder) {
                    classification.addAll(own, reader, IJ::log, progress);
                } else {
                    classifier.requireMemory(source.getTitle(), reader.geometry(source));
                    addAll(reader.convert(source), classification, progress);
                }
                whole = true;
            } catch (CancelledException e) {
                throw e;
            } catch (CoverException e) {
                // Nothing is left to do of a part of which no image can be used; the others are joined without it.
                whole = true;
                throw e;
            } finally {
                // What was done before the user, or an error, ended it is not lost.
                deliver(classification.table(), share, whole, maker);
            }
        }
    }

    private static void addAll(List<FloatImage> images, ImageClassification classification, TileListener progress) {
        for (int i = 0; i < images.size(); i++) {
            progress.tilesDone(i, images.size());
            classification.add(images.get(i));
        }
    }

    /** A part that was ended before its time is not written: it would count as made. */
    private void deliver(Table table, WorkPart share, boolean whole, String maker) {
        if (!table.rows().isEmpty()) {
            Tables.show(table, "COVER classes");
        }
        if (!empty(output) && (share.isAll() ? !table.rows().isEmpty() : whole)) {
            IJ.log("Wrote " + share.write(output, table, maker));
        }
    }
}
