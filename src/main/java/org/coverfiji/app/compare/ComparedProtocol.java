package org.coverfiji.app.compare;

import org.coverfiji.engine.api.TaskConfiguration.Protocol;

/** How a network is put to a task before it is tested: what is trained of it, if anything. */
public enum ComparedProtocol {

    /** The head alone, on standardised features. */
    LINEAR(Protocol.LINEAR),
    /** The U-Net's way up and the head. */
    DECODER(Protocol.DECODER),
    /** All weights. */
    FULL(Protocol.FULL),
    /** Nothing is trained: pixels get the labels of the nearest features, which is what fine-tuning has to beat. */
    PROPAGATE(null);

    private final Protocol training;

    ComparedProtocol(Protocol training) {
        this.training = training;
    }

    /** Whether weights are trained. */
    public boolean trains() {
        return training != null;
    }

    /**
     * Which weights are trained.
     *
     * @throws IllegalStateException if none are
     */
    Protocol training() {
        if (training == null) {
            throw new IllegalStateException(this + " trains nothing");
        }
        return training;
    }
}
