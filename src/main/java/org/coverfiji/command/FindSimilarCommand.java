package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOLDER;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.IMAGE;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.ONLY_FOR;

import java.io.File;
import java.util.List;

import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.similar.MatchTable;
import org.coverfiji.app.similar.SimilarityFiles;
import org.coverfiji.app.similar.SimilaritySearch;
import org.coverfiji.file.Table;
import org.coverfiji.image.ImageNames;
import org.coverfiji.image.PixelSizes;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.SimilarityColours;
import org.coverfiji.show.Tables;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Find Similar...: where images are like a pixel or a region, by a model's features. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Find Similar...",
        description = "Shows where an image, a stack or a folder is like a pixel or a region: click, and see.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "find-similar"), @Attr(name = NO_RECORD)})
public class FindSimilarCommand extends CoverCommand {

    private static final String TABLE_TITLE = "COVER similar places";

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "the model file (.cover) whose features are compared",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image to search",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file; used where there is no input")})
    private ImagePlus image;

    @Parameter(label = "Folder or file", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images, or an image file, to search",
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
            description = "a folder for the similarity maps and the table of the best places",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED, value = FOLDER),
                @Attr(name = AUTOMATIC, value = "empty = shown, not written")})
    private File output_folder;

    @Parameter(label = "Image of the point or region", style = "open", required = false, persist = false,
            autoFill = false,
            description = "the image in which the point or region lies that is looked for",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED, value = FOLDER),
                @Attr(name = FOR_MACROS, value = "a file, or an open image's title"),
                @Attr(name = AUTOMATIC, value = "empty = the image that is searched")})
    private File query;

    @Parameter(label = "Point", required = false, persist = false,
            description = "x,y or x,y,slice of the pixel that is looked for, slices counted from 1; several with"
                    + " semicolons between are looked for by their mean",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = the selection, or your clicks")})
    private String point = "";

    @Parameter(label = "Region", style = "open", required = false, persist = false, autoFill = false,
            description = "a file of ROIs (.roi or .zip), which are looked for by the mean of their pixels",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the point"))
    private File roi;

    @Parameter(label = "Best places per image", min = "1", max = "1000", persist = false,
            description = "how many of the most similar places the table has of an image")
    private int matches = 5;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus similarity;

    @Override
    protected void execute() {
        ModelFile file = ModelFile.read(given("model", model, "the model file (.cover) whose features are compared"));
        boolean folder = !empty(input);
        if (folder) {
            given("output_folder", empty(output_folder) ? null : output_folder, "the folder for the similarity maps of"
                    + " the images in the input folder");
            given("query", empty(query) ? null : query, "the image in which the point or region lies that is looked"
                    + " for");
        }
        ImagePlus searched = folder ? null : source(image, "search");
        QueryRegion region = new QueryRegion(empty(query) ? searched : ImagePlusConverter.image("query", query), point,
                roi);
        boolean clicks = !folder && isAttended() && windows() && searched.getWindow() != null
                && region.image() == searched;
        if (!clicks) {
            region.requireGiven();
        }
        search(file, folder, searched, region, clicks);
    }

    private void search(ModelFile file, boolean folder, ImagePlus searched, QueryRegion region, boolean clicks) {
        ImageReader reader = new ImageReader(file.description().network());
        List<File> files = folder ? ImageFiles.list(input, recursive, name_filter) : List.of();
        SimilarityFiles output = empty(output_folder) ? null
                : new SimilarityFiles(output_folder, file.fingerprint(), region.toString(), matches);
        FeatureExtractor extractor = null;
        SimilarityClicks watch = null;
        try (WorkProgress work = progress(status, tasks, "COVER similarity")) {
            work.phase("Loading the network engine…");
            extractor = new FeatureExtractor(engine(device), file);
            extractor.setListener((done, total) -> work.step(done, total, "Tile " + done + " of " + total,
                    "The search was cancelled."));
            extractor.setLog(IJ::log);
            if (folder) {
                float[] vector = region.stack(extractor, reader).mean(region.places());
                Tables.show(output.writeAll(input, reader.group(files), reader, extractor, vector,
                        IJ::log), TABLE_TITLE);
                return;
            }
            extractor.requireMemory(searched.getTitle(), reader.geometry(searched), SimilaritySearch.USE);
            FeatureStack stack = new FeatureStack(extractor, reader.convert(searched), reader.geometry(searched));
            if (clicks) {
                stack.keeping();
            }
            FeatureStack queried = region.image() == searched ? stack : region.stack(extractor, reader);
            show(searched, stack, region.isGiven() ? queried.mean(region.places()) : null, output);
            if (clicks) {
                watch = new SimilarityClicks(searched, stack, similarity, extractor);
            }
        } finally {
            if (watch == null && extractor != null) {
                extractor.close();
            }
        }
        if (watch != null) {
            watch.begin();
        }
    }

    /** Fiji shows outputs in the GUI only; shown here, they are found by macros everywhere. */
    private void show(ImagePlus searched, FeatureStack stack, float[] vector, SimilarityFiles output) {
        String name = ImageNames.withoutEnding(searched.getTitle());
        SimilaritySearch search = vector == null ? null : new SimilaritySearch(stack, vector);
        if (search == null) {
            // The first click shall not wait.
            for (int index = 0; index < stack.count(); index++) {
                stack.get(index);
            }
            similarity = SimilaritySearch.empty(stack, name);
        } else {
            similarity = search.image(name);
        }
        PixelSizes.copy(searched, similarity);
        SimilarityColours.apply(similarity);
        try (ResultWindows windows = new ResultWindows(searched)) {
            windows.show(similarity);
            if (search == null) {
                return;
            }
            SimilarityColours.lay(similarity, searched);
            windows.show(output == null ? best(search, name) : output.write(search, name, IJ::log), TABLE_TITLE);
        }
    }

    private Table best(SimilaritySearch search, String name) {
        MatchTable table = new MatchTable();
        table.add(name, search.best(matches));
        return table.table();
    }
}
