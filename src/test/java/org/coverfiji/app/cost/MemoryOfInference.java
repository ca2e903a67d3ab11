package org.coverfiji.app.cost;

import java.io.File;
import java.util.ArrayList;
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
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
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

    long classify() {
        try (Classifier classifier = new Classifier(engine,
                UntrainedModels.classification(engine, network, patch))) {
            new ImageClassification(classifier).addAll(List.of(FileGroup.of(image)), reader(), line -> { },
                    TileListener.SILENT);
            return classifier.estimate(reader().geometry(FileGroup.of(image))).memoryBytes();
        }
    }
}
