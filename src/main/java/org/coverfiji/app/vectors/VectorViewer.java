package org.coverfiji.app.vectors;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.features.VectorPyramid;
import org.coverfiji.app.inspect.NetworkWindow;
import org.coverfiji.app.inspect.ProjectionHeads;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.read.MemoryImageSource;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.view.FieldPreview;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.train.view.ViewConfiguration;
import org.coverfiji.train.view.ViewSampler;

/**
 * Computes the field after every level of COVER's pyramid, from the projection heads that a model file keeps as it was
 * pretrained. Images are prepared as the model's training images were; of large ones the middle is looked at.
 *
 * <pre>{@code
 * try (VectorViewer viewer = new VectorViewer(engine, ModelFile.read(file))) {
 *     ImageIO.write(viewer.views(image, 0.6, true, 1).picture(), "png", new File("vectors.png"));
 * }
 * }</pre>
 */
public final class VectorViewer implements AutoCloseable {

    private final ModelDescription model;
    private final VectorPyramid pyramid;

    /** @throws CoverException if the model has no heads on all levels */
    public VectorViewer(Engine engine, ModelFile file) {
        requirePyramid(file);
        model = file.description();
        pyramid = VectorPyramid.of(engine, file);
    }

    /** @throws CoverException in one sentence, if vectors cannot be had of a model */
    public static void requirePyramid(ModelFile file) {
        if (!VectorPyramid.isIn(file)) {
            throw new CoverException("The model holds no projection heads of COVER (it is a "
                    + file.description().kind() + " model by " + file.description().method() + "), so it tells no"
                    + " vectors; give the file that COVER Pretrain wrote with the method COVER.");
        }
        if (!ProjectionHeads.areIn(file, NetworkConfiguration.LEVELS - 1)) {
            throw new CoverException("The model was pretrained without vector pyramid aggregation, so only its deepest"
                    + " level has vectors; give a COVER model with aggregation:pyramid.");
        }
    }

    /**
     * Two views of one image whose displacement is known, as pretraining draws them.
     *
     * @param motion how far they differ in space; 0 … below 2
     * @param appearance whether the moving view has other noise, contrast and brightness, too
     * @throws CoverException if the image does not fit the model, or shows nothing
     */
    public ShownVectors views(FloatImage image, double motion, boolean appearance, long seed) {
        FloatImage window = NetworkWindow.of(image, null, model).image();
        ViewConfiguration.Builder views = ViewConfiguration.builder(window.size()).motion(motion);
        // The window is normalised already.
        ImagePreparation asItIs = new ImagePreparation(Normalization.window(0, 1), 0, window.size());
        ViewBatch pair = new ViewSampler(new MemoryImageSource(List.of(window), asItIs),
                (appearance ? views : views.withoutAppearance()).build(), 1, seed).batch(0);
        if (pair.mask().isZero()) {
            throw new CoverException("The views of " + image.name() + " show nothing in common; give another seed, a"
                    + " smaller motion, or another image.");
        }
        return shown(pair, window, true);
    }

    /**
     * Two images, of which nobody knows the displacement. Where their windows differ in size, the middle that they
     * share is looked at.
     *
     * @throws CoverException if an image does not fit the model
     */
    public ShownVectors images(FloatImage moving, FloatImage fixed) {
        NetworkWindow first = NetworkWindow.of(moving, null, model);
        NetworkWindow second = NetworkWindow.of(fixed, null, model);
        int[] sides = first.image().size();
        int[] others = second.image().size();
        Arrays.setAll(sides, axis -> Math.min(sides[axis], others[axis]));
        NetworkWindow shown = second.cropped(sides);
        Tensor tensor = shown.tensor();
        int[] shape = tensor.shape();
        shape[1] = sides.length;
        Tensor unknown = Tensor.zeros(shape);
        shape[1] = 1;
        Tensor everywhere = Tensor.zeros(shape);
        Arrays.fill(everywhere.data(), 1);
        return shown(new ViewBatch(first.cropped(sides).tensor(), tensor, unknown, everywhere), shown.image(), false);
    }

    private ShownVectors shown(ViewBatch pair, FloatImage window, boolean known) {
        Tensor[] fields = MemoryShortage.told(() -> pyramid.fields(pair.moving(), pair.fixed()), () -> "There is not"
                + " enough memory to compare the views; crop the image, or " + MemoryShortage.REMEDY + ".")
                .toArray(new Tensor[0]);
        return new ShownVectors(new FieldPreview(model.iterationsDone(), pair, fields), window, known);
    }

    @Override
    public void close() {
        pyramid.close();
    }
}
