package org.coverfiji.app.embed;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.image.tile.TileFunction;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.math.Covariance;
import org.coverfiji.math.PrincipalComponents;
import org.coverfiji.math.UnitVectors;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.PcaColours;

import ij.ImagePlus;

/**
 * Computes pixel embeddings: for every pixel of an image, the feature vector that a trained U-Net gives it.
 *
 * <pre>
 * try (Embedder embedder = new Embedder(engine, ModelFile.read(file), EmbedSettings.builder().features(16).build())) {
 *     FloatImage embedding = embedder.embed(image);
 *     embedder.colours(embedding, "PCA").show();
 * }
 * </pre>
 *
 * An image is prepared as the model's training images were: normalised and, if those were resized, resized to the
 * same long side, so that structures have the size that the network knows. The features are then brought back to the
 * image's own grid by linear interpolation; they hold no finer detail than the resized image did.
 */
public final class Embedder implements AutoCloseable {

    /** Feature vectors that principal components are computed from: about a hundred per feature of a large network. */
    private static final int SAMPLE_PIXELS = 50_000;

    /** Tiles that they are taken from. */
    private static final int SAMPLE_TILES = 64;

    /** Of a window's features: 256 MB. */
    private static final int TILE_VALUES = 1 << 26;

    /** Beyond this, pixels, windows bring no gain. */
    private static final int LONGEST_SIDE = 512;

    private final ModelDescription model;
    private final String fingerprint;
    private final EmbedSettings settings;
    private final FeatureNetwork network;
    private final LevelFeatures features;
    private final SlidingWindow window;
    private TileListener listener = TileListener.SILENT;
    private Consumer<String> log = message -> { };

    /** @throws CoverException if the model holds no feature statistics, or has fewer features than are to be kept */
    public Embedder(Engine engine, ModelFile file, EmbedSettings settings) {
        this.model = file.description();
        fingerprint = file.fingerprint();
        this.settings = settings;
        FeatureExtractor.requireFeatures(model);
        network = file.filled(() -> engine.backbone(model.network(), model.seed()));
        features = new LevelFeatures(network, model.network(), model.featureStatistics(), settings.level());
        window = settings.wholeImage() ? SlidingWindow.wholeImage()
                : SlidingWindow.upTo(windowSide(model.network()), model.patch());
        if (settings.features() > features.channels()) {
            network.close();
            throw new CoverException("features is " + settings.features() + ", but there are only "
                    + features.channels() + " features at this level; ask for at most that many, or 0 for all.");
        }
    }

    /** Says of a result which model and settings made it. */
    String maker() {
        return "embedding model SHA-256: " + fingerprint + "\nsettings: " + settings;
    }

    /**
     * Longest side of a window, pixels, the same for whatever is asked of a model. Features near a window's rim tell
     * how far that is rather than what is there, in windows of the training patch's size nearly everywhere: the larger
     * the window, the more of it is free of that. Many features take much memory, which bounds it.
     */
    static int windowSide(NetworkConfiguration network) {
        int channels = IntStream.range(0, NetworkConfiguration.LEVELS).map(network::levelChannels).sum();
        double side = Math.pow((double) TILE_VALUES / channels, 1.0 / network.dimensions());
        return Math.min(LONGEST_SIDE, (int) side / NetworkConfiguration.SIDE_MULTIPLE
                * NetworkConfiguration.SIDE_MULTIPLE);
    }

    /** Is told of every tile; may stop the work by throwing an exception. */
    public void setListener(TileListener listener) {
        this.listener = listener;
    }

    /** Takes lines for the user, such as that windows were made smaller. */
    public Embedder setLog(Consumer<String> newLog) {
        log = newLog;
        return this;
    }

    /**
     * The embedding of one image. Principal components, if asked for, are its own.
     *
     * @param image raw intensities
     * @return one channel per feature, with the image's geometry and calibration
     * @throws CoverException if the image does not fit the model or the result does not fit into memory
     */
    public FloatImage embed(FloatImage image) {
        return embed(image, settings.features() == 0 ? null : components(Collections.singletonList(image)));
    }

    /**
     * The embedding of one image, with principal components that several images share.
     *
     * @param components as {@link #components} gave them; null if the settings ask for none
     */
    public FloatImage embed(FloatImage image, PrincipalComponents components) {
        model.requireCompatible(image);
        SlidingWindow.resultLength(image, channels());
        SlidingWindow fitting = memory(1, EmbeddingMemory.Result.ARRAY).windows(image.name(), image.size(), log);
        return withinMemory(image.name(), () -> embed(image, fitting, function(components)));
    }

    private TileFunction function(PrincipalComponents components) {
        return settings.features() == 0 ? features::all
                : tiles -> features.projected(tiles, components, settings.features());
    }

