package org.coverfiji.engine.impl.network;

import java.util.Map;

import org.coverfiji.engine.api.StepTimes;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Takes the time of a step's stages at DL4J's own events. */
final class StageClock extends BaseTrainingListener {

    private long start;
    private long forward;
    private long backward;
    private StepTimes last = new StepTimes(0, 0, 0);

    void start() {
        start = System.nanoTime();
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        forward = System.nanoTime();
    }

    @Override
    public void onBackwardPass(Model model) {
        backward = System.nanoTime();
    }

    StepTimes stop() {
        long end = System.nanoTime();
        last = new StepTimes(1e-9 * (forward - start), 1e-9 * (backward - forward), 1e-9 * (end - backward));
        return last;
    }

    StepTimes last() {
        return last;
    }
}
