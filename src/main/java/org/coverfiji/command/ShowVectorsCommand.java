package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.vectors.ShownVectors;
import org.coverfiji.app.vectors.VectorViewer;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.PictureFile;
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

/** Plugins ▸ COVER ▸ COVER Show Vectors...: the displacements that a model sees, level by level. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Show Vectors...",
        description = "Shows the displacements that COVER sees between two views or images, level by level.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "show-vectors"), @Attr(name = NO_RECORD)})
public class ShowVectorsCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "a model file (.cover) that was pretrained by COVER",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image of which two views are compared, or which is moved onto the other",
            attrs = {@Attr(name = BASIC), @Attr(name = FOR_MACROS, value = "an open image's title or a file")})
    private ImagePlus image;

    @Parameter(label = "Other image", style = "open", required = false, persist = false, autoFill = false,
            description = "the image onto which the first is moved",
            attrs = {@Attr(name = BASIC), @Attr(name = FOR_MACROS, value = "a file, or an open image's title"),
                @Attr(name = AUTOMATIC, value = "empty = two views of the image")})
    private File target;

    @Parameter(label = "Motion", min = "0", max = "1.99", persist = false,
            description = "how far two views of one image differ in space",
            attrs = @Attr(name = BASIC))
    private double motion = 0.6;

    @Parameter(label = "Change appearance", persist = false,
            description = "give the moving view other noise, contrast and brightness, and blocks of noise")
    private boolean appearance = true;

    @Parameter(label = "Seed", persist = false,
            description = "fixes the two views")
    private long seed = 1;

    @Parameter(label = "Picture to write", style = "save", required = false, persist = false, autoFill = false,
            description = "a picture (.png) to write",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = ".png"),
                @Attr(name = AUTOMATIC, value = "empty = only shown")})
    private File output;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus picture;

    @Override
    protected void execute() {
        ModelFile file = ModelFile.read(given("model", model, "a model file (.cover) that was pretrained by COVER"));
        VectorViewer.requirePyramid(file);
        if (!empty(output)) {
            PictureFile.requireReplaceable(output);
        }
        ImageReader reader = new ImageReader(file.description().network());
        ImagePlus source = source(image, "show vectors of");
        FloatImage first = current(source, reader);
        FloatImage other = empty(target) ? null : current(ImagePlusConverter.image("target", target), reader);
        try (WorkProgress work = progress(status, tasks, "COVER vectors")) {
            work.phase("Loading the network engine…");
            try (VectorViewer viewer = new VectorViewer(engine(device), file)) {
                show(source, other == null ? viewer.views(first, motion, appearance, seed)
                        : viewer.images(first, other));
            }
        }
    }

    /** Of a stack whose slices are images of their own, the one that is shown. */
    private static FloatImage current(ImagePlus source, ImageReader reader) {
        List<FloatImage> images = reader.convert(source);
        int slice = source.getSlice() - 1;
        int frame = source.getFrame() - 1;
        int index = reader.dimensions() == 3 ? frame : frame * source.getNSlices() + slice;
        if (index >= images.size()) {
            throw new CoverException("The image " + source.getTitle() + " has no slice that could be shown; open it"
                    + " again.");
        }
        return images.get(index);
    }

    private void show(ImagePlus source, ShownVectors vectors) {
        try (ResultWindows windows = new ResultWindows(source)) {
            windows.show(vectors.errors());
            windows.show(vectors.fields());
            windows.show(vectors.warped());
            picture = new ImagePlus("COVER vectors", vectors.picture());
            windows.show(picture);
            windows.show(vectors.table(), "COVER vectors by level");
        }
        if (!empty(output)) {
            PictureFile.write(output, vectors.picture());
            IJ.log("Wrote " + output);
        }
    }
}
