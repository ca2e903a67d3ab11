package org.coverfiji.app.features;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.app.inspect.ProjectionHeads;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.view.ViewBatch;

/**
 * COVER's displacements between two images of one size, by the projection heads that a model file keeps as it was
 * pretrained. They are gone after fine-tuning, and other methods have none.
 *
 * <pre>
 * try (VectorPyramid pyramid = VectorPyramid.of(engine, model)) {
 *     List&lt;Tensor&gt; fields = pyramid.fields(moving, fixed);
 * }
 * </pre>
 */
public final class VectorPyramid implements AutoCloseable {

    private final PretrainingNetwork network;
    private final int dimensions;

    private VectorPyramid(PretrainingNetwork network, int dimensions) {
        this.network = network;
        this.dimensions = dimensions;
    }

    /** Whether a model has all that displacements are computed of. */
    public static boolean isIn(ModelFile file) {
        return ProjectionHeads.areIn(file, 0) && file.description().method().equals(new CoverRecipe().name());
    }

    /**
     * The pyramid of a model that has one.
     *
     * @throws org.coverfiji.CoverException if the weights do not fit the model's description
     */
    public static VectorPyramid of(Engine engine, ModelFile file) {
        ModelDescription model = file.description();
        NetworkConfiguration network = model.network();
        CoverConfiguration cover = CoverRecipe.configuration(network.dimensions(), model.methodSettings());
        return new VectorPyramid(file.filled(() -> engine.pretraining(network, cover, OptimizerConfiguration.PUBLISHED,
                model.seed())), network.dimensions());
    }

    /**
     * The field after every level, deepest first, in pixels of the grid that it is on, so that the last, at full
     * resolution, is the displacement: fixed(p) shows what moving(p + field(p)) shows.
     *
     * @param moving [N, C, (D,) H, W], sides multiples of 16, intensities in [0, 1]
     * @param fixed of the same shape
     * @return each [N, 2 or 3, (D,) H, W], components in array order
     */
    public List<Tensor> fields(Tensor moving, Tensor fixed) {
        int[] shape = moving.shape();
        shape[1] = dimensions;
        Tensor flow = Tensor.zeros(shape);
        shape[1] = 1;
        // Only losses read the displacement and the mask.
        ViewBatch views = new ViewBatch(moving, fixed, flow, Tensor.zeros(shape));
        return new ArrayList<>(network.outputs(views.batch()).values());
    }

    @Override
    public void close() {
        network.close();
    }
}
