package org.coverfiji.fiji;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.command.CommandRunner;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelDescriptionBuilder;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskHead;
import org.coverfiji.model.TestModels;
import org.coverfiji.model.exchange.WeightFiles;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

/** For every command values of all its parameters, and what must come of it if some of the files are left out. */
final class CommandCases {

    private static final String NOTHING_TO_LABEL = "There is nothing to make a label of open image of; ";

    private final File folder;
    private final Map<String, Map<String, String>> files = new LinkedHashMap<>();
    private final Map<String, List<String>> required = new LinkedHashMap<>();

    /** @param folder to which images, label images and models are written */
    CommandCases(File folder) {
        this.folder = folder;
        File images = new File(folder, "the images");
        File labels = new File(folder, "labels");
        for (int i = 0; i < 4; i++) {
            save(images, "image-" + i + ".png", i + 1);
            save(labels, "image-" + i + ".png", 1);
            save(new File(folder, "predicted"), "image-" + i + "_labels.png", 1);
            save(new File(folder, "classes/" + (i < 2 ? "a" : "b")), "image-" + i + ".png", i);
        }
        String pretrained = model("pretrained.cover", ModelDescription.PRETRAINED);
        String segmentation = model("segmentation.cover", ModelDescription.SEGMENTATION);
        String classification = model("classification.cover", ModelDescription.CLASSIFICATION);
        put("PretrainCommand", "output", "input", images, "output", file("new.cover"));
        put("FineTuneSegmentationCommand", "output", "images", images, "labels", labels, "model", pretrained, "output",
                file("new.cover"));
        put("SegmentCommand", "model", "input", images, "output_folder", file("segmented"), "model", segmentation);
        put("PropagateLabelsCommand", "model", "images", images, "labels", labels, "input", images, "output_folder",
                file("propagated"), "model", pretrained);
        put("WhatNextCommand", "model,input", "input", images, "labels", labels + "/image-0.png", "task",
                segmentation, "output", file("next.csv"), "sheet", file("next.png"), "model", pretrained);
        put("ExtractEmbeddingsCommand", "model", "input", images, "output_folder", file("embedded"), "model",
                pretrained);
        String query = new File(images, "image-0.png").getPath();
        put("FindSimilarCommand", "model,point", "model", pretrained, "input", images, "output_folder",
                file("similar"), "query", query, "point", "10,12");
        // The other image would be recorded by a title, and is not open.
        put("CorrespondCommand", "model,target,point", "model", pretrained, "point", "10,12;3,4", "output",
                file("correspondences.csv"), "found", file("correspondences.zip"));
        put("ContactSheetCommand", "images,labels,model,pretrained,output", "images", images, "labels", labels,
                "model", segmentation, "pretrained", pretrained, "output", file("sheet.png"));
        put("FineTuneClassificationCommand", "input,output", "input", file("classes"), "model", pretrained, "output",
                file("new.cover"));
        put("ClassifyCommand", "model", "input", images, "model", classification, "output", file("table.csv"));
        put("CompareCommand", "images,labels,output_folder", "images", images, "labels", labels, "output_folder",
                file("compared"));
        put("LabelEfficiencyCommand", "images,labels,output_folder", "images", images, "labels", labels,
                "output_folder", file("efficiency"), "model", pretrained);
        put("EvaluateCommand", "predictions,truth", "predictions", file("predicted"), "truth", labels, "output",
                file("evaluation.csv"));
        put("DispersionCommand", "models", "models", pretrained + ",random", "images", images, "labels", labels,
                "output", file("dispersion.csv"));
        put("FeatureMapCommand", "models,images,labels", "models", pretrained, "images", images, "labels", labels,
                "output", file("map.csv"));
        put("ShowVectorsCommand", "model", "model", modelWithHeads("heads.cover"), "target",
                new File(images, "image-1.png"), "output", file("vectors.png"));
        put("OpenSampleCommand", "", "folder", file("samples"));
        put("SaveAsLabelCommand", "model", "model", segmentation, "folder", file("collected"));
        put("CorrectAndTrainCommand", "model", "model", segmentation, "folder", file("collected"), "earlier",
                folder, "output", file("new.cover"));
        put("ModelInfoCommand", "model", "model", pretrained);
        put("ImportModelCommand", "weights,output", "weights", weights(), "output", file("imported.cover"));
        put("ExportModelCommand", "model,output", "model", pretrained, "output", file("exported.onnx"));
        put("BenchmarkCommand", "");
        put("CitationCommand", "");
        put("EnvironmentCommand", "");
        put("ShowTrainingCommand", "");
    }

