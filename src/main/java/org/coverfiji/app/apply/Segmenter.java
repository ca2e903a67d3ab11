package org.coverfiji.app.apply;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageRows;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.tile.ClassRows;
import org.coverfiji.image.tile.FlipAverage;
import org.coverfiji.image.tile.PixelPredictor;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.image.tile.TileFunction;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;

/**
 * Applies a segmentation model to images: a class, or class probabilities, for every pixel.
 *
 * <pre>
 * try (Segmenter segmenter = new Segmenter(engine, ModelFile.read(file), SegmentSettings.builder().build())) {
 *     LabelImage labels = segmenter.labels(image);
 * }
 * </pre>
 *
 * An image is prepared as the training images were; results come back on its own grid.
 */
public final class Segmenter implements PixelClassifier {

    /** No network of five scales sees anything in a smaller image. */
    static final int LEAST_SIDE = 16;

    private final ModelDescription model;
    private final String fingerprint;
    private final SegmentSettings settings;
    private final TaskPreparation preparation;
    private final TaskNetwork network;
    private TileListener listener = TileListener.SILENT;
    private Consumer<String> log = message -> { };

    /** @throws CoverException if it is not a segmentation model, or its weights do not fit */
    public Segmenter(Engine engine, ModelFile file, SegmentSettings settings) {
        this.settings = settings;
        model = file.description();
        model.requireKind(ModelDescription.SEGMENTATION, "The given model");
        fingerprint = file.fingerprint();
        preparation = TaskPreparation.of(model, settings.resample());
        network = network(engine, file, Task.SEGMENTATION);
    }

    /** A task network for inference: how it was trained does not matter any more, so it is one graph. */
    public static TaskNetwork network(Engine engine, ModelFile file, Task task) {
        ModelDescription model = file.description();
        if (model.fineTuning() == null) {
            throw new CoverException("The model holds no description of its head; fine-tune it again.");
        }
        float[] weights = new float[model.classes().size()];
        Arrays.fill(weights, 1);
        return file.filled(() -> engine.task(model.network(),
                model.fineTuning().head().configuration(task, Protocol.FULL, weights),
                OptimizerConfiguration.PUBLISHED, model.seed()));
    }

    /** Is told of every tile; may stop the work by throwing an exception. */
    public Segmenter setListener(TileListener newListener) {
        listener = newListener;
        return this;
    }

    /** Takes lines for the user, such as that an image was resampled. */
    public Segmenter setLog(Consumer<String> newLog) {
        log = newLog;
        return this;
    }

    /** Does not ask for the options that add files: those are looked for. */
    @Override
    public String maker() {
        return "segmentation model SHA-256: " + fingerprint + "\nsettings: " + settings;
    }

    @Override
    public List<String> classes() {
        return model.classes();
    }

    public ModelDescription model() {
        return model;
    }

    /**
     * The most probable class of every pixel. Where the image is not resampled, memory beyond image and result is that
     * of one window's height of probabilities.
     *
     * @param image raw intensities
     * @throws CoverException if the image does not fit the model
     */
    @Override
    public LabelImage labels(FloatImage image) {
        SlidingWindow window = fitting(image, false);
        FloatImage prepared = prepared(image);
        int[] size = image.size();
        int[] classes = withinMemory(window, prepared, predictor -> Arrays.equals(prepared.size(), size)
                ? predictor.classes(prepared) : predictor.classes(prepared, size));
        return new LabelImage(image.name(), classes, size);
    }

    /**
     * The same of an image that is read row by row, handed on as it gets done: no more of it is held than a window's
     * height.
     *
     * @throws CoverException if the image does not fit the model, or would have to be resized or seen as a whole
     */
    public void labels(ImageRows image, ClassRows consumer) {
        if (settings.wholeImage() || !preparation.keepsScale(image.size(), image.spacing(), image.unit())) {
            throw new CoverException(image.name() + " is too large to be held in memory, and what is read row by row is"
                    + " neither resized nor seen as a whole; " + (settings.wholeImage() ? "say whole=false."
                            : model.resize() > 0 ? "shrink it to " + model.resize() + " pixels, to which this model"
                                    + " resizes every image." : "say resample=false, or resample it before."));
        }
        predictor(memoryOfRows().windows(image.name(), image.size(), log)).classes(model.normalization().apply(image),
                consumer);
    }

