package org.coverfiji.app.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;

/** What people are told of a shared model. */
final class ArchiveReadme {

    private final ModelDescription model;
    private final ArchiveSettings settings;
    private final StringBuilder text = new StringBuilder();

    ArchiveReadme(ModelDescription model, ArchiveSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    String text() {
        text.append("# ").append(settings.name()).append("\n\n");
        paragraph(settings.description());
        paragraph("A " + model.network() + ", " + origin(model) + (model.classes().isEmpty() ? ""
                : " and fine-tuned for " + model.kind()) + "; written by COVER for Fiji "
                + model.softwareVersion() + ".");
        section("Input", "Images need " + ModelExporter.inputs(model) + " " + preprocessing()
                + " The training images had pixels of " + pixelSize() + ".");
        section("Output", model.classes().isEmpty()
                ? "Five maps of features, `level0` (1/16 of the side) to `level4` (the image's own grid), not"
                        + " standardised."
                : "The probability of each class: " + String.join(", ", model.classes()) + ".");
        section("Validation", validation());
        section("How to cite", "Yuting He and Shuo Li. Vector Contrastive Learning For Pixel-Wise Pretraining In"
                + " Medical Vision. ICCV, 2025. arXiv:2506.20850" + method());
        return text.toString();
    }

    /** What rdf.yaml does of that, and what it cannot say. */
    private String preprocessing() {
        String percentiles = model.normalization().isPercentile()
                ? ", where COVER for Fiji takes the percentiles of the whole image" : "";
        boolean resized = model.resize() > 0 || model.kind().equals(ModelDescription.CLASSIFICATION);
        return "The preprocessing in rdf.yaml normalises each window" + percentiles + "; "
                + (resized ? "it does not resize, so do that before." : "nothing is resized.");
    }

    /** Where the backbone comes from. */
    static String origin(ModelDescription model) {
        return model.method().equals(ModelImporter.IMPORTED) ? "imported from another program"
                : model.method().equals("none") ? "trained from scratch"
                        : "pretrained without labels by " + model.method();
    }

    private void section(String title, String content) {
        text.append("## ").append(title).append("\n\n");
        paragraph(content);
    }

    private void paragraph(String content) {
        if (!content.isEmpty()) {
            text.append(content).append("\n\n");
        }
    }

    private String pixelSize() {
        return Arrays.stream(model.pixelSize()).mapToObj(size -> String.format(Locale.ROOT, "%.4g", size))
                .collect(Collectors.joining(" × ")) + " " + model.unit();
    }

    private String validation() {
        FineTuning tuning = model.fineTuning();
        if (tuning == null) {
            return "A pretrained model knows no classes, so there is no score; judge it by what a few labels of your"
                    + " own make of it.";
        }
        String images = model.selection() == null ? "" : " The images were " + model.selection().split()
                + "; they are not in this archive.";
        if (Double.isNaN(tuning.bestScore())) {
            return "No images were held back, so there is no score: validate on labelled images of your own." + images;
        }
        String when = tuning.bestIteration() == 0 ? "training of the last layer alone"
                : Counted.of(tuning.bestIteration(), "iteration");
        return String.format(Locale.ROOT, "%s on the validation images, by which the weights were selected, so that it"
                + " flatters: %.4f, after %s.", model.kind().equals(ModelDescription.SEGMENTATION)
                        ? "Mean Dice of the foreground classes" : "Balanced accuracy", tuning.bestScore(), when)
                + images + " Validate on labelled images of your own.";
    }

    /** The reference of another method than COVER. */
    private String method() {
        return Recipes.all().stream().filter(recipe -> recipe.name().equalsIgnoreCase(model.method())
                && !recipe.name().equals("COVER")).map(Recipe::reference)
                .map(reference -> "\n\nThe pretraining method, " + model.method() + ": " + reference).findFirst()
                .orElse("");
    }
}
