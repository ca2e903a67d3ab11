package org.coverfiji.tools;

import java.util.function.Function;

import tagbio.umap.Umap;

/** Uniform manifold approximation (McInnes et al. 2018) into the plane; repeats exactly, because one thread does it. */
public final class UmapProjection implements Function<float[][], float[][]> {

    private final int neighbours;
    private final long seed;

    /** @param neighbours of a vector that its surroundings are made of */
    public UmapProjection(Integer neighbours, Long seed) {
        this.neighbours = neighbours;
        this.seed = seed;
    }

    /** @return [vector][2] */
    @Override
    public float[][] apply(float[][] vectors) {
        return new Umap().setNumberComponents(2).setNumberNearestNeighbours(neighbours).setThreads(1).setSeed(seed)
                .setMetric("euclidean").fitTransform(vectors);
    }
}
