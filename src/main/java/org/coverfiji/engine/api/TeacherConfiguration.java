package org.coverfiji.engine.api;

import java.util.List;

/** A second network that follows the one in training: when, how slowly, what it sees and gives. Immutable. */
public final class TeacherConfiguration {

    private final TeacherPolicy policy;
    private final TeacherMomentum momentum;
    private final List<String> views;
    private final List<PortConfiguration> ports;

    /**
     * @param views which of a batch's tensors it sees, one after the other as one batch
     * @param ports what it gives out; their heads are heads of the network in training
     */
    public TeacherConfiguration(TeacherPolicy policy, TeacherMomentum momentum, List<String> views,
            List<PortConfiguration> ports) {
        this.policy = policy;
        this.momentum = momentum;
        this.views = List.copyOf(views);
        this.ports = List.copyOf(ports);
    }

    public TeacherPolicy policy() {
        return policy;
    }

    public TeacherMomentum momentum() {
        return momentum;
    }

    public List<String> views() {
        return views;
    }

    public List<PortConfiguration> ports() {
        return ports;
    }
}
