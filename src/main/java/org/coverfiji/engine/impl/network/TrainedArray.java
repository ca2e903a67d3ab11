package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.coverfiji.engine.api.ArrayConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PhaseConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.coverfiji.engine.impl.optimizer.PhaseUpdate;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array of a loss core's own that is trained beside the graph, such as prototypes: see {@link ArrayConfiguration}.
 * It is a parameter of the method; its moments are in a phase of its name.
 */
final class TrainedArray implements AutoCloseable {

    private static final String STEP = "step";

    private final String name;
    private final ArrayConfiguration configuration;
    private final INDArray values;
    private final INDArray gradient;
    private final PhaseUpdate update;
    /** Steps of the network, frozen ones included. */
    private long steps;

    TrainedArray(String name, ArrayConfiguration configuration, OptimizerConfiguration optimizer, long seed) {
        this.name = name;
        this.configuration = configuration;
        long length = (long) configuration.rows() * configuration.channels();
        values = Nd4j.create(DataType.FLOAT, length);
        gradient = Nd4j.create(DataType.FLOAT, length);
        update = new PhaseUpdate(Phase.of(PhaseConfiguration.adam(name), optimizer), Map.of(name, length), values,
                () -> gradient);
        setValues(start(seed));
    }

    private Tensor start(long seed) {
        Tensor start = Tensor.zeros(configuration.rows(), configuration.channels());
        Random random = new Random(new Seeds(seed).of(name));
        for (int i = 0; i < start.data().length; i++) {
            start.data()[i] = (float) random.nextGaussian();
        }
        unitRows(start.data());
        return start;
    }

    private void unitRows(float[] rows) {
        int channels = configuration.channels();
        for (int row = 0; row < rows.length; row += channels) {
            double squares = 0;
            for (int i = row; i < row + channels; i++) {
                squares += (double) rows[i] * rows[i];
            }
            double length = Math.max(Math.sqrt(squares), 1e-12);
            for (int i = row; i < row + channels; i++) {
                rows[i] = (float) (rows[i] / length);
            }
        }
    }

    /** What the core reads in a step, [rows, channels]; brings rows back to length 1 where they are to be kept so. */
    Tensor forStep() {
        if (configuration.unitRows()) {
            Tensor now = values();
            unitRows(now.data());
            setValues(now);
        }
        return values();
    }

    /** Follows a gradient of its shape; null for none. @return whether it was finite */
    boolean follow(Tensor slope, double rate) {
        boolean frozen = steps++ < configuration.frozenSteps();
        if (frozen || slope == null) {
            return true;
        }
        if (slope.data().length != values.length()) {
            throw new IllegalArgumentException(slope + " as gradient of " + name);
        }
        Tensors.fill(gradient, slope);
        return update.step(rate);
    }

    /** A copy. */
    Tensor values() {
        return new Tensor(Tensors.copy(values).data(), configuration.rows(), configuration.channels());
    }

    void setValues(Tensor newValues) {
        Tensors.fill(values, newValues);
    }

    /** {@code name/step} of the network, {@code name/updates} and the moments. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(name + "/" + STEP, new Tensor(new float[] {steps}, 1));
        state.put(name + "/updates", new Tensor(new float[] {update.steps()}, 1));
        update.moments().forEach((moment, view) -> state.put(name + "/" + moment, Tensors.copy(view)));
        return state;
    }

    /** @throws org.coverfiji.CoverException if something is missing or of another length */
    void setState(Map<String, Tensor> state) {
        steps = Math.round(NamedState.require(state, name + "/" + STEP, 1).data()[0]);
        update.setSteps(Math.round(NamedState.require(state, name + "/updates", 1).data()[0]));
        update.moments().forEach((moment, view) -> Tensors.fill(view,
                NamedState.require(state, name + "/" + moment, view.length())));
    }

    @Override
    public void close() {
        update.close();
        values.close();
        gradient.close();
    }
}
