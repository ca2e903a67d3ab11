package org.coverfiji.app.finetune;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.apply.TaskPreparation;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.TaskHead;

/** The segmentation model from which training goes on as it is: with its head, its classes and its scale. */
final class ContinuedModel {

    private final ModelDescription model;

    /** @throws CoverException if there is no model, or it does not segment */
    ContinuedModel(SegmentationSettings settings, TaskBackbone backbone) {
        model = backbone.description();
        if (model == null) {
            throw new CoverException("model is missing; give the segmentation model (.cover) from which training goes"
                    + " on.");
        }
        model.requireKind(ModelDescription.SEGMENTATION, settings.model().getName());
        if (model.fineTuning() == null || backbone.headWeights().isEmpty()) {
            throw new CoverException(settings.model() + " holds no description of its head; fine-tune it again.");
        }
    }

    TaskHead head() {
        return model.fineTuning().head();
    }

    /** How images are brought to the scale that the model has been trained at. */
    TaskPreparation preparation() {
        return TaskPreparation.of(model, true);
    }

    /** @throws CoverException if the labels are of other classes, or in another order */
    void requireClasses(List<String> names) {
        if (!names.equals(model.classes())) {
            throw new CoverException("The labels are of the classes " + String.join(", ", names) + ", but the model of "
                    + String.join(", ", model.classes()) + "; training can go on with the same classes only.");
        }
    }
}
