package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;

import java.io.File;

import org.coverfiji.CoverException;
import org.coverfiji.app.exchange.ArchiveSettings;
import org.coverfiji.app.exchange.ExportFormat;
import org.coverfiji.app.exchange.ModelExporter;
import org.coverfiji.file.OutputFile;
import org.coverfiji.image.FloatImage;
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

/** Plugins ▸ COVER ▸ COVER Export Model...: a model for other programs. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Export Model...",
        description = "Writes a model for other programs: ONNX, a bioimage.io archive, PyTorch or safetensors.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "export-model"), @Attr(name = NO_RECORD)})
public class ExportModelCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Model", style = "open", required = false, persist = false, autoFill = false,
            description = "the model file (.cover) to export",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "File to write", style = "save", required = false, persist = false, autoFill = false,
            description = "the file to write: .onnx, .zip (bioimage.io), .pth or .safetensors",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File output;

    @Parameter(label = "Format", choices = {"auto", "ONNX", "bioimage.io", "PyTorch", "safetensors"}, persist = false,
            description = "what other programs read",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "auto = by the file's ending")})
    private String format = ExportFormat.AUTO;

    @Parameter(label = "Sample image", required = false, persist = false,
            description = "for bioimage.io: an image like those the model is for; a part of it becomes public, as test"
                    + " and picture",
            attrs = {@Attr(name = BASIC), @Attr(name = FOR_MACROS, value = "an open image's title or a file")})
    private ImagePlus image;

    @Parameter(label = "Name of the model", required = false, persist = false,
            description = "for bioimage.io: 5 to 128 letters, digits, blanks, _, +, - and parentheses",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = for bioimage.io only")})
    private String name = "";

    @Parameter(label = "Authors", required = false, persist = false,
            description = "for bioimage.io: who made the model, names with commas between",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = for bioimage.io only")})
    private String authors = "";

    @Parameter(label = "Licence", required = false, persist = false,
            description = "for bioimage.io: an identifier of the SPDX list, such as CC-BY-4.0, CC0-1.0 or MIT")
    private String licence = "CC-BY-4.0";

    @Parameter(label = "Description", required = false, persist = false,
            description = "for bioimage.io: what the model is for",
            attrs = @Attr(name = AUTOMATIC, value = "empty = its network and task"))
    private String description = "";

    @Override
    protected void execute() {
        given("model", model, "the model file (.cover) to export");
        given("output", output, "the file to write: .onnx, .zip, .pth or .safetensors");
        ExportFormat chosen = ExportFormat.of(format, output);
        ModelFile file = ModelFile.read(model);
        ArchiveSettings settings = chosen == ExportFormat.BIOIMAGE_IO ? settings(file) : null;
        OutputFile.requireWritable(output, model.length());
        try (WorkProgress work = progress(status, tasks, "COVER export")) {
            work.phase("Writing " + output.getName() + "…");
            ModelExporter exporter = new ModelExporter(() -> engine("auto"), IJ::log);
            if (settings == null) {
                exporter.write(file, chosen, output);
            } else {
                exporter.writeArchive(file, settings, output);
            }
        }
    }

    private ArchiveSettings settings(ModelFile file) {
        ImagePlus source = meant(image);
        if (source == null || source.getProcessor() == null) {
            throw new CoverException("image is missing; a bioimage.io archive needs a sample: an open image's title or"
                    + " an image file.");
        }
        FloatImage sample = new ImageReader(file.description().network()).convert(source).get(0);
        return new ArchiveSettings(text(name), text(description), text(authors), text(licence), sample);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
