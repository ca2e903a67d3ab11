package org.coverfiji.app.exchange;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.app.pretrain.StatisticsSample;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.Sha256;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelDescriptionBuilder;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.exchange.ForeignWeights;
import org.coverfiji.setting.Setting;

/**
 * Makes a model file of another program's weights: the published COVER program's, or any with its U-Net's names.
 *
 * <pre>
 * ModelFile model = new ModelImporter(() -&gt; EngineLoader.load("auto"), System.out::println)
 *         .read(new File("checkpoint.pth.tar"), ImportSettings.builder().images(folder).build());
 * model.write(new File("imported.cover"));
 * </pre>
 */
public final class ModelImporter {

    /** In place of the pretraining method, where it is not known. */
    static final String IMPORTED = "imported";

    /** What feature statistics are measured on: a few batches of so many patches. */
    private static final int BATCH = 4;
    private static final long SEED = 1;

    private final Supplier<Engine> engine;
    private final Consumer<String> log;

    /**
     * @param engine is asked for where there are images to measure feature statistics on
     * @param log takes lines on what was found and what was assumed
     */
    public ModelImporter(Supplier<Engine> engine, Consumer<String> log) {
        this.engine = engine;
        this.log = log;
    }

    /**
     * @param file {@code .pth}, {@code .pth.tar}, {@code .pt} or {@code .safetensors}; told apart by content
     * @return a pretrained model
     * @throws CoverException if the file or the settings cannot be used
     */
    public ModelFile read(File file, ImportSettings settings) {
        ForeignWeights foreign = ForeignWeights.read(file);
        NetworkConfiguration network = foreign.network();
        log.accept("Found a " + network + ".");
        foreign.notes().forEach(log);
        int dimensions = network.dimensions();
        Map<String, String> heads = heads(foreign);
        double[] pixelSize = settings.pixelSize(dimensions);
        ModelDescriptionBuilder description = ModelDescription.builder().network(network)
                .method(heads.isEmpty() ? IMPORTED : "COVER").methodSettings(heads)
                .notes(List.of("The weights were imported from a file of another program with SHA-256 " + sum(file)
                        + "; the normalisation, patch and pixel size are those that its user gave."))
                .normalization(settings.normalization()).patch(settings.patch(dimensions)).resize(settings.resize())
                .pixelSize(pixelSize == null ? ones(dimensions) : pixelSize, settings.unit()).seed(SEED);
        if (settings.images() != null) {
            measure(foreign, settings, description, pixelSize == null);
        } else {
            log.accept("Without images no feature statistics are measured; for embeddings, import with images.");
        }
        ModelDescription done = description.build();
        log.accept("Images will be prepared so: " + done.normalization() + ", " + (done.resize() == 0
                ? "not resized" : "long side resized to " + done.resize() + " pixels") + ", patch "
                + UsualShape.text(done.patch()) + " pixels, pixel size " + sizes(done.pixelSize()) + " " + done.unit()
                + "; where the training did otherwise, import again and say how.");
        return new ModelFile(done, foreign.weights(), Map.of());
    }

    /** COVER's settings that the projections tell, if all are there: heads have 8 features each, as published. */
    private Map<String, String> heads(ForeignWeights foreign) {
        int dimension = CoverRecipe.HEAD_DIMENSION.standard();
        List<Integer> heads = new ArrayList<>();
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            Tensor bias = foreign.weights().get("proj." + level + ".proj.bias");
            if (bias == null || bias.data().length % dimension != 0) {
                return Map.of();
            }
            heads.add(bias.data().length / dimension);
        }
        int dimensions = foreign.network().dimensions();
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, CoverRecipe.AMPLITUDE, new CoverRecipe().defaults(dimensions).get(CoverRecipe.AMPLITUDE));
        put(settings, CoverRecipe.HEADS, heads);
        put(settings, CoverRecipe.HEAD_DIMENSION, dimension);
        log.accept("Found COVER's projections, taken as heads of " + dimension + " features with the usual amplitude: "
                + settings + ".");
        return settings;
    }

    private static <T> void put(Map<String, String> settings, Setting<T> setting, T value) {
        settings.put(setting.key(), setting.write(value));
    }

    private void measure(ForeignWeights foreign, ImportSettings settings, ModelDescriptionBuilder description,
            boolean measurePixels) {
        NetworkConfiguration network = foreign.network();
        int[] patch = settings.patch(network.dimensions());
        FolderImageSource images = new FolderImageSource(ImageFiles.list(settings.images(), false, ""),
                new ImageReader(network), new ImagePreparation(settings.normalization(), settings.resize(), patch),
                FolderImageSource.defaultCacheBytes());
        images.skipped().forEach(skipped -> log.accept("Skipped " + skipped));
        if (measurePixels) {
            description.pixelSize(images.pixelSize().spacing(), images.pixelSize().unit());
        }
        description.featureStatistics(new StatisticsSample(engine.get(), images, patch, BATCH, SEED)
                .measure(network, foreign.weights()));
        log.accept("Feature statistics were measured on patches of " + Counted.of(images.size(), "image")
                + ".");
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static String sum(File file) {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new FileInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new CoverException("The file " + file + " cannot be read (" + e.getMessage()
                    + "); check its permissions.", e);
        }
        return Sha256.text(digest);
    }

    private static String sizes(double[] sizes) {
        return Arrays.stream(sizes).mapToObj(size -> String.format(Locale.ROOT, "%.4g", size))
                .collect(Collectors.joining(" × "));
    }
}
