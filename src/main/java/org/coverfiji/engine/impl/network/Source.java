package org.coverfiji.engine.impl.network;

/** A row-major map within a graph, [views · N, channels, …], that heads, parts and ports read. */
final class Source {

    private final String vertex;
    private final int channels;
    private final int views;

    /** @param views of equal size that its samples are, one after the other */
    Source(String vertex, int channels, int views) {
        this.vertex = vertex;
        this.channels = channels;
        this.views = views;
    }

    String vertex() {
        return vertex;
    }

    int channels() {
        return channels;
    }

    int views() {
        return views;
    }
}
