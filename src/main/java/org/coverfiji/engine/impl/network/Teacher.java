package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.layer.WholeBatch;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A second graph that is not trained but follows the first by a moving average of its parameters. */
final class Teacher implements AutoCloseable {

    private static final String PREFIX = "teacher/";

    private final GraphRunner runner;
    private final MovingAverage average;
    private final TeacherPolicy policy;

    /** Starts as a copy of the network in training. */
    Teacher(ComputationGraphConfiguration configuration, GraphRunner online, TeacherPolicy policy) {
        runner = new GraphRunner(configuration);
        average = new MovingAverage(runner.graph(), online.graph());
        average.copy();
        this.policy = policy;
    }

    /** Makes it see the whole batch where it normalises over it. */
    void share(WholeBatch batch) {
        runner.normaliseOver(batch);
    }

    void follow(TeacherPolicy moment, double momentum) {
        if (moment == policy) {
            average.update(momentum);
        }
    }

    /** Its outputs by name; no gradient. */
    Map<String, Tensor> embed(Tensor... views) {
        INDArray images = runner.array(Graphs.IMAGES, views);
        return runner.infer(images);
    }

    /** Its parameters, {@code teacher/name}. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        runner.parameters().forEach((name, tensor) -> state.put(PREFIX + name, tensor));
        return state;
    }

    /** @throws org.coverfiji.CoverException if a parameter is missing or of another shape */
    void setState(Map<String, Tensor> state) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        runner.parameters().forEach((name, tensor) -> own.put(name,
                NamedState.require(state, PREFIX + name, tensor.data().length)));
        runner.setParameters(own);
    }

    @Override
    public void close() {
        runner.close();
    }
}
