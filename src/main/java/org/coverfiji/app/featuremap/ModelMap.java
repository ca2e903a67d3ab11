package org.coverfiji.app.featuremap;

import java.awt.image.BufferedImage;
import java.util.List;

import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.metric.ClusterScores;
import org.coverfiji.metric.LinearSeparability;

/** One model's features in the plane. Immutable. */
final class ModelMap {

    final InspectedModel model;
    /** [point][2] */
    final float[][] plane;
    final ClusterScores scores;
    final LinearSeparability separability;
    /** Colours of the first images' features. */
    final List<BufferedImage> colours;

    ModelMap(InspectedModel model, float[][] plane, ClusterScores scores, LinearSeparability separability,
            List<BufferedImage> colours) {
        this.model = model;
        this.plane = plane;
        this.scores = scores;
        this.separability = separability;
        this.colours = List.copyOf(colours);
    }
}
