package org.coverfiji.engine;

import java.util.Map;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;

/** A loaded engine whose report tells why its device was chosen, which the implementation cannot know. */
final class ChosenEngine implements Engine {

    private final Engine engine;
    private final String reason;

    /** @param reason why this device, a clause without a full stop */
    ChosenEngine(Engine engine, String reason) {
        this.engine = engine;
        this.reason = reason;
    }

    @Override
    public String report() {
        return "Device chosen: " + engine.device() + ", because " + reason + "\n" + engine.report();
    }

    @Override
    public String device() {
        return engine.device();
    }

    @Override
    public PretrainingNetwork pretraining(NetworkConfiguration network, MethodConfiguration method,
            OptimizerConfiguration optimizer, long seed) {
        return engine.pretraining(network, method, optimizer, seed);
    }

    @Override
    public FeatureNetwork backbone(NetworkConfiguration network, long seed) {
        return engine.backbone(network, seed);
    }

    @Override
    public FeatureNetwork encoder(NetworkConfiguration network, long seed) {
        return engine.encoder(network, seed);
    }

    @Override
    public TaskNetwork task(NetworkConfiguration network, TaskConfiguration task, OptimizerConfiguration optimizer,
            long seed) {
        return engine.task(network, task, optimizer, seed);
    }

    @Override
    public byte[] onnx(NetworkConfiguration network, TaskConfiguration task, double temperature,
            Map<String, Tensor> weights) {
        return engine.onnx(network, task, temperature, weights);
    }

    @Override
    public void require(Precision precision) {
        engine.require(precision);
    }

    @Override
    public double convolutionRate(NetworkConfiguration network, int images, int[] patch) {
        return engine.convolutionRate(network, images, patch);
    }

    @Override
    public long nativeBytes() {
        return engine.nativeBytes();
    }
}