    private void put(String command, String needed, Object... keysAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put((String) keysAndValues[i], keysAndValues[i + 1].toString());
        }
        files.put(command, values);
        required.put(command, needed.isEmpty() ? List.of() : List.of(needed.split(",")));
    }

    private File file(String name) {
        return new File(folder, name);
    }

    private static void save(File directory, String name, int value) {
        directory.mkdirs();
        ByteProcessor pixels = new ByteProcessor(32, 32);
        pixels.setValue(value);
        pixels.fillRect(8, 8, 16, 16);
        new FileSaver(new ImagePlus(name, pixels)).saveAsPng(new File(directory, name).getPath());
    }

    /** Of another program. */
    private File weights() {
        WeightFiles.writeTorch(file("weights.pth"), TestModels.weights(TestModels.network(2, 1)));
        return file("weights.pth");
    }

    private String model(String name, String kind) {
        NetworkConfiguration network = TestModels.network(2, 1);
        float[][] mean = new float[5][];
        float[][] deviation = new float[5][];
        for (int level = 0; level < 5; level++) {
            mean[level] = new float[network.levelChannels(level)];
            deviation[level] = new float[network.levelChannels(level)];
            Arrays.fill(deviation[level], 1);
        }
        ModelDescriptionBuilder description = TestModels.description(network, 32).kind(kind)
                .featureStatistics(new FeatureStatistics(mean, deviation));
        if (!kind.equals(ModelDescription.PRETRAINED)) {
            description.classes(List.of("background", "lungs")).fineTuning(new FineTuning("full", false,
                    TaskHead.plain(4), Collections.emptyList(), 0, 0));
        }
        ModelFile model = TestModels.model(description.build());
        model.write(file(name));
        return file(name).getPath();
    }

    /** As COVER leaves it, as far as can be told before the engine is asked. */
    private String modelWithHeads(String name) {
        NetworkConfiguration network = TestModels.network(2, 1);
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(network));
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            weights.put("proj." + level + ".proj.weight", Tensor.zeros(8, network.levelChannels(level), 1, 1));
        }
        new ModelFile(TestModels.description(network, 32).build(), weights, Map.of()).write(file(name));
        return file(name).getPath();
    }

    static String name(CommandInfo command) {
        String name = command.getDelegateClassName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * All parameters that are written as text, with other values than the defaults where that is easy; of files those
     * that go together.
     */
    Map<String, String> all(CommandInfo command) {
        Map<String, String> values = new LinkedHashMap<>(files(command));
        for (ModuleItem<?> item : CommandRunner.parameters(command)) {
            boolean file = item.getType() == ImagePlus.class || item.getType() == File.class;
            if (!file && !values.containsKey(item.getName())) {
                values.put(item.getName(), other(item));
            }
        }
        return values;
    }

    private static String other(ModuleItem<?> item) {
        Object standard = item.getDefaultValue();
        switch (item.getName()) {
            case "rois":
                // Needs a display or a folder.
            case "resume":
                // Needs a file to go on from.
                return "false";
            case "ignore":
                // Excludes instances.
                return "false";
            case "patch":
                return "32";
            case "width":
                return "8";
            case "name_filter":
                return "image-*";
            case "class_names":
                return "back ground, seed one";
            case "flips":
                return "x";
            case "window":
                return "-100,400";
            case "groups":
            case "device":
            case "heads":
            case "counts":
            case "numbers":
            case "protocols":
            case "methods":
            case "validation":
            case "dimensions":
                return standard == null ? "" : standard.toString();
            default:
                if (item.getType() == boolean.class) {
                    return String.valueOf(!Boolean.parseBoolean(String.valueOf(standard)));
                }
                return item.getType() == long.class ? "7" : standard == null ? "" : standard.toString();
        }
    }

    /** Those that are files. */
    Map<String, String> files(CommandInfo command) {
        if (!files.containsKey(name(command))) {
            throw new AssertionError("no case for " + name(command));
        }
        return files.get(name(command));
    }

    /** Without an input there must be an image; the rest is needed always. */
    Map<String, String> required(CommandInfo command) {
        Map<String, String> values = new LinkedHashMap<>(files(command));
        values.keySet().retainAll(required.get(name(command)));
        return values;
    }

    /** All but one file each. */
    List<Map<String, String>> withoutOneFile(CommandInfo command) {
        List<Map<String, String>> cases = new ArrayList<>();
        for (String file : files(command).keySet()) {
            Map<String, String> values = all(command);
            values.remove(file);
            cases.add(values);
        }
        return cases;
    }

    /** Why a command cannot work with some values while an image is open; null if it can. */
    String objection(CommandInfo command, Map<String, String> values) {
        if (name(command).equals("SaveAsLabelCommand") && values.containsKey("class_names")) {
            return NOTHING_TO_LABEL;
        }
        for (String key : required.get(name(command))) {
            if (!values.containsKey(key)) {
                return key + " is missing; it is ";
            }
        }
        if (name(command).matches("CorrectAnd.*|SaveAs.*")) {
            return NOTHING_TO_LABEL;
        }
        if (name(command).equals("PropagateLabelsCommand")) {
            boolean target = values.containsKey("input");
            return target && !values.containsKey("output_folder")
                    ? "output_folder is missing; it is the folder for the "
                    : values.containsKey("images") != values.containsKey("labels")
                            ? (values.containsKey("images") ? "labels" : "images") + " is missing; it is "
                            : values.containsKey("images") ? null : "The image open image has no ROIs";
        }
        boolean folderGiven = values.containsKey("input") || values.containsKey("images");
        if (name(command).matches("Segment.*|Extract.*") && folderGiven && !values.containsKey("output_folder")) {
            return "output_folder is missing; it is the folder for the ";
        }
        if (name(command).equals("FindSimilarCommand") && folderGiven) {
            return !values.containsKey("output_folder") ? "output_folder is missing; it is the folder for the "
                    : !values.containsKey("query") ? "query is missing; it is " : null;
        }
        if (name(command).equals("FineTuneSegmentationCommand")) {
            return !folderGiven ? "The image open image has no ROIs" : values.containsKey("labels") ? null
                    : "labels is missing; it is ";
        }
        return null;
    }
}
