package org.coverfiji.app.pretrain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.method.CoverRecipe;

/**
 * Makes the choices that a plan leaves open, one after the other, by short runs: of the candidates that predict about
 * as well as the best the first, which changes least.
 */
final class Choices {

    /** The usual one first. */
    static final List<Double> MOTIONS = List.of(CoverRecipe.MOTION.standard(), 0.3, 1.0);
    static final List<Double> RATES = List.of(PretrainSettings.USUAL_LEARNING_RATE, 3e-4, 3e-3);

    /** Errors that differ by less are about as good: they scatter by so much between seeds. */
    private static final double ALIKE = 0.05;

    private final Probe probe;
    private final Consumer<String> log;
    /** Of short runs made already. */
    private final Map<String, Double> errors = new HashMap<>();
    private final int steps;
    private PretrainPlan plan;

    /** @param log hears of every short run */
    Choices(Probe probe, PretrainPlan plan, Consumer<String> log) {
        this.probe = probe;
        this.plan = plan;
        steps = plan.steps();
        this.log = log;
    }

    /** @throws org.coverfiji.CancelledException if the run is to end */
    PretrainPlan make() {
        if (plan.settings().automaticResize()) {
            choose("resize", plan.sizes(), PretrainPlan::size, PretrainSettings.Builder::resize);
        }
        if (plan.settings().automaticMotion()) {
            choose(CoverRecipe.MOTION.key(), MOTIONS, String::valueOf,
                    (builder, motion) -> builder.set(CoverRecipe.MOTION, motion));
        }
        if (plan.settings().automaticRate()) {
            choose(PretrainSettings.RATE.key(), RATES, String::valueOf, PretrainSettings.Builder::learningRate);
        }
        return plan;
    }

    private <T> void choose(String key, List<T> candidates, Function<T, String> name,
            BiFunction<PretrainSettings.Builder, T, PretrainSettings.Builder> with) {
        List<Double> found = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        log.accept("Finding out " + key + ": " + Counted.of(candidates.size(), "short run") + " of " + steps
                + " steps, with " + candidates.stream().map(name).collect(Collectors.joining(", ")) + ".");
        for (T candidate : candidates) {
            double error = error(with.apply(plan.settings().toBuilder(), candidate).build());
            found.add(error);
            figures.add(String.format(Locale.ROOT, "%.2f with %s", error, name.apply(candidate)));
            log.accept("Short run of " + steps + " steps: the error is " + figures.get(figures.size() - 1)
                    + " as " + key + ".");
        }
        double best = found.stream().min(Double::compare).orElseThrow();
        T chosen = candidates.get(0);
        for (int i = candidates.size() - 1; i >= 0; i--) {
            chosen = found.get(i) <= best + ALIKE ? candidates.get(i) : chosen;
        }
        plan = plan.with(with.apply(plan.settings().toBuilder(), chosen).build(), key + " " + name.apply(chosen)
                + ", after short runs of " + steps + " steps, in which the error on images that were held back"
                + " was " + String.join(", ", figures) + ".");
    }

    /** What is still open has its usual value meanwhile. */
    private double error(PretrainSettings candidate) {
        PretrainSettings.Builder builder = candidate.toBuilder().learningRate(candidate.learningRate());
        if (candidate.automaticMotion()) {
            builder.set(CoverRecipe.MOTION, CoverRecipe.MOTION.standard());
        }
        PretrainSettings whole = builder.build();
        return errors.computeIfAbsent(whole.toMap() + " " + whole.methodMap(),
                key -> probe.error(whole, usualViews(whole), steps));
    }

    /** All are judged by the same motion. */
    private static PretrainSettings usualViews(PretrainSettings settings) {
        return settings.recipe().settings().contains(CoverRecipe.MOTION)
                ? settings.toBuilder().set(CoverRecipe.MOTION, CoverRecipe.MOTION.standard()).build() : settings;
    }
}
