package org.coverfiji.engine.api;

/** A queue of keys of earlier steps. Immutable. */
public final class QueueConfiguration {

    private final int length;
    private final int channels;

    /**
     * @param length how many keys it holds
     * @param channels of a key
     */
    public QueueConfiguration(int length, int channels) {
        this.length = length;
        this.channels = channels;
    }

    public int length() {
        return length;
    }

    public int channels() {
        return channels;
    }
}
