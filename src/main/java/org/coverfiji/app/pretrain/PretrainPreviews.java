package org.coverfiji.app.pretrain;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.image.ImageSource;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.TrainingListeners;
import org.coverfiji.train.view.BatchPreview;
import org.coverfiji.train.view.FieldPreview;
import org.coverfiji.train.view.ViewBatch;

/** Who asks for previews of a run: of fields, or of what other methods show; null for nobody. */
final class PretrainPreviews {

    private PreviewRequest<FieldPreview> fields;
    private PreviewRequest<BatchPreview> batches;

    void fields(PreviewRequest<FieldPreview> request) {
        fields = request;
    }

    void batches(PreviewRequest<BatchPreview> request) {
        batches = request;
    }

    /** Has them answered, always with the same samples, drawn from another seed than those that are trained on. */
    void answer(TrainingListeners listeners, Recipe recipe, PretrainingNetwork network, ImageSource images, RunPlan run,
            SettingValues values) {
        boolean ofFields = recipe.preview() == Recipe.Preview.FIELDS;
        if (ofFields ? fields == null : batches == null || recipe.preview() == Recipe.Preview.NONE) {
            return;
        }
        // Where nothing but the views is shown, the network need not take them, and there may be as many as a step
        // needs.
        boolean ofViews = recipe.preview() == Recipe.Preview.VIEWS;
        int samples = ofViews ? recipe.samples(1, run.dimensions(), values) : 1;
        Batch batch = recipe.sampler(images, run.withSamples(samples).withSeed(~run.seed()), values).batch(0);
        listeners.add(ofFields ? new FieldPreviewer(network, new ViewBatch(batch), fields)
                : new BatchPreviewer(network, images.get(batch.images()[0]), batch,
                        !ofViews && recipe.preview() != Recipe.Preview.CROPS, batches));
    }
}
