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

import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.embed.EmbeddingFiles;
import org.coverfiji.app.embed.EmbeddingFormat;
import org.coverfiji.app.embed.StackEmbedding;
import org.coverfiji.app.files.WorkPart;
import org.coverfiji.image.ImageNames;
import org.coverfiji.image.PixelSizes;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.ColourOverlay;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Extract Embeddings...: the features that a model gives every pixel, as image layers. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Extract Embeddings...",
        description = "Computes what a pretrained model says of every pixel: a stack of features, and its colours.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "embed"), @Attr(name = NO_RECORD)})
public class ExtractEmbeddingsCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "the pretrained model file (.cover)",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image to embed",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file; used where there is no input")})
    private ImagePlus image;

    @Parameter(label = "Folder or file", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images, or an image file, whose embeddings are written to the output folder",
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
            description = "a folder for float TIFF, .npy and colour files",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED, value = FOLDER),
                @Attr(name = AUTOMATIC, value = "empty = shown, not written")})
    private File output_folder;

    @Parameter(label = "Format of the files", choices = {"TIFF and NumPy", "TIFF", "NumPy", "OME-Zarr",
            "OME-Zarr zlib"},
            persist = false,
            description = "of what is written; OME-Zarr, plain or packed by zlib, is written window by window, so that"
                    + " it may be larger than the memory, and is not shown")
    private String format = "TIFF and NumPy";

    @Parameter(label = "Level", choices = {"all", "0", "1", "2", "3", "4"}, persist = false,
            description = "U-Net level, 0 = deepest, 4 = full resolution; all = every level, standardised",
            attrs = @Attr(name = BASIC))
    private String level = "all";

    @Parameter(label = "Principal components", min = "0", persist = false,
            description = "how many to keep of the features",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "0 = all features")})
    private int features;

    @Parameter(label = "Features of length 1", persist = false,
            description = "scale every pixel's features to length 1")
    private boolean normalize;

    @Parameter(label = "PCA colours", persist = false,
            description = "show the first three principal components as red, green and blue",
            attrs = @Attr(name = BASIC))
    private boolean pca = true;

    @Parameter(label = "Whole image at once", persist = false,
            description = "run the whole image at once instead of overlapping windows; needs more memory")
    private boolean whole;

    @Parameter(label = "Part of the work", required = false, persist = false,
            description = "the part of the files that is done now, such as 3/10, for a scheduler; the same folder"
                    + " for all parts",
            attrs = {@Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = AUTOMATIC, value = "empty = all")})
    private String part = "";

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus embedding;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus colours;

    @Override
    protected void execute() {
        ModelFile file = ModelFile.read(given("model", model, "the pretrained model file (.cover)"));
        ImageReader reader = new ImageReader(file.description().network());
        EmbedSettings settings = EmbedSettings.builder().level(level).features(features).normalize(normalize)
                .wholeImage(whole).build();
        EmbeddingFormat files = EmbeddingFormat.named(format);
        boolean folder = input != null && !input.getPath().isEmpty();
        List<File> found = folder ? ImageFiles.list(input, recursive, name_filter) : List.of();
        EmbeddingFiles output = output_folder == null || output_folder.getPath().isEmpty() ? null
                : new EmbeddingFiles(output_folder, pca, files);
        if (folder) {
            given("output_folder", output, "the folder for the embeddings of the images in the input folder");
        } else if (files.isChunked()) {
            given("output_folder", output, "the folder for OME-Zarr, which is not shown");
        }
        ImagePlus source = folder ? null : source(image, "embed");
        try (WorkProgress work = loading();
                Embedder embedder = new Embedder(engine(device), file, settings)) {
            embedder.setLog(IJ::log);
            StackEmbedding stack = new StackEmbedding(embedder, settings, (done, total) -> work.step(done, total,
                    "Tile " + done + " of " + total, "The embedding was cancelled."));
            if (!folder) {
                // What is written otherwise is shown, too.
                stack.requireMemory(source.getTitle(), reader.geometry(source),
                        files == EmbeddingFormat.OME_ZARR ? files : null);
            }
            if (folder) {
                output.writeAll(input, WorkPart.of(part).of(reader.group(found)), reader, stack, IJ::log);
            } else if (files.isChunked()) {
                write(source, stack, reader, output);
            } else {
                show(source, stack, reader, output);
            }
        }
    }

    private WorkProgress loading() {
        WorkProgress work = progress(status, tasks, "COVER embeddings");
        work.phase("Loading the network engine…");
        return work;
    }

    /** What may be larger than the memory is not shown; its colours are. */
    private void write(ImagePlus source, StackEmbedding stack, ImageReader reader, EmbeddingFiles output) {
        colours = output.writeZarr(reader.convert(source), ImageNames.withoutEnding(source.getTitle()),
                reader.geometry(source), stack, IJ::log);
        if (colours != null) {
            showColours(source);
        }
    }

    private void showColours(ImagePlus source) {
        PixelSizes.copy(source, colours);
        try (ResultWindows windows = new ResultWindows(source)) {
            ColourOverlay.put(colours, source);
            windows.show(colours);
        }
    }

    /** Fiji shows outputs in the GUI only; shown here, they are found by macros everywhere. */
    private void show(ImagePlus source, StackEmbedding stack, ImageReader reader, EmbeddingFiles output) {
        StackEmbedding.Result result = stack.of(reader.convert(source), ImageNames.withoutEnding(source.getTitle()),
                reader.geometry(source));
        embedding = result.image();
        PixelSizes.copy(source, embedding);
        try (ResultWindows windows = new ResultWindows(source)) {
            windows.show(embedding);
            if (pca) {
                colours = result.colours();
                PixelSizes.copy(source, colours);
                ColourOverlay.put(colours, source);
                windows.show(colours);
            }
            if (output != null) {
                output.write(result).forEach(IJ::log);
            }
        }
    }
}
