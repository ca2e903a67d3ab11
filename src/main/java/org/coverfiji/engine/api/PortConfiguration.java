package org.coverfiji.engine.api;

/** An output that the loss core reads: which feature, through which head or as it is. Immutable. */
public final class PortConfiguration {

    private final String name;
    private final Feature feature;
    private final HeadConfiguration head;

    /**
     * @param name under which the loss core reads it
     * @param head null for none
     */
    public PortConfiguration(String name, Feature feature, HeadConfiguration head) {
        this.name = name;
        this.feature = feature;
        this.head = head;
    }

    public String name() {
        return name;
    }

    public Feature feature() {
        return feature;
    }

    /** Null for none. */
    public HeadConfiguration head() {
        return head;
    }
}
