package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;

import org.coverfiji.app.exchange.ImportSettings;
import org.coverfiji.app.exchange.ModelImporter;
import org.coverfiji.app.training.IntensityWindow;
import org.coverfiji.file.OutputFile;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.ModelOutput;
import org.coverfiji.setting.Setting;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Import Model...: another program's weights become a model file. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Import Model...",
        description = "Makes a model file of a U-Net's weights from PyTorch (.pth, .pth.tar) or safetensors.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "import-model"), @Attr(name = NO_RECORD)})
public class ImportModelCommand extends CoverCommand {

    private static final String FILE = "the weights: a PyTorch checkpoint (.pth, .pth.tar, .pt) or .safetensors";

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Weights", style = "open", required = false, persist = false, autoFill = false,
            description = FILE,
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File weights;

    @Parameter(label = "Model to write", style = "save", required = false, persist = false, autoFill = false,
            description = "the model file to write",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED), @Attr(name = UNIT, value = ".cover")})
    private File output;

    @Parameter(label = "Images like the training's", style = "directory", required = false, persist = false,
            autoFill = false,
            description = "a folder of images on which the spread of the features is measured, which embeddings need",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = not measured")})
    private File images;

    @Parameter(label = "Intensity window", required = false, persist = false,
            description = "fixed intensities that became 0 to 1 in training, such as -100,400",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = percentiles 0.5 to 99.5")})
    private String window = "";

    @Parameter(label = "Patch", persist = false,
            description = "sides of a training patch: multiples of 16, one number or one per axis (z,y,x) such as"
                    + " 16,128,128",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = "pixels"),
                @Attr(name = AUTOMATIC, value = "auto = 128 in 2D, 32 in 3D")})
    private String patch = Setting.AUTO;

    @Parameter(label = "Long side of training images", min = "0", persist = false,
            description = "long side to which images were resized before patches were cut",
            attrs = {@Attr(name = UNIT, value = "pixels"), @Attr(name = AUTOMATIC, value = "0 = not resized")})
    private int resize;

    @Parameter(label = "Pixel size", required = false, persist = false,
            description = "pixel size of the training images, one number or one per axis (z,y,x) such as 2,0.5,0.5",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = that of the images, or 1")})
    private String pixel_size = "";

    @Parameter(label = "Unit of the pixel size", required = false, persist = false,
            description = "such as mm or micron",
            attrs = @Attr(name = AUTOMATIC, value = "empty = pixel"))
    private String unit = "";

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Override
    protected void execute() {
        given("weights", weights, FILE);
        given("output", output, "the model file to write (.cover)");
        ImportSettings settings = ImportSettings.builder().normalization(IntensityWindow.parse(window)).patch(patch)
                .resize(resize).pixelSize(pixel_size == null ? "" : pixel_size).unit(unit == null ? "" : unit)
                .images(empty(images) ? null : images).build();
        if (!mayReplace(output, ModelDescription.PRETRAINED, false)) {
            return;
        }
        OutputFile.requireWritable(output, weights.length());
        try (WorkProgress work = progress(status, tasks, "COVER import")) {
            work.phase("Reading the weights…");
            ModelFile model = new ModelImporter(() -> engine(device), IJ::log).read(weights, settings);
            ModelOutput.tellOfReplacing(output, IJ::log);
            model.write(output);
            IJ.log("Wrote " + output);
        }
    }
}
