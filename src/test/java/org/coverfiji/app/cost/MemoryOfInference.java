package org.coverfiji.app.cost;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.app.UntrainedModels;
import org.coverfiji.app.apply.Classifier;
import org.coverfiji.app.apply.ImageClassification;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.SegmentationFiles;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.embed.EmbeddingFiles;
import org.coverfiji.app.embed.EmbeddingFormat;
import org.coverfiji.app.embed.StackEmbedding;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.propagate.PropagateSettings;
import org.coverfiji.app.propagate.Propagator;
import org.coverfiji.app.similar.SimilarityFiles;
import org.coverfiji.app.similar.SimilaritySearch;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelFile;

/** Applies untrained networks to an image file as the commands do, and tells what memory was estimated for it. */
final class MemoryOfInference {

    private final Engine engine;
    private final File folder;
    private final NetworkConfiguration network;
    private final int[] patch;
    private final File image;

    MemoryOfInference(Engine engine, File folder, NetworkConfiguration network, int[] patch, File image) {
        this.engine = engine;
        this.folder = folder;
        this.network = network;
        this.patch = patch;
        this.image = image;
    }

    private ImageReader reader() {
        return new ImageReader(network);
    }

    /** @param rows whether the image must be read and written row by row, as it does not fit */
    long segment(boolean rows) {
        ModelFile model = UntrainedModels.segmentation(engine, network, patch);
        try (Segmenter segmenter = new Segmenter(engine, model, SegmentSettings.builder().resample(false).build())) {
            List<String> log = new ArrayList<>();
            new SegmentationFiles(folder, false, false).writeAll(image, List.of(FileGroup.of(image)), reader(),
                    segmenter, false, log::add);
            if (rows != log.toString().contains("row by row")) {
                throw new IllegalStateException(log.toString());
            }
            return rows ? segmenter.estimateByRows(reader().geometry(FileGroup.of(image)).size(2)).memoryBytes()
                    : segmenter.estimate(reader().geometry(FileGroup.of(image)), false).memoryBytes();
        }
    }

    /** @param features 0 for all */
    long embed(int features) {
        EmbedSettings settings = EmbedSettings.builder().features(features).build();
        try (Embedder embedder = new Embedder(engine, UntrainedModels.pretrained(engine, network, patch), settings)) {
            StackEmbedding stack = new StackEmbedding(embedder, settings, TileListener.SILENT);
            new EmbeddingFiles(folder, false).writeAll(image, List.of(FileGroup.of(image)), reader(), stack,
                    line -> { });
            return stack.estimate(reader().geometry(FileGroup.of(image)), EmbeddingFormat.TIFF_AND_NUMPY)
                    .memoryBytes();
        }
    }

    /**
     * Classes that are remembered of another image.
     *
     * @param probabilities whether they are written too
     */
    long propagate(boolean probabilities) {
        FloatImage labelled = MemoryCase.images(1, patch).get(0);
        int[] classes = new int[labelled.pixels()];
        Arrays.setAll(classes, i -> labelled.data()[i] > 160 ? 1 : 0);
        LabelledImages labels = LabelledImages.of(List.of(new LabelledImage(labelled, new LabelImage("labels", classes,
                labelled.size()))), LabelClasses.of(List.of("dark", "bright")));
        try (Propagator propagator = new Propagator(engine, UntrainedModels.pretrained(engine, network, patch), labels,
                PropagateSettings.builder().neighbours(1).memory(1).build())) {
            new SegmentationFiles(folder, probabilities, false).writeAll(image, List.of(FileGroup.of(image)), reader(),
                    propagator, false, line -> { });
            return propagator.estimate(reader().geometry(FileGroup.of(image)), probabilities).memoryBytes();
        }
    }

    long similar() {
        ModelFile model = UntrainedModels.pretrained(engine, network, patch);
        try (FeatureExtractor extractor = new FeatureExtractor(engine, model)) {
            float[] query = extractor.of(MemoryCase.images(1, patch).get(0)).at(Arrays.stream(patch)
                    .mapToDouble(side -> side / 2).toArray());
            new SimilarityFiles(folder, model.fingerprint(), "a point", 5).writeAll(image, List.of(FileGroup.of(image)),
                    reader(), extractor, query, line -> { });
            return extractor.estimate(reader().geometry(FileGroup.of(image)), SimilaritySearch.USE).memoryBytes();
        }
    }

    long classify() {
        try (Classifier classifier = new Classifier(engine,
                UntrainedModels.classification(engine, network, patch))) {
            new ImageClassification(classifier).addAll(List.of(FileGroup.of(image)), reader(), line -> { },
                    TileListener.SILENT);
            return classifier.estimate(reader().geometry(FileGroup.of(image))).memoryBytes();
        }
    }
}
