package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FILES;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;

import org.coverfiji.app.featuremap.FeatureMap;
import org.coverfiji.app.featuremap.FeatureMapSettings;
import org.coverfiji.app.featuremap.FeatureMapper;
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

/** Plugins ▸ COVER ▸ COVER Feature Map...: features of labelled pixels in the plane, for several models. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Feature Map...",
        description = "Draws the features of labelled pixels in the plane, coloured by class, for several models.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "feature-map"), @Attr(name = NO_RECORD)})
public class FeatureMapCommand extends CoverCommand {

    private static final String POINTS = ".points.csv";

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Models", required = false, persist = false,
            description = "model files (.cover) with commas between; random = untrained weights of the first one's"
                    + " network",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED), @Attr(name = FILES)})
    private String models = "";

    @Parameter(label = "Images", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of labelled images, or one image",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File images;

    @Parameter(label = "Labels", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of label images whose names match the images'",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File labels;

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells",
            attrs = @Attr(name = BASIC))
    private boolean instances;

    @Parameter(label = "Projection", choices = {"umap", "pca"}, persist = false,
            description = "umap = neighbours stay neighbours, pca = the two directions of most variance",
            attrs = @Attr(name = BASIC))
    private String projection = "umap";

    @Parameter(label = "Points per class", min = "10", persist = false,
            description = "pixels of every class, drawn from all images",
            attrs = @Attr(name = UNIT, value = "pixels"))
    private int points = 500;

    @Parameter(label = "Neighbours", min = "2", persist = false,
            description = "nearest pixels whose classes are compared, and which UMAP keeps together",
            attrs = @Attr(name = UNIT, value = "pixels"))
    private int neighbours = 15;

    @Parameter(label = "Images at most", min = "1", persist = false,
            description = "so many images, evenly chosen from the folder",
            attrs = @Attr(name = UNIT, value = "images"))
    private int limit = 20;

    @Parameter(label = "Seed", persist = false,
            description = "fixes the drawn pixels, the map and untrained weights")
    private long seed = 1;

    @Parameter(label = "Table to write", style = "save", required = false, persist = false, autoFill = false,
            description = "a CSV file for the scores; the picture and the points are written beside it",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = ".csv"),
                @Attr(name = AUTOMATIC, value = "empty = only shown")})
    private File output;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus colours;

    @Override
    protected void execute() {
        ImageReader reader = new ImageReader(InspectedModel.files(models).get(0).description().network());
        given("images", images, "a folder of labelled images");
        given("labels", labels, "a folder of label images");
        FeatureMapSettings settings = new FeatureMapSettings(projection, points, neighbours, seed);
        if (!empty(output)) {
            OutputTable.requireReplaceable(output, FeatureMap.FIRST_COLUMNS);
            OutputTable.requireReplaceable(beside(POINTS), FeatureMap.POINT_COLUMNS);
            PictureFile.requireReplaceable(beside(".png"));
        }
        try (WorkProgress work = progress(status, tasks, "COVER feature map")) {
            work.phase("Reading the images…");
            InspectedImages inspected = InspectedImages.read(images, labels, new LabelRule(instances, false, 0),
                    reader, limit, IJ::log);
            work.phase("Loading the network engine…");
            Engine engine = engine(device);
            FeatureMap result = new FeatureMapper(engine, settings).setLog(IJ::log)
                    .setListener((done, total) -> work.step(done, total, "Image " + done + " of " + total,
                            "The feature map was cancelled."))
                    .map(InspectedModel.read(models, engine, seed), inspected);
            colours = result.colours();
            Windows.show(colours);
            map = new ImagePlus("COVER feature map picture", result.picture());
            ResultWindows.show(colours, map, result.scores(), "COVER feature map");
            if (!empty(output)) {
                CsvFile.write(output, result.scores());
                CsvFile.write(beside(POINTS), result.points());
                PictureFile.write(beside(".png"), result.picture());
                IJ.log("Wrote " + output + ", " + beside(POINTS) + " and " + beside(".png"));
            }
        }
    }

    private File beside(String ending) {
        return OutputTable.beside(output, ending);
    }
}
