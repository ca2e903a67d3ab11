package org.coverfiji.app.next;

import org.coverfiji.CoverException;
import org.coverfiji.app.apply.Classifier;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;

/** A model for segmentation or classification, asked how sure it is. */
final class TaskModel implements AutoCloseable {

    private final Uncertainty measure;
    /** Null for classification. */
    private final Segmenter segmenter;
    /** Null for segmentation. */
    private final Classifier classifier;

    /** @throws CoverException if it has no task, or its weights do not fit */
    TaskModel(Engine engine, ModelFile file, Uncertainty measure) {
        this.measure = measure;
        String kind = file.description().kind();
        if (kind.equals(ModelDescription.PRETRAINED)) {
            throw new CoverException("task is a pretrained model, which predicts nothing; give a segmentation or"
                    + " classification model.");
        }
        boolean segments = kind.equals(ModelDescription.SEGMENTATION);
        segmenter = segments ? new Segmenter(engine, file, SegmentSettings.builder().build()) : null;
        classifier = segments ? null : new Classifier(engine, file);
    }

    void setListener(TileListener listener) {
        if (segmenter != null) {
            segmenter.setListener(listener);
        }
    }

    /** Of an image; the mean over its pixels where those have classes. */
    double uncertainty(FloatImage image) {
        if (classifier != null) {
            return measure.of(classifier.probabilities(image));
        }
        double sum = 0;
        FloatImage pixels = measure.of(segmenter.probabilities(image));
        for (float value : pixels.data()) {
            sum += value;
        }
        return sum / pixels.pixels();
    }

    /** Whether it has something to show of single pixels. */
    boolean segments() {
        return segmenter != null;
    }

    /** Of a segmentation model. */
    FloatImage probabilities(FloatImage image) {
        return segmenter.probabilities(image);
    }

    /** Of a segmentation model: how unsure it is of every pixel. */
    FloatImage uncertainties(FloatImage probabilities) {
        return measure.of(probabilities);
    }

    /** Of a segmentation model. */
    LabelImage labels(FloatImage probabilities) {
        return Segmenter.labelsOf(probabilities);
    }

    @Override
    public void close() {
        if (segmenter != null) {
            segmenter.close();
        } else {
            classifier.close();
        }
    }
}
