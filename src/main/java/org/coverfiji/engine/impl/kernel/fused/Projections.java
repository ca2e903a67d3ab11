package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where keys and queries lie in [2N, C, (D,) H, W]: the keys of N moving views, then the queries of the N fixed views
 * that they are paired with. Channel c is a feature of head c mod heads.
 */
final class Projections {

    /** One pair is one sample of it. */
    final Grid pairs;
    final int heads;
    /** Channels of one head. */
    final int features;
    final Floats values;

    Projections(INDArray projections, int heads) {
        Grid views = Grid.of(projections);
        pairs = new Grid(views.dimensions(), views.batch / 2, views.channels, views.depth, views.height, views.width);
        this.heads = heads;
        features = pairs.channels / heads;
        values = new Floats(projections);
    }

    /** Index of the first pixel of a feature of a pair's keys. */
    long keys(int pair, int head, int feature) {
        return plane(pair, head, feature);
    }

    /** Index of the first pixel of a feature of a pair's queries. */
    long queries(int pair, int head, int feature) {
        return plane(pairs.batch + pair, head, feature);
    }

    private long plane(int view, int head, int feature) {
        int channel = feature * heads + head;
        return ((long) view * pairs.channels + channel) * pairs.pixels();
    }
}
