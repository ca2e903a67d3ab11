package org.coverfiji.engine.impl.optimizer;

import java.util.function.Predicate;

import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PhaseConfiguration;

/**
 * Which parameters a step trains, and how. Those outside do not change by one bit: neither weight decay nor moments
 * touch them, and their gradients do not count in the norm. Settings only.
 */
public final class Phase {

    private final String name;
    private final Predicate<String> trained;
    private final UpdateRule rule;
    private final double clipNorm;
    private final double weightDecay;
    private final double fixedRate;

    /**
     * @param name distinguishes its state from that of other phases; empty if it is the only one
     * @param trained tells by a parameter's name whether it is trained
     * @param clipNorm longest gradient, over all of the phase's parameters; infinite for any
     * @param weightDecay times every trained parameter, biases and norms too, is added to the clipped gradient
     */
    public Phase(String name, Predicate<String> trained, UpdateRule rule, double clipNorm, double weightDecay) {
        this(name, trained, rule, clipNorm, weightDecay, Double.NaN);
    }

    private Phase(String name, Predicate<String> trained, UpdateRule rule, double clipNorm, double weightDecay,
            double fixedRate) {
        this.name = name;
        this.trained = trained;
        this.rule = rule;
        this.clipNorm = clipNorm;
        this.weightDecay = weightDecay;
        this.fixedRate = fixedRate;
    }

    /** The one phase of a network whose parameters are all trained, by Adam. */
    public static Phase adam(OptimizerConfiguration optimizer) {
        return of(PhaseConfiguration.adam(""), optimizer);
    }

    /** As a method wants it. @param optimizer the run's, for phases that train by Adam */
    public static Phase of(PhaseConfiguration phase, OptimizerConfiguration optimizer) {
        if (phase.rule() == PhaseConfiguration.Rule.DESCENT) {
            return new Phase(phase.name(), phase::trains, new DescentRule(), Double.POSITIVE_INFINITY, 0, phase.rate());
        }
        return new Phase(phase.name(), phase::trains,
                new AdamRule(optimizer.beta1(), optimizer.beta2(), optimizer.epsilon()), optimizer.clipNorm(),
                optimizer.weightDecay(), phase.rate());
    }

    public String name() {
        return name;
    }

    public boolean trains(String parameter) {
        return trained.test(parameter);
    }

    /** The rate of a step. @param scheduled what the run's schedule has for it */
    public double rate(double scheduled) {
        return Double.isNaN(fixedRate) ? scheduled : fixedRate;
    }

    public UpdateRule rule() {
        return rule;
    }

    public double clipNorm() {
        return clipNorm;
    }

    public double weightDecay() {
        return weightDecay;
    }
}
