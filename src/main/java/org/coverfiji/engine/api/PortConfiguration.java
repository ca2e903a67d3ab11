package org.coverfiji.engine.api;

/** An output from which losses are taken: what of the U-Net is read, through which head. Immutable. */
public final class PortConfiguration {

    /** What of the U-Net a head reads. */
    public enum Feature {
        /** The mean over all positions of the bottleneck, [N, C, 1, 1(, 1)]; needs the encoder alone. */
        GLOBAL,
        /** The map of full resolution, [N, C, (D,) H, W]; needs the whole U-Net. */
        FINEST
    }

    private final String name;
    private final Feature feature;
    private final HeadConfiguration head;

    /** @param name under which the loss core reads it */
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

    public HeadConfiguration head() {
        return head;
    }
}
