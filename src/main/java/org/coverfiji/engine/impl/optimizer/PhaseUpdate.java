package org.coverfiji.engine.impl.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.coverfiji.engine.impl.kernel.Optimizer;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Carries out the steps of one {@link Phase} on a network's flat parameters: clips, decays, applies the rule and
 * subtracts. Parameters that follow each other are treated as one piece of memory. Holds the phase's moments, native
 * arrays that are made when they are first needed, which they are not for inference, and that {@link #close()}
 * releases.
 */
public final class PhaseUpdate implements AutoCloseable {

    private final Phase phase;
    private final Map<String, Long> names;
    private final INDArray parameters;
    private final Supplier<INDArray> gradients;
    private final Optimizer kernels;
    private final List<Piece> pieces = new ArrayList<>();
    /** Null until they are needed. */
    private INDArray[] moments;
    private final Map<String, INDArray> state = new LinkedHashMap<>();
    private long steps;
    private double lastNorm = Double.NaN;

    /**
     * @param names of all parameters with their lengths, in the order in which they follow each other
     * @param parameters all of them, flat
     * @param gradients likewise, filled by the backward pass; asked for when they are first needed
     */
    public PhaseUpdate(Phase phase, Map<String, Long> names, INDArray parameters, Supplier<INDArray> gradients) {
        this.phase = phase;
        this.names = names;
        this.parameters = parameters;
        this.gradients = gradients;
        kernels = KernelChoice.forType(parameters.dataType()).optimizer();
        if (trained() == 0) {
            throw new IllegalArgumentException("the phase \"" + phase.name() + "\" trains none of " + names.keySet());
        }
    }

    private long trained() {
        return names.entrySet().stream().filter(e -> phase.trains(e.getKey())).mapToLong(Map.Entry::getValue).sum();
    }

    /** Makes moments and gradients, unless they are there; before anything is changed, as memory may not suffice. */
    public void prepare() {
        if (moments != null) {
            return;
        }
        INDArray gradient = gradients.get();
        List<String> momentNames = phase.rule().moments();
        INDArray[] made = new INDArray[momentNames.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = Nd4j.zeros(parameters.dataType(), trained());
        }
        moments = made;
        divide(momentNames, gradient);
    }

    private void divide(List<String> momentNames, INDArray gradient) {
        long position = 0;
        long from = -1;
        long done = 0;
        for (Map.Entry<String, Long> parameter : names.entrySet()) {
            boolean trains = phase.trains(parameter.getKey());
            if (trains) {
                from = from < 0 ? position : from;
                long at = done + position - from;
                for (int i = 0; i < moments.length; i++) {
                    state.put(momentNames.get(i) + "/" + parameter.getKey(),
                            part(moments[i], at, at + parameter.getValue()));
                }
            } else if (from >= 0) {
                done = add(gradient, from, position, done);
                from = -1;
            }
            position += parameter.getValue();
        }
        if (from >= 0) {
            add(gradient, from, position, done);
        }
    }

    private long add(INDArray gradient, long from, long to, long done) {
        INDArray[] own = new INDArray[moments.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = part(moments[i], done, done + to - from);
        }
        pieces.add(new Piece(part(parameters, from, to), part(gradient, from, to), own));
        return done + to - from;
    }

    private static INDArray part(INDArray flat, long from, long to) {
        return flat.reshape(flat.length()).get(NDArrayIndex.interval(from, to));
    }

    /**
     * One step along the gradients at hand, which it overwrites.
     *
     * <p>Where they are not finite they count as 0, without decay: an image without contrast makes every group
     * normalisation multiply gradients by 1/√ε, until they overflow although the loss is finite. Weights that diverged
     * show in the loss.
     *
     * @param rate what the run's schedule has for it
     * @return whether the gradient was finite
     */
    public boolean step(double rate) {
        prepare();
        lastNorm = norm();
        boolean finite = Double.isFinite(lastNorm);
        // The small constant is PyTorch's, in clip_grad_norm_.
        double scale = Math.min(1, phase.clipNorm() / (lastNorm + 1e-6));
        steps++;
        for (Piece piece : pieces) {
            if (finite) {
                kernels.scaleAndDecay(piece.gradient, piece.parameters, scale, phase.weightDecay());
            } else {
                piece.gradient.assign(0);
            }
            phase.rule().apply(piece.gradient, piece.moments, steps, phase.rate(rate));
            piece.parameters.subi(piece.gradient);
        }
        return finite;
    }

    private double norm() {
        if (pieces.size() == 1) {
            return kernels.norm(pieces.get(0).gradient);
        }
        double squares = 0;
        for (Piece piece : pieces) {
            double norm = kernels.norm(piece.gradient);
            squares += norm * norm;
        }
        return Math.sqrt(squares);
    }

    public Phase phase() {
        return phase;
    }

    /** The gradient's norm of the last step, before clipping; NaN before the first. */
    public double lastNorm() {
        return lastNorm;
    }

    /** Steps taken so far. */
    public long steps() {
        return steps;
    }

    public void setSteps(long taken) {
        steps = taken;
    }

    /** The moments by {@code moment/parameter}, for example {@code m/head.weight}: flat views, to be read or filled. */
    public Map<String, INDArray> moments() {
        prepare();
        return state;
    }

    /** Makes the moments of a parameter 0. */
    public void forget(String parameter) {
        for (String moment : phase.rule().moments()) {
            INDArray view = state.get(moment + "/" + parameter);
            if (view != null) {
                view.assign(0);
            }
        }
    }

    @Override
    public void close() {
        for (INDArray moment : moments == null ? new INDArray[0] : moments) {
            moment.close();
        }
    }

    /** Trained parameters without a gap. */
    private static final class Piece {

        private final INDArray parameters;
        private final INDArray gradient;
        private final INDArray[] moments;

        Piece(INDArray parameters, INDArray gradient, INDArray[] moments) {
            this.parameters = parameters;
            this.gradient = gradient;
            this.moments = moments;
        }
    }
}
