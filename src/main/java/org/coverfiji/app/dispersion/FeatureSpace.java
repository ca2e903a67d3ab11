package org.coverfiji.app.dispersion;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.app.inspect.ProjectionHeads;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.PixelVectors;
import org.coverfiji.model.FeatureStatistics;

/** In which form a level's features are compared. */
enum FeatureSpace {

    /** The network's own, at length 1. */
    RAW("unit-length features") {

        @Override
        List<PixelVectors> of(int level, Tensor map, FeatureStatistics statistics, ProjectionHeads heads) {
            return List.of(PixelVectors.of(map).unit());
        }
    },

    /**
     * Less their mean and over their deviation, channel by channel, then at length 1: a common direction is taken off.
     */
    STANDARDISED("standardised, unit-length") {

        @Override
        List<PixelVectors> of(int level, Tensor map, FeatureStatistics statistics, ProjectionHeads heads) {
            int channels = map.size(1);
            float[] mean = new float[channels];
            float[] scale = new float[channels];
            for (int c = 0; c < channels; c++) {
                mean[c] = statistics.mean(level, c);
                scale[c] = statistics.scale(level, c);
            }
            return List.of(PixelVectors.of(map).standardized(mean, scale).unit());
        }
    },

    /** COVER's projections, head by head, each divided by √τ: their products are the logits q·k/τ of the mixture. */
    HEADS("q·k/τ of the heads") {

        @Override
        boolean isThere(int level, ProjectionHeads heads) {
            return heads != null && heads.has(level);
        }

        @Override
        List<PixelVectors> of(int level, Tensor map, FeatureStatistics statistics, ProjectionHeads heads) {
            PixelVectors all = heads.project(level, map).scaled(1 / Math.sqrt(heads.temperature()));
            List<PixelVectors> apart = new ArrayList<>();
            for (int head = 0; head < heads.count(level); head++) {
                apart.add(all.head(head, heads.count(level)));
            }
            return apart;
        }
    };

    private final String title;

    FeatureSpace(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether a model has this on a level. @param heads null if it has none */
    boolean isThere(int level, ProjectionHeads heads) {
        return true;
    }

    /**
     * The vectors of a map's pixels: one set, or one per head.
     *
     * @param map [1, C, (D,) H, W]
     * @param statistics of this model on these images
     */
    abstract List<PixelVectors> of(int level, Tensor map, FeatureStatistics statistics, ProjectionHeads heads);
}
