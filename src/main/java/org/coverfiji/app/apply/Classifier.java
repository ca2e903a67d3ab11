package org.coverfiji.app.apply;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
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
        return Temperature.apply(network.predict(WholeImages.batch(preparation.apply(image))).data(),
                model.fineTuning().temperature());
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
