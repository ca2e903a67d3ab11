package org.coverfiji.train;

/** How a training run ended. */
public enum TrainingOutcome {

    /** All iterations were done. */
    COMPLETED,

    /** Stopped early on request; the weights so far are the result. */
    STOPPED,

    /** Cancelled; the weights so far are in the checkpoint, from which the run can be resumed. */
    CANCELLED,

    /** An error ended it; the last checkpoint stays. */
    FAILED
}
