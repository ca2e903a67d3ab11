package org.coverfiji.app;

import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.ImageSource;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.view.ViewConfiguration;
import org.coverfiji.train.view.ViewSampler;

/** Adds to a finished model how its features spread over training patches; embeddings are standardised by it. */
final class FeatureStatisticsWriter {

    private static final int BATCHES = 8;

    private FeatureStatisticsWriter() {
    }

    /**
     * Measures on plain patches, without motion or change of appearance, as inference sees them.
     *
     * @throws CoverException if the model cannot be read or written
     */
    static void add(File file, Engine engine, ImageSource images, PretrainSettings settings) {
        ModelFile model = ModelFile.read(file);
        if (model.description().featureStatistics() != null) {
            return;
        }
        ViewConfiguration plain = ViewConfiguration.builder(settings.patch()).motion(0).withoutAppearance().build();
        ViewSampler patches = new ViewSampler(images, plain, settings.batch(), settings.seed());
        FeatureStatistics statistics;
        try (FeatureNetwork backbone = engine.backbone(model.description().network(), settings.seed())) {
            backbone.setParameters(model.weights());
            List<Tensor> batches = LongStream.range(0, BATCHES).mapToObj(i -> patches.batch(i).moving())
                    .collect(Collectors.toList());
            statistics = FeatureStatistics.measure(backbone, batches);
        }
        new ModelFile(model.description().toBuilder().featureStatistics(statistics).build(), model.weights(),
                model.optimizerState()).write(file);
    }
}
