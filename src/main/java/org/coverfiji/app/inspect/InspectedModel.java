package org.coverfiji.app.inspect;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;

/** One of several models that are looked at side by side. Immutable. */
public final class InspectedModel {

    /** In the place of a file's name: the first model's network with the weights that training starts from. */
    public static final String RANDOM = "random";

    private static final String KEY = "models";

    private final String name;
    private final ModelFile file;

    private InspectedModel(String name, ModelFile file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Reads models.
     *
     * @param text files with commas between, {@value #RANDOM} among them for untrained weights
     * @param seed of untrained weights
     * @return in their order
     * @throws CoverException if there is none, one cannot be read or has no way up, or they take different images
     */
    public static List<InspectedModel> read(String text, Engine engine, long seed) {
        List<InspectedModel> models = new ArrayList<>();
        List<ModelFile> files = files(text);
        ModelFile first = files.get(0);
        int next = 0;
        List<String> names = names(text);
        for (String name : names) {
            models.add(name.equals(RANDOM) ? random(first, engine, seed)
                    : new InspectedModel(shown(name, names), files.get(next++)));
        }
        return models;
    }

    /** The file's name, or its whole path where another file bears the same name, as in folders of several runs. */
    private static String shown(String name, List<String> all) {
        String own = shortName(name);
        return all.stream().filter(other -> shortName(other).equals(own)).count() > 1 ? name : own;
    }

    /**
     * Checks the names and reads the files alone.
     *
     * @throws CoverException as {@link #read}
     */
    public static List<ModelFile> files(String text) {
        List<ModelFile> files = new ArrayList<>();
        for (String name : names(text)) {
            if (!name.equals(RANDOM)) {
                requireWhole(name, text);
                ModelFile file = ModelFile.read(new File(name));
                requireWayUp(file.description(), name);
                files.add(file);
                requireLike(files.get(0).description().network(), file.description().network(), name);
            }
        }
        if (files.isEmpty()) {
            throw new CoverException(KEY + " is " + text + "; it must name at least one model file, whose network the"
                    + " random weights are for.");
        }
        return files;
    }

    private static List<String> names(String text) {
        List<String> names = Arrays.stream(text.split(",")).map(String::trim).filter(name -> !name.isEmpty())
                .collect(Collectors.toList());
        if (names.isEmpty()) {
            throw new CoverException(KEY + " is missing; it is the model files (.cover) with commas between, and "
                    + RANDOM + " for untrained weights.");
        }
        List<String> twice = names.stream().filter(name -> Collections.frequency(names, name) > 1).limit(1)
                .collect(Collectors.toList());
        if (!twice.isEmpty()) {
            throw new CoverException(KEY + " names " + twice.get(0) + " twice; name every model once.");
        }
        return names;
    }

    /** A file whose own name has a comma comes in pieces, of which none is a file. */
    private static void requireWhole(String name, String text) {
        if (text.contains(",") && !new File(name).exists()) {
            throw new CoverException("The model file " + name + " does not exist; choose .cover files that COVER wrote,"
                    + " and rename one that has a comma in its name, because a comma ends a name here.");
        }
    }

    private static void requireWayUp(ModelDescription model, String name) {
        if (model.kind().equals(ModelDescription.CLASSIFICATION)) {
            throw new CoverException(name + " is a classification model, which has no features of single pixels; give"
                    + " pretrained or segmentation models.");
        }
    }

    private static void requireLike(NetworkConfiguration first, NetworkConfiguration other, String name) {
        if (first.dimensions() != other.dimensions() || first.inputChannels() != other.inputChannels()) {
            throw new CoverException(name + " takes " + images(other) + ", but the first model takes " + images(first)
                    + "; give models for the same images.");
        }
    }

    private static String images(NetworkConfiguration network) {
        return network.dimensions() + "D images with " + Counted.of(network.inputChannels(), "channel");
    }

    private static String shortName(String file) {
        return new File(file).getName().replaceFirst("\\.cover$", "");
    }

    /** With heads as COVER has them, so that all that is measured of COVER is measured of chance, too. */
    private static InspectedModel random(ModelFile first, Engine engine, long seed) {
        ModelDescription model = first.description();
        ProjectionHeads heads = ProjectionHeads.of(first);
        CoverConfiguration cover = heads != null ? heads.configuration()
                : ProjectionHeads.usual(model.network().dimensions());
        try (PretrainingNetwork network = engine.pretraining(model.network(), cover, OptimizerConfiguration.PUBLISHED,
                seed)) {
            return new InspectedModel(RANDOM, new ModelFile(model.toBuilder().kind(ModelDescription.PRETRAINED)
                    .fineTuning(null).selection(null).classes(List.of()).method(RANDOM).methodSettings(
                            ProjectionHeads.settings(cover)).featureStatistics(null).seed(seed).build(),
                    network.parameters(), Collections.emptyMap()));
        }
    }

    /**
     * The model with what its features are scaled by: its own, or for untrained weights that of some images.
     *
     * @param images at least one
     */
    public ModelFile scaled(Engine engine, InspectedImages images) {
        ModelDescription model = file.description();
        if (model.featureStatistics() != null) {
            return file;
        }
        try (FeatureNetwork network = engine.backbone(model.network(), model.seed())) {
            network.setParameters(file.weights());
            FeatureStatistics statistics = FeatureStatistics.measure(network, IntStream.range(0, images.size())
                    .mapToObj(i -> NetworkWindow.of(images.image(i), null, model).tensor())
                    .collect(Collectors.toList()));
            CancelledException.ifInterrupted();
            return new ModelFile(model.toBuilder().featureStatistics(statistics).build(), file.weights(),
                    file.state());
        }
    }

    /** What tables and pictures call it. */
    public String name() {
        return name;
    }

    /** The pretraining method; {@value #RANDOM} for untrained weights. */
    public String method() {
        return file.description().method();
    }

    public ModelFile file() {
        return file;
    }

    public ModelDescription description() {
        return file.description();
    }

    @Override
    public String toString() {
        return name;
    }
}
