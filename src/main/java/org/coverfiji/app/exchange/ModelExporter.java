package org.coverfiji.app.exchange;

import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.image.UsualShape;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.exchange.WeightFiles;

/**
 * Writes models for other programs.
 *
 * <pre>
 * new ModelExporter(() -&gt; EngineLoader.load("auto"), System.out::println)
 *         .write(ModelFile.read(new File("lungs.cover")), ExportFormat.ONNX, new File("lungs.onnx"));
 * </pre>
 */
public final class ModelExporter {

    private final Supplier<Engine> engine;
    private final Consumer<String> log;

    /**
     * @param engine is asked for where the network is written, not its weights alone
     * @param log takes lines on what the receiver has to know
     */
    public ModelExporter(Supplier<Engine> engine, Consumer<String> log) {
        this.engine = engine;
        this.log = log;
    }

    /**
     * Any format but {@link ExportFormat#BIOIMAGE_IO}.
     *
     * @throws org.coverfiji.CoverException if the model does not fit itself, or the file cannot be written, or is there
     *      and no export of before
     */
    public void write(ModelFile model, ExportFormat format, File file) {
        ExportOutput.requireReplaceable(file);
        switch (format) {
            case ONNX:
                byte[] bytes = onnx(model);
                AtomicFile.write(file, out -> out.write(bytes));
                break;
            case PYTORCH:
                WeightFiles.writeTorch(file, tensors(model));
                break;
            case SAFETENSORS:
                WeightFiles.writeSafetensors(file, tensors(model), metadata(model.description()));
                break;
            default:
                throw new IllegalArgumentException(format + " needs a description");
        }
        log.accept("Wrote " + file);
        log.accept("Its input: " + inputs(model.description()));
    }

    /**
     * An archive of the format {@link ExportFormat#BIOIMAGE_IO}.
     *
     * @param settings what only people know of the model
     * @throws org.coverfiji.CoverException if the sample image does not fit the model, or the file cannot be written,
     *      or is there and no export of before
     */
    public void writeArchive(ModelFile model, ArchiveSettings settings, File file) {
        ExportOutput.requireReplaceable(file);
        new BioimageArchive(engine.get(), model, settings, onnx(model)).write(file);
        log.accept("Wrote " + file);
        log.accept("Its input: " + inputs(model.description()));
    }

    private byte[] onnx(ModelFile model) {
        ModelDescription description = model.description();
        return engine.get().onnx(description.network(), task(description), temperature(description), model.weights());
    }

    /** Null for a backbone. */
    static TaskConfiguration task(ModelDescription model) {
        if (model.kind().equals(ModelDescription.PRETRAINED)) {
            return null;
        }
        float[] weights = new float[model.classes().size()];
        Arrays.fill(weights, 1);
        return model.fineTuning().head().configuration(model.kind().equals(ModelDescription.SEGMENTATION)
                ? Task.SEGMENTATION : Task.CLASSIFICATION, Protocol.FULL, weights);
    }

    /** By which our own results are calibrated: those of a classification. */
    static double temperature(ModelDescription model) {
        return model.kind().equals(ModelDescription.CLASSIFICATION) ? model.fineTuning().temperature() : 1;
    }

    /** The weights, and what heads standardise their features by, which a model file keeps in its description. */
    private static Map<String, Tensor> tensors(ModelFile model) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.weights());
        FineTuning tuning = model.description().fineTuning();
        if (tuning != null && tuning.head().isStandardized()) {
            TaskConfiguration task = task(model.description());
            for (int i = 0; i < task.headLevels().length; i++) {
                String head = "head." + task.headLevels()[i];
                tensors.putIfAbsent(head + ".mean", new Tensor(task.means(i), task.means(i).length));
                tensors.put(head + ".deviation", new Tensor(task.deviations(i), task.deviations(i).length));
            }
        }
        return tensors;
    }

    private static Map<String, String> metadata(ModelDescription model) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("format", "pt");
        texts.put("network", model.network().toString());
        texts.put("kind", model.kind());
        texts.put("method", model.method());
        texts.put("input", inputs(model));
        if (!model.classes().isEmpty()) {
            texts.put("classes", String.join(", ", model.classes()));
        }
        return texts;
    }

    /** What has to become of images before the network sees them. */
    static String inputs(ModelDescription model) {
        String sides = UsualShape.text(model.patch());
        return "intensities between " + (model.normalization().isPercentile() ? "the image's " : "the values of the ")
                + model.normalization() + " brought to 0 to 1 and clamped, "
                + (model.kind().equals(ModelDescription.CLASSIFICATION)
                        ? "the whole image resized to fit into " + sides + " pixels and padded by reflection to these"
                        : (model.resize() > 0 ? "images resized to a long side of " + model.resize() + " pixels, " : "")
                                + "in windows of " + sides + " pixels or more, sides that are multiples of 16")
                + ".";
    }
}
