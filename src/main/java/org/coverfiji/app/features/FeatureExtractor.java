package org.coverfiji.app.features;

import java.util.Arrays;
import java.util.function.Consumer;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.cost.AvailableMemory;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.tile.PyramidWindow;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;

/**
 * Computes the features of whole images, level by level at their own resolution, in windows as large as memory allows.
 * Those of an image that was asked for before with the same model are still there if memory allowed.
 *
 * <pre>
 * try (FeatureExtractor extractor = new FeatureExtractor(engine, ModelFile.read(file))) {
 *     ImageFeatures features = extractor.of(image);
 *     FloatImage alike = features.similarity(features.at(120, 85));
 * }
 * </pre>
 *
 * An image is prepared as the model's training images were: normalised and, if those were resized, resized to the
 * same long side.
 */
public final class FeatureExtractor implements AutoCloseable {

    /** Of a window's activations: 1 GB. */
    private static final long WINDOW_VALUES = 1L << 28;

    /** A block of the U-Net holds so many maps of its width: two convolutions and their norms. */
    private static final int MAPS_PER_BLOCK = 4;

    /** Beyond this, pixels, windows bring no gain. */
    private static final int LONGEST_SIDE = 512;

    private final ModelDescription model;
    private final String fingerprint;
    private final FeatureCache cache;
    private final FeatureNetwork network;
    private final LevelScale scale;
    private final AvailableMemory available;
    private final SlidingWindow window;
    /** No larger ones; of the file or window that was last held against the memory. */
    private SlidingWindow fitting;
    private final PyramidMemory memory;
    private TileListener listener = TileListener.SILENT;
    private Consumer<String> log = message -> { };

    /** @throws CoverException if the model holds no feature statistics */
    public FeatureExtractor(Engine engine, ModelFile file) {
        this(engine, file, FeatureCache.SHARED, AvailableMemory.ofProcess());
    }

    FeatureExtractor(Engine engine, ModelFile file, FeatureCache cache, AvailableMemory available) {
        model = file.description();
        requireFeatures(model);
        fingerprint = file.fingerprint();
        this.cache = cache;
        this.available = available;
        scale = new LevelScale(model.network(), model.featureStatistics());
        window = SlidingWindow.upTo(windowSide(model.network()), model.patch());
        fitting = window;
        memory = new PyramidMemory(available, model, window);
        network = file.filled(() -> engine.backbone(model.network(), model.seed()));
    }

    /**
     * @throws CoverException if a model's features are not meant for single pixels, or it cannot say how they are
     *         scaled
     */
    public static void requireFeatures(ModelDescription model) {
        if (model.kind().equals(ModelDescription.CLASSIFICATION)) {
            throw new CoverException("The model is a classification model, whose features tell whole images apart, not"
                    + " pixels; give a pretrained or a segmentation model.");
        }
        if (model.featureStatistics() == null) {
            throw new CoverException("The model holds no feature statistics (" + (model.iterationsTotal() == 0
                    ? "it was imported without images); import it again with images like those to be embedded."
                    : model.iterationsDone() + " of " + Counted.of(model.iterationsTotal(), "iteration")
                            + " done); resume its pretraining with more iterations."));
        }
    }

    /** Longest side of a window, pixels: activations of its pixels fit into a bounded memory. */
    static int windowSide(NetworkConfiguration network) {
        double valuesPerPixel = 0;
        int[] widths = network.widths();
        for (int block = 0; block < widths.length; block++) {
            int halvings = Math.min(block, widths.length - 1 - block);
            valuesPerPixel += MAPS_PER_BLOCK * widths[block] / Math.pow(1 << halvings, network.dimensions());
        }
        double side = Math.pow(WINDOW_VALUES / valuesPerPixel, 1.0 / network.dimensions());
        int multiple = NetworkConfiguration.SIDE_MULTIPLE;
        return Math.min(LONGEST_SIDE, Math.max(multiple, (int) side / multiple * multiple));
    }

    /** Is told of every tile; may stop the work by throwing an exception. */
    public void setListener(TileListener newListener) {
        listener = newListener;
    }

    /** Takes a line where windows are smaller than wanted, because memory does not suffice. */
    public void setLog(Consumer<String> newLog) {
        log = newLog;
    }

    /** Which model this is, as a sum over all that its results depend on. */
    public String fingerprint() {
        return fingerprint;
    }

    public ModelDescription model() {
        return model;
    }

    /**
     * The features of an image. Where memory ends all the same, they come of windows of half the sides, and so on.
     *
     * @param image raw intensities
     * @throws CoverException if it does not fit the model, or its features do not fit into memory
     */
    public ImageFeatures of(FloatImage image) {
        model.requireCompatible(image);
        String content = DataFingerprint.ofContent(image);
        FeatureMaps maps = cache.get(key(image, window, content));
        if (maps == null) {
            SlidingWindow windows = new PyramidMemory(available, model, fitting).windows(image.name(), image.size(), 1,
                    FeatureUse.FEATURES, log);
            maps = MemoryShortage.told(() -> windows.withinMemory(image.name(), preparedSize(image), log,
                    smaller -> kept(image, smaller, content)), () -> "There is not enough memory for the"
                    + " features of " + image.name() + "; crop or shrink it, or " + MemoryShortage.REMEDY + ".");
        }
        return new ImageFeatures(image, maps);
    }

    private FeatureMaps kept(FloatImage image, SlidingWindow windows, String content) {
        String key = key(image, windows, content);
        FeatureMaps maps = cache.get(key);
        if (maps == null) {
            maps = compute(image, windows);
            cache.put(key, maps);
        }
        return maps;
    }

    /** Smaller windows see less around each pixel, and give other features. */
    private String key(FloatImage image, SlidingWindow windows, String content) {
        return fingerprint + Arrays.toString(windows.sides(preparedSize(image))) + content;
    }

    private FeatureMaps compute(FloatImage image, SlidingWindow windows) {
        FloatImage prepared = model.prepared(image);
        int[] sides = windows.sides(prepared.size());
        float[][][] maps = new PyramidWindow(0, sides).apply(prepared, this::scaledMaps, listener);
        return new FeatureMaps(maps, PyramidWindow.gridSize(prepared.size()), prepared.size());
    }

    private Tensor[] scaledMaps(Tensor tile) {
        Tensor[] maps = network.features(tile);
        scale.standardizeAndWeigh(maps);
        return maps;
    }

    private int[] preparedSize(FloatImage image) {
        return model.resize() == 0 ? image.size() : Resampling.sizeOfLongSide(image.size(), model.resize());
    }

    /**
     * Holds against the memory that there is what it takes to compute the features of all that a file or window holds,
     * one image after the other, and to use them, before anything is read; its images are then computed by no larger
     * windows than fit the whole.
     *
     * @throws CoverException if it does not fit, by whatever windows
     */
    public void requireMemory(String name, Geometry geometry, FeatureUse use) {
        int dimensions = model.network().dimensions();
        fitting = memory.windows(name, geometry.size(dimensions), geometry.images(dimensions), use, log);
    }

    /** What that takes where memory suffices for windows as they are wanted. */
    public InferenceEstimate estimate(Geometry geometry, FeatureUse use) {
        int dimensions = model.network().dimensions();
        return memory.estimate(geometry.size(dimensions), geometry.images(dimensions), use);
    }

    @Override
    public void close() {
        network.close();
    }
}
