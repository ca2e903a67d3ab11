package org.coverfiji.engine.api;

/** When a teacher follows the network in training. */
public enum TeacherPolicy {
    /** Before its forward pass, so that it is one step behind: MoCo, DenseCL, SetSim, PixPro. */
    BEFORE_STEP,
    /** After the update, with the new weights: BYOL. */
    AFTER_STEP
}
