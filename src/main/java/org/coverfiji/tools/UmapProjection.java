package org.coverfiji.tools;

import java.util.function.Function;

import org.coverfiji.CancelledException;

import tagbio.umap.ProgressListener;
import tagbio.umap.Umap;
import tagbio.umap.UmapProgress;

/** Uniform manifold approximation (McInnes et al. 2018) into the plane; repeats exactly, because one thread does it. */
public final class UmapProjection implements Function<float[][], float[][]> {

    private final int neighbours;
    private final long seed;

    /** @param neighbours of a vector that its surroundings are made of */
    public UmapProjection(Integer neighbours, Long seed) {
        this.neighbours = neighbours;
        this.seed = seed;
    }

    /**
     * @return [vector][2]
     * @throws CancelledException if the thread is interrupted
     */
    @Override
    public float[][] apply(float[][] vectors) {
        Thread own = Thread.currentThread();
        // The library tells all who listen of every run.
        ProgressListener heed = state -> {
            if (Thread.currentThread() == own) {
                CancelledException.ifInterrupted();
            }
        };
        UmapProgress.addProgressListener(heed);
        try {
            return new Umap().setNumberComponents(2).setNumberNearestNeighbours(neighbours).setThreads(1).setSeed(seed)
                    .setMetric("euclidean").fitTransform(vectors);
        } finally {
            UmapProgress.removeProgressListener(heed);
        }
    }
}
