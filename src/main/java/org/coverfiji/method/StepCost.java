package org.coverfiji.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a method's step costs: how many images go through how much of the U-Net, and what the method adds to that. */
public final class StepCost {

    private final int samples;
    private final int views;
    private final boolean decoder;
    private long parameters;
    private double multiplications;
    private long mapFloats;
    private long heldFloats;
    private final List<StepCost> passes = new ArrayList<>();
    private StepCost teacher;

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

    /**
     * Adds arrays that the losses hold at one time, such as similarities of all positions with all: they cost memory
     * once.
     */
    public StepCost hold(long floats) {
        heldFloats += floats;
        return this;
    }

    /** Adds another pass of the network in training, as the constructor tells the first. */
    public StepCost pass(int ofViews, boolean withDecoder) {
        passes.add(new StepCost(samples, ofViews, withDecoder));
        return this;
    }

    /** Adds a teacher: its weights, and a forward pass without gradients. @param ofViews that it sees */
    public StepCost teacher(int ofViews, boolean withDecoder) {
        teacher = new StepCost(samples, ofViews, withDecoder);
        return this;
    }

    /** Values of arrays that are held beside the network's maps. */
    public long heldFloats() {
        return heldFloats;
    }

    /** Further passes of the network in training. */
    public List<StepCost> passes() {
        return Collections.unmodifiableList(passes);
    }

    /** The teacher's pass; null for none. */
    public StepCost teacher() {
        return teacher;
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
