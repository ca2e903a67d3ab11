package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.app.correspond.CorrespondenceTable;
import org.coverfiji.app.correspond.PointMatcher;
import org.coverfiji.app.correspond.RoiMatcher;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.OutputTable;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.RoiZip;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.label.RoiPixels;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;

/** Plugins ▸ COVER ▸ COVER Correspond...: where points and ROIs of one image lie in another, by a model's features. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Correspond...",
        description = "Finds where points or ROIs of one image lie in another: click in one, see it in the other.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "correspond"), @Attr(name = NO_RECORD)})
public class CorrespondCommand extends CoverCommand {

    private static final String TABLE_TITLE = "COVER correspondences";

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "the model file (.cover) whose features are compared",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image with the points or ROIs",
            attrs = {@Attr(name = BASIC), @Attr(name = FOR_MACROS, value = "an open image's title or a file")})
    private ImagePlus image;

    @Parameter(label = "Other image", required = false, persist = false,
            description = "the image in which they are sought",
            attrs = {@Attr(name = BASIC), @Attr(name = FOR_MACROS, value = "an open image's title or a file")})
    private ImagePlus target;

    @Parameter(label = "Points", required = false, persist = false,
            description = "x,y or x,y,slice in pixels, slices counted from 1; several with semicolons between",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = the ROI Manager's ROIs, the selection, or your clicks")})
    private String point = "";

    @Parameter(label = "File of ROIs", style = "open", required = false, persist = false, autoFill = false,
            description = "ROIs (.roi or .zip) of the image",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the points"))
    private File roi;

    @Parameter(label = "Table to write", style = "save", required = false, persist = false, autoFill = false,
            description = "a CSV file for the table of all points",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = ".csv"),
                @Attr(name = AUTOMATIC, value = "empty = only shown")})
    private File output;

    @Parameter(label = "File of found ROIs", style = "save", required = false, persist = false, autoFill = false,
            description = "a file for the ROIs as they lie in the other image",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = ".zip"),
                @Attr(name = AUTOMATIC, value = "empty = only shown")})
    private File found;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Override
    protected void execute() {
        ModelFile file = ModelFile.read(given("model", model, "the model file (.cover) whose features are compared"));
        ImagePlus source = source(image, "take points from");
        given("target", target == null || target.getProcessor() == null ? null : target, "the image in which the points"
                + " are sought: the title of an open image, or an image file");
        if (source == target) {
            throw same(source);
        }
        if (!point.isBlank() && !empty(roi)) {
            throw new CoverException("Both point and roi are given; give one of them.");
        }
        List<Place> places = Place.readAll("point", point);
        List<Roi> regions = places.isEmpty() ? regions(source) : List.of();
        boolean clicks = places.isEmpty() && regions.isEmpty() && isAttended() && windows()
                && source.getWindow() != null && target.getWindow() != null;
        given("point", clicks || !places.isEmpty() || !regions.isEmpty() ? source : null, "x,y of one or more points"
                + " of " + source.getTitle() + ", or roi a file of ROIs, or select a region there");
        if (!empty(output)) {
            OutputTable.requireReplaceable(output, CorrespondenceTable.COLUMNS);
        }
        if (!empty(found)) {
            RoiZip.requireReplaceable(found);
        }
        match(file, source, places, regions, clicks);
    }

    private static CoverException same(ImagePlus source) {
        return new CoverException("image and target are the same, " + source.getTitle() + "; choose two.");
    }

    /** One file may be open twice: by its path as image and as target, it is. */
    private static boolean isSame(List<FloatImage> one, List<FloatImage> other) {
        return one.size() == other.size() && IntStream.range(0, one.size()).allMatch(i ->
                Arrays.equals(one.get(i).size(), other.get(i).size())
                        && Arrays.equals(one.get(i).data(), other.get(i).data()));
    }

    /** Of the file, else of the ROI Manager, else the selection. */
    private List<Roi> regions(ImagePlus source) {
        if (!empty(roi)) {
            return RoiZip.read(roi);
        }
        RoiManager manager = GraphicsEnvironment.isHeadless() ? null : RoiManager.getInstance2();
        if (manager != null && manager.getCount() > 0) {
            return Arrays.asList(manager.getRoisAsArray());
        }
        if (source.getRoi() == null) {
            return List.of();
        }
        Roi selection = RoiPixels.here(source, source.getRoi());
        selection.setName(selection.getName() == null ? "selection" : selection.getName());
        return List.of(selection);
    }

    private void match(ModelFile file, ImagePlus source, List<Place> places, List<Roi> regions, boolean clicks) {
        ImageReader reader = new ImageReader(file.description().network());
        List<FloatImage> images = reader.convert(source);
        List<FloatImage> others = reader.convert(target);
        // Whoever closes an image takes away where its ROIs and slices are.
        Geometry geometry = reader.geometry(source);
        Geometry targetGeometry = reader.geometry(target);
        List<List<Place>> pixels = regions.stream().map(region -> Place.of(source, region))
                .collect(Collectors.toList());
        if (isSame(images, others)) {
            throw same(source);
        }
        FeatureExtractor extractor = null;
        PointMatcher matcher = null;
        CorrespondenceClicks watch = null;
        try (WorkProgress work = progress(status, tasks, "COVER correspondences")) {
            work.phase("Loading the network engine…");
            Engine engine = engine(device);
            extractor = new FeatureExtractor(engine, file);
            extractor.setListener((done, total) -> work.step(done, total, "Tile " + done + " of " + total,
                    "The search was cancelled."));
            extractor.setLog(IJ::log);
            matcher = new PointMatcher(engine, file);
            IJ.log(matcher.method());
            FeatureStack from = stack(images, extractor, geometry);
            FeatureStack to = stack(others, extractor, targetGeometry);
            if (clicks) {
                watch = new CorrespondenceClicks(source, from, target, to, matcher, extractor);
            } else {
                deliver(new RoiMatcher(matcher, from, to), places, regions, pixels, work);
            }
        } finally {
            if (watch == null) {
                close(matcher, extractor);
            }
        }
        if (watch != null) {
            watch.begin();
        }
    }

    private static void close(PointMatcher matcher, FeatureExtractor extractor) {
        if (matcher != null) {
            matcher.close();
        }
        if (extractor != null) {
            extractor.close();
        }
    }

    private static FeatureStack stack(List<FloatImage> images, FeatureExtractor extractor, Geometry geometry) {
        FeatureStack stack = new FeatureStack(extractor, images, geometry).keeping();
        for (int index = 0; index < stack.count(); index++) {
            stack.get(index);
        }
        return stack;
    }

    /** @param pixels of each of the regions */
    private void deliver(RoiMatcher matcher, List<Place> places, List<Roi> regions, List<List<Place>> pixels,
            WorkProgress work) {
        List<Roi> carried = new ArrayList<>();
        int total = places.size() + regions.size();
        for (int i = 0; i < total; i++) {
            work.step(i, total, "Point or ROI " + (i + 1) + " of " + total, "The search was cancelled.");
            carried.add(i < places.size() ? matcher.match(String.valueOf(i + 1), List.of(places.get(i)))
                    : matcher.match(regions.get(i - places.size()), pixels.get(i - places.size())));
        }
        lay(carried);
        try (ResultWindows windows = new ResultWindows(target)) {
            windows.show(matcher.table().table(), TABLE_TITLE);
            if (!empty(output)) {
                CsvFile.write(output, matcher.table().table());
                IJ.log("Wrote " + output);
            }
            if (!empty(found)) {
                RoiZip.write(found, carried);
                IJ.log("Wrote " + found);
            }
        }
    }

    /** As an overlay, which To ROI Manager makes editable. */
    private void lay(List<Roi> carried) {
        Overlay overlay = target.getOverlay() == null ? new Overlay() : target.getOverlay();
        for (Roi one : carried) {
            one.setStrokeColor(Color.YELLOW);
            overlay.add(one);
        }
        target.setOverlay(overlay);
    }
}
