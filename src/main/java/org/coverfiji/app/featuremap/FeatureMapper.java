package org.coverfiji.app.featuremap;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.coverfiji.MemoryShortage;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.engine.ToolLibraries;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.math.Covariance;
import org.coverfiji.math.PrincipalComponents;
import org.coverfiji.metric.ClusterScores;
import org.coverfiji.metric.LinearSeparability;
import org.coverfiji.show.Panels;
import org.coverfiji.show.PcaColours;

import ij.ImagePlus;

/**
 * Maps features of labelled pixels into the plane. All models see the same images and the same pixels; a vector holds
 * all levels, standardised and of equal weight, and has length 1.
 *
 * <pre>{@code
 * FeatureMap map = new FeatureMapper(engine, new FeatureMapSettings("umap", 500, 15, 1)).map(models, images);
 * }</pre>
 */
public final class FeatureMapper {

    /** Images whose features are shown as colours. */
    static final int SHOWN = 2;

    private static final String UMAP = "org.coverfiji.tools.UmapProjection";

    private final Engine engine;
    private final FeatureMapSettings settings;
    private TileListener listener = TileListener.SILENT;
    private Consumer<String> log = message -> { };

    public FeatureMapper(Engine engine, FeatureMapSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** Takes a line where memory suffices for smaller windows only. */
    public FeatureMapper setLog(Consumer<String> newLog) {
        log = newLog;
        return this;
    }

    /** Is told of every image; may stop the work by throwing an exception. */
    public FeatureMapper setListener(TileListener newListener) {
        listener = newListener;
        return this;
    }

    /**
     * All models.
     *
     * @param images with labels
     * @throws org.coverfiji.CoverException if an image does not fit the models, or fewer than two classes have pixels
     */
    public FeatureMap map(List<InspectedModel> models, InspectedImages images) {
        PixelSample sample = new PixelSample(images, settings.points(), settings.seed());
        List<ModelMap> maps = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            int before = m * images.size();
            InspectedModel model = models.get(m);
            maps.add(MemoryShortage.told(() -> map(model, images, sample, before, models.size() * images.size()),
                    () -> "There is not enough memory for the feature map; give fewer images or points, or "
                    + MemoryShortage.REMEDY + "."));
        }
        return new FeatureMap(settings, images, sample, maps);
    }

    private ModelMap map(InspectedModel model, InspectedImages images, PixelSample sample, int before, int all) {
        List<float[]> vectors = new ArrayList<>();
        List<BufferedImage> colours = new ArrayList<>();
        try (FeatureExtractor extractor = new FeatureExtractor(engine, model.scaled(engine, images))) {
            extractor.setLog(log);
            for (int i = 0; i < images.size(); i++) {
                int done = before + i;
                listener.tilesDone(done, all);
                extractor.setListener((tile, tiles) -> listener.tilesDone(done, all));
                ImageFeatures features = extractor.of(images.image(i));
                float[] of = features.sample(sample.points(i));
                for (int start = 0; start < of.length; start += features.features()) {
                    vectors.add(Arrays.copyOfRange(of, start, start + features.features()));
                }
                if (i < SHOWN) {
                    colours.add(colours(features, images.image(i), Panels.fullest(images.label(i))));
                }
            }
        }
        listener.tilesDone(before + images.size(), all);
        float[][] features = vectors.toArray(new float[0][]);
        int[] classes = sample.classes();
        return new ModelMap(model, plane(features), new ClusterScores(features, classes, settings.neighbours()),
                new LinearSeparability(features, classes, sample.held()), colours);
    }

    private static BufferedImage colours(ImageFeatures features, FloatImage image, int slice) {
        ImagePlus colours = PcaColours.toImage(features.reduced(Math.min(3, features.features())), image.name());
        return colours.getStack().getProcessor(slice + 1).getBufferedImage();
    }

    private float[][] plane(float[][] vectors) {
        if (settings.projection() == FeatureMapSettings.Projection.PCA) {
            return components(vectors);
        }
        @SuppressWarnings("unchecked")
        Function<float[][], float[][]> umap = ToolLibraries.create(Function.class, UMAP,
                Math.min(settings.neighbours(), vectors.length - 1), settings.seed());
        return umap.apply(vectors);
    }

    private static float[][] components(float[][] vectors) {
        int features = vectors[0].length;
        Covariance covariance = new Covariance(features);
        for (float[] vector : vectors) {
            covariance.add(vector, 1);
        }
        double[] weights = new double[features];
        Arrays.fill(weights, 1);
        PrincipalComponents components = new PrincipalComponents(covariance, weights, "the sampled pixels");
        float[][] plane = new float[vectors.length][2];
        for (int k = 0; k < 2; k++) {
            double[] direction = components.direction(k);
            for (int i = 0; i < plane.length; i++) {
                double sum = -components.offset(k);
                for (int f = 0; f < features; f++) {
                    sum += direction[f] * vectors[i][f];
                }
                plane[i][k] = (float) sum;
            }
        }
        return plane;
    }
}
