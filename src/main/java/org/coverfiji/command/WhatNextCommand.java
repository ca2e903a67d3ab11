package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.app.files.FileNames;
import org.coverfiji.app.next.Criterion;
import org.coverfiji.app.next.NextImages;
import org.coverfiji.app.next.NextSheet;
import org.coverfiji.app.next.Ranking;
import org.coverfiji.app.next.Uncertainty;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.OutputTable;
import org.coverfiji.file.Table;
import org.coverfiji.image.PictureFile;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.Tables;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER What Next...: which images of a folder to label next. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER What Next...",
        description = "Ranks unlabelled images by what labelling them adds: coverage of the features, uncertainty.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "what-next"), @Attr(name = NO_RECORD)})
public class WhatNextCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Pretrained model", style = "open", required = false, persist = false, autoFill = false,
            description = "the pretrained model file (.cover) whose features are compared",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Folder of images", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder of images, labelled or not",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File input;

    @Parameter(label = "Search sub-folders too", persist = false,
            description = "search the folders inside the input folder too")
    private boolean recursive;

    @Parameter(label = "Only files named", required = false, persist = false,
            description = "only files whose name contains this, or matches it where it has * or ?",
            attrs = @Attr(name = AUTOMATIC, value = "empty = all"))
    private String name_filter = "";

    @Parameter(label = "Labels so far", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of label images; images whose names match are labelled already",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = none are labelled")})
    private File labels;

    @Parameter(label = "Task model", style = "open", required = false, persist = false, autoFill = false,
            description = "a segmentation or classification model (.cover) whose uncertainty counts",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = coverage alone")})
    private File task;

    @Parameter(label = "Rank by", choices = {"auto", "coverage", "uncertainty", "both"}, persist = false,
            description = "coverage = far from all labelled images, uncertainty = the task model is unsure,"
                    + " both = the product; auto = both where there is a task model")
    private String by = Criterion.AUTO;

    @Parameter(label = "Uncertainty", choices = {"entropy", "margin"}, persist = false,
            description = "entropy of the class probabilities, or 1 less the margin of the first over the second; of"
                    + " segmentation the mean over the pixels")
    private String measure = "entropy";

    @Parameter(label = "Images at most", min = "0", persist = false,
            description = "how many images are ranked",
            attrs = {@Attr(name = UNIT, value = "images"), @Attr(name = AUTOMATIC, value = "0 = all")})
    private int count;

    @Parameter(label = "Table to write", style = "save", required = false, persist = false, autoFill = false,
            description = "a CSV file for the list",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = ".csv"),
                @Attr(name = AUTOMATIC, value = "empty = only shown")})
    private File output;

    @Parameter(label = "Contact sheet to write", style = "save", required = false, persist = false, autoFill = false,
            description = "a picture (.png) of the first images",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = ".png"),
                @Attr(name = AUTOMATIC, value = "empty = none")})
    private File sheet;

    @Parameter(label = "Rows of the sheet at most", min = "1", persist = false,
            description = "images shown on the contact sheet at most",
            attrs = @Attr(name = UNIT, value = "images"))
    private int rows = 8;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Override
    protected void execute() {
        ModelFile features = ModelFile.read(given("model", model, "the pretrained model file (.cover)"));
        given("input", input, "a folder of images");
        Criterion criterion = Criterion.of(by, !empty(task));
        Uncertainty uncertainty = Uncertainty.named(measure);
        ModelFile judge = empty(task) ? null : ModelFile.read(task);
        if (!empty(output)) {
            OutputTable.requireReplaceable(output, Ranking.FIRST_COLUMNS);
        }
        if (!empty(sheet)) {
            PictureFile.requireReplaceable(sheet);
        }
        ImageReader reader = new ImageReader(features.description().network());
        FileNames names = new FileNames(input);
        List<File> found = ImageFiles.list(input, recursive, name_filter);
        try (WorkProgress work = progress(status, tasks, "COVER what next")) {
            work.phase("Reading the images…");
            Map<String, FileGroup> all = new LinkedHashMap<>();
            reader.group(found).forEach(files -> all.put(names.path(files), files));
            Map<String, FileGroup> labelled = new LinkedHashMap<>(all);
            labelled.values().retainAll(labelled(reader, all));
            Map<String, FileGroup> others = new LinkedHashMap<>(all);
            others.keySet().removeAll(labelled.keySet());
            try (NextImages next = new NextImages(engine(device), features, judge, uncertainty)) {
                next.setLog(IJ::log).setListener((done, total) -> work.step(done, total,
                        "Image " + done + " of " + total, "The ranking was cancelled."));
                Ranking ranking = next.rank(labelled, others, reader, criterion, count == 0 ? others.size() : count);
                deliver(ranking.table());
                if (!empty(sheet)) {
                    new NextSheet(next, all, reader).write(ranking, rows, sheet);
                    IJ.log("Wrote " + sheet);
                }
            }
        }
    }

    /** Those of the images that a label image is called after. */
    private List<FileGroup> labelled(ImageReader reader, Map<String, FileGroup> all) {
        if (empty(labels)) {
            return List.of();
        }
        LabelPairs pairs = recursive ? LabelPairs.matchInside(input, labels, reader)
                : LabelPairs.match(input, labels, reader);
        Set<File> first = pairs.pairs().stream().map(pair -> pair.image().first()).collect(Collectors.toSet());
        List<FileGroup> found = all.values().stream().filter(files -> first.contains(files.first()))
                .collect(Collectors.toList());
        IJ.log(found.size() + " of " + Counted.of(all.size(), "image has", "images have") + " labels."
                + (pairs.unmatchedLabels().isEmpty() ? ""
                : " No image belongs to the labels " + String.join(", ", pairs.unmatchedLabels()) + "."));
        return found;
    }

    private void deliver(Table table) {
        Tables.show(table, "COVER what next");
        if (!empty(output)) {
            CsvFile.write(output, table);
            IJ.log("Wrote " + output);
        }
    }
}
