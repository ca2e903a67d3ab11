package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NO_RECORD;

import java.io.File;
import java.util.List;

import org.coverfiji.app.samples.SampleFiles;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.read.ImageOpener;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.show.LabelImages;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Open Sample...: the images and macros that come with the suite. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Open Sample...",
        description = "Copies the sample images and macros that come with COVER to a folder, and opens one.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "open-sample"), @Attr(name = NO_RECORD)})
public class OpenSampleCommand extends CoverCommand {

    private static final String RADIOGRAPH = "sample-data/chest/unlabelled/chest-02.png";
    private static final String VOLUME = "sample-data/organs/unlabelled/organs-01.tif";
    private static final String LABELLED = "sample-data/chest/labelled/images/chest-25.png";
    private static final String LABELS = "sample-data/chest/labelled/labels/chest-25.png";
    private static final String QUICKSTART = "macros/Quickstart.ijm";

    @Parameter(label = "Sample", choices = {"radiograph", "labelled radiograph", "volume", "Quickstart macro", "none"},
            persist = false,
            description = "what to open: a chest radiograph, one with its label image, a volume of the abdomen, the"
                    + " macro that pretrains, fine-tunes and segments them; none = only copy the files",
            attrs = @Attr(name = BASIC))
    private String sample = "radiograph";

    @Parameter(label = "Copy to folder", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder to which the sample data and macros are copied; files there are not replaced",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = COVER-samples in your home folder")})
    private File folder;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus opened;

    @Override
    protected void execute() {
        SampleFiles files = new SampleFiles(empty(folder) ? SampleFiles.usualFolder() : folder);
        files.unpack(IJ::log);
        switch (sample) {
            case "radiograph":
                show(files.file(RADIOGRAPH));
                break;
            case "volume":
                show(files.file(VOLUME));
                break;
            case "labelled radiograph":
                show(files.file(LABELLED));
                showLabels(files.file(LABELS));
                break;
            case "Quickstart macro":
                openMacro(files.file(QUICKSTART), files.file("sample-data"));
                break;
            default:
        }
    }

    private void show(File file) {
        opened = ImageOpener.open(file);
        Windows.show(opened);
    }

    private void showLabels(File file) {
        FloatImage raw = new ImageReader(2, 0).read(file).get(0);
        LabelImage labels = LabelRule.DEFAULT.apply(raw);
        try (ResultWindows windows = new ResultWindows(opened)) {
            windows.show(LabelImages.toImagePlus("chest-25 labels", List.of(labels), 1, raw));
        }
    }

    /** In ImageJ's editor, or Fiji's; without windows the log says how it is run. */
    private static void openMacro(File macro, File data) {
        if (windows()) {
            IJ.open(macro.getPath());
        }
        IJ.log("To run it with the sample data: runMacro(\"" + slashed(macro) + "\", \"" + slashed(data) + "\");");
    }

    /** A backslash would have to be written twice. */
    private static String slashed(File file) {
        return file.getPath().replace('\\', '/');
    }
}
