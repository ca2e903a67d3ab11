package org.coverfiji.method;

/** What a method's step costs: how many images go through how much of the U-Net, and what the method adds to that. */
public final class StepCost {

    private final int samples;
    private final int views;
    private final boolean decoder;
    private long parameters;
    private double multiplications;
    private long mapFloats;

    /**
     * @param samples of a step
     * @param views of each that pass the U-Net
     * @param decoder whether they pass its way up, too
     */
    public StepCost(int samples, int views, boolean decoder) {
        this.samples = samples;
        this.views = views;
        this.decoder = decoder;
    }

    /**
     * Adds a part of the method's own.
     *
     * @param ownParameters numbers that are trained
     * @param ownMultiplications of a forward pass
     * @param ownFloats of the maps that it keeps
     */
    public StepCost add(long ownParameters, double ownMultiplications, long ownFloats) {
        parameters += ownParameters;
        multiplications += ownMultiplications;
        mapFloats += ownFloats;
        return this;
    }

    public int samples() {
        return samples;
    }

    public int views() {
        return views;
    }

    public boolean decoder() {
        return decoder;
    }

    public long parameters() {
        return parameters;
    }

    public double multiplications() {
        return multiplications;
    }

    public long mapFloats() {
        return mapFloats;
    }
}