    private FloatImage embed(FloatImage image, SlidingWindow fitting, TileFunction function) {
        FloatImage prepared = model.prepared(image);
        FloatImage result = fitting.withinMemory(prepared, log,
                smaller -> smaller.withListener(listener).apply(prepared, function));
        if (model.resize() > 0) {
            result = Resampling.toSize(result, image.size());
        }
        FloatImage embedding = image.withData(result.data(), channels());
        if (settings.normalize()) {
            UnitVectors.normalize(embedding);
        }
        return embedding;
    }

    /**
     * The embedding of one image in parts, as windows finish: only one window's height of features is in memory, or,
     * where the model resizes, the resized image's.
     *
     * @param components as {@link #components} gave them; null if the settings ask for none
     * @param group where the model resizes, features come so many at a time, each with all its rows
     */
    void embed(FloatImage image, PrincipalComponents components, int group, EmbeddingSink sink) {
        model.requireCompatible(image);
        SlidingWindow fitting = memory(1, EmbeddingMemory.Result.PARTS).windows(image.name(), image.size(), log);
        TileFunction function = function(components);
        FloatImage prepared = model.prepared(image);
        withinMemory(image.name(), () -> fitting.withinMemory(prepared, log, smaller -> {
            SlidingWindow windows = smaller.withListener(listener);
            if (model.resize() > 0) {
                FloatImage result = windows.apply(prepared, function);
                new ResizedParts(result, image.size(), group, settings.normalize()).to(sink);
            } else {
                int rowLength = image.pixels() / image.size()[0];
                windows.apply(prepared, function, (firstRow, rows, channels) -> {
                    if (settings.normalize()) {
                        UnitVectors.normalize(channels, rows * rowLength);
                    }
                    sink.accept(0, firstRow, rows, channels);
                });
            }
            return null;
        }));
    }

    /** Features per pixel of an embedding. */
    int channels() {
        return settings.features() == 0 ? features.channels() : settings.features();
    }

    private <T> T withinMemory(String name, Supplier<T> work) {
        return MemoryShortage.told(work, () -> "There is not enough memory to embed " + name + "; "
                + (settings.wholeImage() ? "switch whole off, so that it is done window by window."
                        : "set features to keep fewer, or " + MemoryShortage.REMEDY + "."));
    }

    /**
     * Principal components of the features of some images, from random pixels of random tiles, so that large images
     * need no memory. Where all levels are asked for, each has the same total variance. Images that share them, such
     * as the slices of a stack, get comparable embeddings.
     *
     * @param images raw intensities; a list that loads them on demand will do
     */
    public PrincipalComponents components(List<FloatImage> images) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        Covariance covariance = new Covariance(features.channels());
        int tilesPerImage = Math.max(1, SAMPLE_TILES / images.size());
        int pixelsPerImage = Math.max(1, SAMPLE_PIXELS / images.size());
        for (FloatImage image : images) {
            model.requireCompatible(image);
            FloatImage prepared = model.prepared(image);
            SlidingWindow fitting = memory(1, EmbeddingMemory.Result.PARTS).windows(image.name(), image.size(),
                    note -> { });
            int pixels = Math.max(1, pixelsPerImage / Math.min(tilesPerImage, fitting.tiles(prepared)));
            int[] left = {tilesPerImage};
            // What windows have given before memory ended counts; the rest comes of smaller ones.
            withinMemory(image.name(), () -> fitting.withinMemory(prepared, log, smaller -> {
                smaller.withListener(listener).sample(prepared, left[0], random.split(), (tile, weights) -> {
                    covariance.add(features.at(tile, points(weights, pixels, random)), pixels);
                    left[0]--;
                });
                return null;
            }));
        }
        return new PrincipalComponents(covariance, features.weights(),
                images.size() == 1 ? images.get(0).name() : "the images");
    }

    /** Drawn as often as they count in the blended result. */
    private static int[][] points(float[][] weights, int count, SplittableRandom random) {
        int[][] points = new int[count][weights.length];
        for (int[] point : points) {
            for (int axis = 0; axis < point.length; axis++) {
                do {
                    point[axis] = random.nextInt(weights[axis].length);
                } while (random.nextDouble() >= weights[axis][point[axis]]);
            }
        }
        return points;
    }

    /**
     * An embedding's first three principal components as an RGB image, for 3D a stack.
     *
     * @param embedding as {@link #embed(FloatImage)} gave it
     */
    public ImagePlus colours(FloatImage embedding, String title) {
        double[] weights = features.weights();
        if (settings.features() > 0) {
            // Components have the levels' weights in them.
            weights = new double[settings.features()];
            Arrays.fill(weights, 1);
        }
        return PcaColours.of(embedding, weights, title, settings.seed());
    }

    /** What it takes to embed so many images of one size. @param result what is kept of them */
    EmbeddingMemory memory(int images, EmbeddingMemory.Result result) {
        return new EmbeddingMemory(model, channels(), window, images, result);
    }

    int dimensions() {
        return model.network().dimensions();
    }

    @Override
    public void close() {
        network.close();
    }
}
