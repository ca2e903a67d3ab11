package org.coverfiji.app.apply;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.cost.AvailableMemory;
import org.coverfiji.app.cost.FittingWindows;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.metric.ClassificationScores;
import org.coverfiji.metric.Temperature;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;

/**
 * Applies a classification model to whole images.
 *
 * <pre>
 * try (Classifier classifier = new Classifier(engine, ModelFile.read(file))) {
 *     float[] probabilities = classifier.probabilities(image);
 * }
 * </pre>
 */
public final class Classifier implements AutoCloseable {


    private final ModelDescription model;
    private final ImagePreparation preparation;
    private final TaskNetwork network;

    /** @throws CoverException if it is not a classification model, or its weights do not fit */
    public Classifier(Engine engine, ModelFile file) {
        model = file.description();
        model.requireKind(ModelDescription.CLASSIFICATION, "The given model");
        preparation = WholeImages.preparation(model.normalization(), model.patch());
        network = Segmenter.network(engine, file, Task.CLASSIFICATION);
    }

    public ModelDescription model() {
        return model;
    }

    /**
     * The probability of every class, calibrated where the model's training held images back.
     *
     * @param image raw intensities
     * @throws CoverException if the image does not fit the model
     */
    public float[] probabilities(FloatImage image) {
        model.requireCompatible(image);
        Segmenter.requireSide(image);
        requireMemory(image.name(), image.size(), 1);
        return MemoryShortage.told(() -> Temperature.apply(network.predict(WholeImages.batch(preparation.apply(image)))
                .data(), model.fineTuning().temperature()), () -> "There is not enough memory to classify "
                        + image.name() + "; " + MemoryShortage.REMEDY + ", or crop or shrink the image.");
    }

    /**
     * Holds against the memory that there is what it takes to classify all that a file or window holds, as its header
     * tells.
     *
     * @throws CoverException if it does not fit
     */
    public void requireMemory(String name, Geometry geometry) {
        int dimensions = model.network().dimensions();
        requireMemory(name, geometry.size(dimensions), geometry.images(dimensions));
    }

    /** What that takes. */
    public InferenceEstimate estimate(Geometry geometry) {
        int dimensions = model.network().dimensions();
        return estimate(geometry.size(dimensions), geometry.images(dimensions));
    }

    private void requireMemory(String name, int[] size, int images) {
        // The network sees a patch, whatever the image.
        new FittingWindows(AvailableMemory.ofProcess(), new SlidingWindow(model.patch()), any -> model.patch(),
                (image, patch, window) -> estimate(image, images)).of(name, size, "to be classified",
                        MemoryShortage.REMEDY, note -> { });
    }

    /** The images, and one of them normalised, resized and padded. */
    private InferenceEstimate estimate(int[] size, int images) {
        double pixels = model.network().inputChannels() * (double) Tensor.size(size);
        double seen = model.network().inputChannels() * (double) Tensor.size(model.patch());
        return InferenceEstimate.ofImages(model.network(), model.patch()).holding((images + 1) * pixels + 2 * seen);
    }

    /** The most probable class. */
    public int label(FloatImage image) {
        return ClassificationScores.mostProbable(probabilities(image));
    }

    @Override
    public void close() {
        network.close();
    }
}
