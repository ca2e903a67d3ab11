package org.coverfiji;

import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One small run of a command, the same in every host: its parameters, and what it leaves. Later ones use the files of
 * earlier ones. Knows the JDK alone, because it is used inside the hosts too.
 */
final class Scenario {

    private static final String IMAGE = "chest/unlabelled/chest-01.png";

    private final String command;
    private final String label;
    private final String image;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> files;

    private Scenario(String command, String label, String image, List<String> files, String... keysAndValues) {
        this.command = command;
        this.label = label;
        this.image = image;
        this.files = files;
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
    }

    /**
     * Every command of the suite that has parameters.
     *
     * @param data the sample data
     * @param out the folder for all results
     */
    static List<Scenario> all(File data, File out) {
        String model = new File(out, "pretrained.cover").getPath();
        String segmentation = new File(out, "segmentation.cover").getPath();
        String classes = new File(out, "classes.cover").getPath();
        String image = new File(data, IMAGE).getPath();
        String labelled = new File(data, "chest/labelled").getPath();
        String predicted = new File(out, "chest-01_labels.tif").getPath();
        String collected = new File(out, "collected").getPath();
        return Arrays.asList(
                new Scenario("PretrainCommand", "COVER Pretrain...", null, List.of("pretrained.cover"),
                        "input", new File(data, "chest/unlabelled").getPath(), "recursive", "true",
                        "name_filter", "chest-0", "output", model, "channels", "1", "resize", "64", "patch", "32",
                        "batch", "2", "width", "8", "iterations", "2", "learning_rate", "2.0E-4", "heads", "2,2,2,1,1"),
                new Scenario("FineTuneSegmentationCommand", "COVER Fine-tune Segmentation...", null,
                        List.of("segmentation.cover"), "images", labelled + "/images", "labels", labelled + "/labels",
                        "model", model, "output", segmentation, "protocol", "linear", "class_names",
                        "background, lungs, heart", "batch", "2", "iterations", "2"),
                new Scenario("SegmentCommand", "COVER Segment...", image, List.of("chest-01_labels.tif"),
                        "output_folder", out.getPath(), "model", segmentation, "overlay", "false"),
                new Scenario("SaveAsLabelCommand", "COVER Save as Label...", image,
                        List.of("collected/labels/chest-01.tif"), "labels", predicted, "model",
                        segmentation, "folder", collected),
                new Scenario("CorrectAndTrainCommand", "COVER Correct and Train On...", image,
                        List.of("corrected.cover"), "labels", predicted, "model",
                        segmentation, "folder", collected, "earlier", labelled, "output",
                        new File(out, "corrected.cover").getPath(), "iterations", "2", "batch", "2"),
                new Scenario("EvaluateCommand", "COVER Evaluate...", null, List.of("evaluation.csv"), "predictions",
                        predicted, "truth", collected + "/labels/chest-01.tif", "class_names",
                        "background, lungs, heart", "output", new File(out, "evaluation.csv").getPath()),
                new Scenario("ExtractEmbeddingsCommand", "COVER Extract Embeddings...", image,
                        List.of("chest-01_embedding.npy", "chest-01_embedding.tif"), "output_folder", out.getPath(),
                        "model", model, "level", "4", "normalize", "true"),
                new Scenario("ContactSheetCommand", "COVER Contact Sheet...", null, List.of("sheet.png"), "images",
                        labelled + "/images", "labels", labelled + "/labels", "model", segmentation, "pretrained",
                        model, "output", new File(out, "sheet.png").getPath(), "rows", "1"),
                // The folders images and labels serve as two classes.
                new Scenario("FineTuneClassificationCommand", "COVER Fine-tune Classification...", null,
                        List.of("classes.cover"), "input", labelled, "model", model, "output", classes, "protocol",
                        "linear", "batch", "2", "iterations", "2"),
                new Scenario("ClassifyCommand", "COVER Classify...", null, List.of("classes.csv"), "input",
                        labelled + "/images", "model", classes, "output", new File(out, "classes.csv").getPath()),
                new Scenario("LabelEfficiencyCommand", "COVER Label Efficiency...", null,
                        List.of("efficiency/label_efficiency_table.csv"), "images", labelled + "/images", "labels",
                        labelled + "/labels", "output_folder", out.getPath() + "/efficiency", "model", model, "resize",
                        "64", "patch", "32", "width", "8", "iterations", "1", "counts", "2", "seeds", "1"),
                new Scenario("CompareCommand", "COVER Compare...", null, List.of("compared/comparison.csv"), "images",
                        labelled + "/images", "labels", labelled + "/labels", "numbers", "2", "protocols", "linear",
                        "seeds", "1", "pretraining", "1", "iterations", "1", "resize", "64", "patch", "32", "batch",
                        "2", "width", "8", "output_folder", out.getPath() + "/compared"),
                new Scenario("PropagateLabelsCommand", "COVER Propagate Labels...", null,
                        List.of("propagated/chest-01_labels.tif"), "model", model, "images", labelled + "/images",
                        "labels", labelled + "/labels", "input", image, "output_folder", out.getPath() + "/propagated"),
                new Scenario("WhatNextCommand", "COVER What Next...", null, List.of("next.csv"), "model", model,
                        "input", labelled + "/images", "output", new File(out, "next.csv").getPath()),
                new Scenario("FindSimilarCommand", "COVER Find Similar...", null,
                        List.of("similar/best_matches.csv"), "model", model, "input", labelled + "/images",
                        "output_folder", out.getPath() + "/similar", "query", image, "point", "40,50", "matches", "2"),
                new Scenario("FeatureMapCommand", "COVER Feature Map...", null, List.of("map.csv"), "models", model,
                        "images", labelled + "/images", "labels", labelled + "/labels", "projection", "pca", "points",
                        "50", "output", new File(out, "map.csv").getPath()),
                new Scenario("DispersionCommand", "COVER Dispersion...", null, List.of("dispersion.csv"), "models",
                        model + ",random", "images", labelled + "/images", "limit", "1", "output",
                        new File(out, "dispersion.csv").getPath()),
                new Scenario("ShowVectorsCommand", "COVER Show Vectors...", image, List.of("vectors.png"), "model",
                        model, "output", new File(out, "vectors.png").getPath()),
                new Scenario("ExportModelCommand", "COVER Export Model...", null, List.of("exported.safetensors"),
                        "model", model, "output", new File(out, "exported.safetensors").getPath()),
                new Scenario("ImportModelCommand", "COVER Import Model...", null, List.of("imported.cover"),
                        "weights", new File(out, "exported.safetensors").getPath(), "output",
                        new File(out, "imported.cover").getPath()),
                new Scenario("OpenSampleCommand", "COVER Open Sample...", null,
                        List.of("sample-data/chest/unlabelled/chest-02.png", "macros/Quickstart.ijm"), "sample",
                        "volume", "folder", out.getPath()),
                new Scenario("ModelInfoCommand", "COVER Model Info...", null, List.of(), "model", model),
                new Scenario("BenchmarkCommand", "COVER Benchmark...", null, List.of(), "patch", "32", "batch", "1",
                        "width", "8", "steps", "1"));
    }

    /** Simple name of the command's class. */
    String command() {
        return command;
    }

    String label() {
        return label;
    }

    /** The image file that must be open; null if none. */
    String image() {
        return image;
    }

    /** Of the parameters that differ from their defaults, by key. */
    Map<String, String> values() {
        return values;
    }

    /** Names of the files that two runs must leave with the same contents. */
    List<String> files() {
        return files;
    }

    /** A macro file's name. */
    String macro() {
        return command + ".ijm";
    }
}