    /**
     * The probability of every class, one channel each, with the image's geometry and calibration.
     *
     * @param image raw intensities
     * @throws CoverException if the image does not fit the model, or the result is too large for one image
     */
    @Override
    public FloatImage probabilities(FloatImage image) {
        SlidingWindow.resultLength(image, model.classes().size());
        SlidingWindow window = fitting(image, true);
        FloatImage prepared = prepared(image);
        FloatImage result = withinMemory(window, prepared, predictor -> predictor.probabilities(prepared));
        return image.withData(Resampling.toSize(result, image.size()).data(), result.channels());
    }

    @Override
    public RowClassifier byRows() {
        return this::labels;
    }

    /** The classes of a probability image that {@link #probabilities} gave. */
    public static LabelImage labelsOf(FloatImage probabilities) {
        return new LabelImage(probabilities.name(),
                PixelPredictor.mostProbable(probabilities, probabilities.size()), probabilities.size());
    }

    private SlidingWindow fitting(FloatImage image, boolean probabilities) {
        model.requireCompatible(image);
        requireSide(image);
        return memory(1, image.spacing(), image.unit(), probabilities).windows(image.name(), image.size(), log);
    }

    @Override
    public void requireMemory(String name, Geometry geometry, boolean probabilities) {
        memory(geometry, probabilities).windows(name, geometry.size(model.network().dimensions()), note -> { });
    }

    /** What that takes where memory suffices for windows as they are wanted. */
    public InferenceEstimate estimate(Geometry geometry, boolean probabilities) {
        return memory(geometry, probabilities).estimate(geometry.size(model.network().dimensions()));
    }

    /** The same of an image that is read and written row by row. @param size array order */
    public InferenceEstimate estimateByRows(int... size) {
        return memoryOfRows().estimate(size);
    }

    private SegmentationMemory memory(Geometry geometry, boolean probabilities) {
        int dimensions = model.network().dimensions();
        return memory(geometry.images(dimensions), geometry.spacing(dimensions), geometry.unit(), probabilities);
    }

    private SegmentationMemory memory(int images, double[] spacing, String unit, boolean probabilities) {
        return new SegmentationMemory(model, settings, window(), images, probabilities,
                size -> preparation.scaledSize(size, spacing, unit));
    }

    private SegmentationMemory memoryOfRows() {
        return new SegmentationMemory(model, settings, window(), 0, false, size -> size);
    }

    private FloatImage prepared(FloatImage image) {
        String note = preparation.note(image);
        if (note != null) {
            log.accept(note);
        }
        return preparation.apply(image);
    }

    public static void requireSide(FloatImage image) {
        int[] size = image.size();
        int least = Math.min(size[size.length - 1], size[size.length - 2]);
        if (least < LEAST_SIDE) {
            throw new CoverException(image.name() + " has only " + least + " pixels on one side; at least " + LEAST_SIDE
                    + " are needed.");
        }
    }

    private <T> T withinMemory(SlidingWindow window, FloatImage prepared, Function<PixelPredictor, T> work) {
        return MemoryShortage.told(() -> window.withinMemory(prepared, log, smaller -> work.apply(predictor(smaller))),
                () -> "There is not enough memory to segment " + prepared.name() + "; " + MemoryShortage.REMEDY
                + ", or crop or shrink the image.");
    }

    private SlidingWindow window() {
        return settings.wholeImage() ? SlidingWindow.wholeImage()
                : SlidingWindow.upTo(settings.tile(), model.patch()).withOverlap(settings.overlap());
    }

    private PixelPredictor predictor(SlidingWindow window) {
        TileFunction function = network::predict;
        return new PixelPredictor(settings.flips() ? new FlipAverage(function) : function,
                window.withListener(listener));
    }

    @Override
    public void close() {
        network.close();
    }
}
