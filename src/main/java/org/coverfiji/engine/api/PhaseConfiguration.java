package org.coverfiji.engine.api;

import java.util.Collections;
import java.util.List;

/**
 * Which parameters a pass trains, and how. What no phase of a pass trains does not change by one bit in it. Immutable;
 * each method gives another phase.
 */
public final class PhaseConfiguration {

    /** How a step is made of a gradient. */
    public enum Rule {
        /** As the run's optimiser has it: clipping, weight decay, Adam. */
        ADAM,
        /** Rate times gradient, without clipping, decay or moments. */
        DESCENT
    }

    private final String name;
    private final List<String> only;
    private final List<String> except;
    private final Rule rule;
    private final double rate;

    private PhaseConfiguration(String name, List<String> only, List<String> except, Rule rule, double rate) {
        this.name = name;
        this.only = only;
        this.except = except;
        this.rule = rule;
        this.rate = rate;
    }

    /** All parameters of the pass, by Adam. @param name before the names of its state; empty for none */
    public static PhaseConfiguration adam(String name) {
        return new PhaseConfiguration(name, Collections.emptyList(), Collections.emptyList(), Rule.ADAM, Double.NaN);
    }

    /** All parameters of the pass, by plain descent. @param rate the same in every step */
    public static PhaseConfiguration descent(String name, double rate) {
        return new PhaseConfiguration(name, Collections.emptyList(), Collections.emptyList(), Rule.DESCENT, rate);
    }

    /** Only parameters whose names start so, such as {@code backbone.up} or {@code classifier.}. */
    public PhaseConfiguration only(String... prefixes) {
        return new PhaseConfiguration(name, List.of(prefixes), except, rule, rate);
    }

    /** All but parameters whose names start so. */
    public PhaseConfiguration except(String... prefixes) {
        return new PhaseConfiguration(name, only, List.of(prefixes), rule, rate);
    }

    /** The same rate in every step, whatever the schedule. */
    public PhaseConfiguration rate(double fixed) {
        return new PhaseConfiguration(name, only, except, rule, fixed);
    }

    public String name() {
        return name;
    }

    public Rule rule() {
        return rule;
    }

    /** The rate of every step; NaN for the schedule's. */
    public double rate() {
        return rate;
    }

    public boolean trains(String parameter) {
        return (only.isEmpty() || only.stream().anyMatch(parameter::startsWith))
                && except.stream().noneMatch(parameter::startsWith);
    }
}
