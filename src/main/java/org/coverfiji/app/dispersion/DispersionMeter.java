package org.coverfiji.app.dispersion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.app.inspect.NetworkWindow;
import org.coverfiji.app.inspect.ProjectionHeads;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.math.PixelVectors;
import org.coverfiji.model.FeatureStatistics;

/**
 * Measures how far models pull the features of neighbouring pixels apart. All models see the same images, each prepared
 * as its own training images were, and the same sampled pixels and displacements.
 *
 * <pre>{@code
 * Dispersion dispersion = new DispersionMeter(engine, new DispersionSettings(0, 1)).measure(models, images);
 * CsvFile.write(file, dispersion.table());
 * }</pre>
 */
public final class DispersionMeter {

    /** Pixels of all images whose pairs tell Δ. */
    static final int SAMPLED_PIXELS = 4096;

    /** Of every level, over all images, at least: a few displacements would say much of themselves. */
    private static final int MOVED_VIEWS = 10;

    private final Engine engine;
    private final DispersionSettings settings;
    private TileListener listener = TileListener.SILENT;

    public DispersionMeter(Engine engine, DispersionSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** Is told of every image; may stop the work by throwing an exception. */
    public DispersionMeter setListener(TileListener newListener) {
        listener = newListener;
        return this;
    }

    /**
     * All models.
     *
     * @throws org.coverfiji.CoverException if an image does not fit the models, or the memory does not suffice
     */
    public Dispersion measure(List<InspectedModel> models, InspectedImages images) {
        int amplitude = amplitude(models);
        Dispersion result = new Dispersion(amplitude, images.hasLabels());
        for (int i = 0; i < models.size(); i++) {
            int done = i * images.size();
            Run run = new Run(models.get(i), images, amplitude);
            result.add(models.get(i), MemoryShortage.told(() -> run.measure((image, total) ->
                    listener.tilesDone(done + image, models.size() * images.size())),
                    () -> "There is not enough memory to measure the dispersion; give fewer images, or "
                    + MemoryShortage.REMEDY + "."));
        }
        return result;
    }

    private int amplitude(List<InspectedModel> models) {
        if (settings.amplitude() > 0) {
            return settings.amplitude();
        }
        return models.stream().map(model -> ProjectionHeads.of(model.file())).filter(heads -> heads != null)
                .mapToInt(heads -> heads.configuration().amplitude()).findFirst()
                .orElse(models.get(0).description().network().dimensions() == 2 ? 2 : 1);
    }

    /** One model. */
    private final class Run {

        private final InspectedModel model;
        private final InspectedImages images;
        private final int amplitude;
        private final ProjectionHeads heads;
        private final List<Map<FeatureSpace, LevelDispersion>> levels = new ArrayList<>();
        private FeatureNetwork network;
        private FeatureStatistics statistics;

        Run(InspectedModel model, InspectedImages images, int amplitude) {
            this.model = model;
            this.images = images;
            this.amplitude = amplitude;
            heads = ProjectionHeads.of(model.file());
            for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
                Map<FeatureSpace, LevelDispersion> spaces = new EnumMap<>(FeatureSpace.class);
                for (FeatureSpace space : FeatureSpace.values()) {
                    if (space.isThere(level, heads)) {
                        spaces.put(space, new LevelDispersion(space, amplitude,
                                heads == null ? Double.NaN : heads.temperature(), images.classes().size()));
                    }
                }
                levels.add(spaces);
            }
        }

        List<Map<FeatureSpace, LevelDispersion>> measure(TileListener imageListener) {
            try (FeatureNetwork backbone = engine.backbone(model.description().network(), settings.seed())) {
                network = backbone;
                network.setParameters(model.file().weights());
                statistics = FeatureStatistics.measure(network, IntStream.range(0, images.size())
                        .mapToObj(i -> window(i).tensor()).collect(Collectors.toList()));
                CancelledException.ifInterrupted();
                for (int i = 0; i < images.size(); i++) {
                    imageListener.tilesDone(i + 1, images.size());
                    // Every model has the same samples of an image.
                    add(window(i), new SplittableRandom(settings.seed() + i));
                }
            }
            return levels;
        }

        private NetworkWindow window(int i) {
            CancelledException.ifInterrupted();
            return NetworkWindow.of(images.image(i), images.label(i), model.description());
        }

        private void add(NetworkWindow window, SplittableRandom random) {
            Tensor[] maps = network.features(window.tensor());
            for (int level = 0; level < levels.size(); level++) {
                int[] extents = Arrays.copyOfRange(maps[level].shape(), 2, maps[level].rank());
                int[] sampled = sampled(Math.toIntExact(Tensor.size(extents)), random);
                Map<FeatureSpace, List<PixelVectors>> own = new EnumMap<>(FeatureSpace.class);
                for (FeatureSpace space : levels.get(level).keySet()) {
                    own.put(space, space.of(level, maps[level], statistics, heads));
                    levels.get(level).get(space).add(own.get(space), sampled, window.classes(extents));
                }
                for (int view = 0; view < share(MOVED_VIEWS); view++) {
                    CancelledException.ifInterrupted();
                    addMoved(level, own, window, shift(level, window.image().size(), random));
                }
            }
        }

        private void addMoved(int level, Map<FeatureSpace, List<PixelVectors>> own, NetworkWindow window, int[] shift) {
            double stride = NetworkConfiguration.levelStride(level);
            double[] displacement = Arrays.stream(shift).mapToDouble(pixels -> pixels / stride).toArray();
            Tensor moved = network.features(window.moved(shift))[level];
            own.forEach((space, vectors) -> levels.get(level).get(space)
                    .addMoved(space.of(level, moved, statistics, heads), vectors, displacement));
        }

        private int share(int all) {
            return (all + images.size() - 1) / images.size();
        }

        /** The image's share of the sample. */
        private int[] sampled(int pixels, SplittableRandom random) {
            int share = share(SAMPLED_PIXELS);
            return share >= pixels ? IntStream.range(0, pixels).toArray()
                    : random.ints(0, pixels).distinct().limit(share).toArray();
        }

        /** Whole pixels of full resolution, within the window of a level, and less than a quarter of the image. */
        private int[] shift(int level, int[] size, SplittableRandom random) {
            int[] shift = new int[size.length];
            do {
                for (int axis = 0; axis < size.length; axis++) {
                    int most = Math.max(1,
                            Math.min(amplitude * NetworkConfiguration.levelStride(level), size[axis] / 4));
                    shift[axis] = random.nextInt(-most, most + 1);
                }
            } while (Arrays.stream(shift).allMatch(pixels -> pixels == 0));
            return shift;
        }
    }
}
