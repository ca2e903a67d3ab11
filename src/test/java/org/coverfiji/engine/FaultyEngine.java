package org.coverfiji.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongConsumer;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.model.NetworkParameters;

/**
 * An engine without arithmetic worth the name, whose steps nevertheless depend on everything that a real one's do:
 * weights, moments, step count, views and learning rate. Faults happen where a test asks for them.
 */
public final class FaultyEngine implements Engine {

    public static final String WEIGHT = "backbone.inc.double_conv.0.weight";

    /** Called with the step's number, from 0, before each step; may sleep, cancel or throw. */
    public LongConsumer beforeStep = step -> { };
    /** The step, from 0, whose vector loss is NaN. */
    public long nanLossAt = -1;
    /** The step, from 0, after which a weight is NaN although the loss is not. */
    public long nanWeightAfter = -1;
    public boolean gradientsOverflow;
    /** More samples at once, and memory does not suffice. */
    public int mostSamples = Integer.MAX_VALUE;
    /** Whether its losses are means over samples. */
    public boolean takesParts = true;
    public boolean backboneFails;
    public boolean predictionFails;
    /** Whether it is on a processor that can train in float32 alone. */
    public boolean float32Alone;
    /** Of the network that was made last. */
    public Precision precision = Precision.FLOAT32;
    /** The predicted field of a batch; the zero field where it is null. */
    public Function<ViewBatch, Tensor> prediction;
    /** The value of every feature of every pixel. */
    public float features;
    public int backbones;
    public int steps;
    /** Of every step's batch. */
    public final List<Integer> samples = new ArrayList<>();
    public int open;

    @Override
    public String report() {
        return "faulty engine\nfor tests";
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public FeatureNetwork encoder(NetworkConfiguration network, long seed) {
        throw new UnsupportedOperationException("no encoder alone");
    }

    @Override
    public TaskNetwork task(NetworkConfiguration network, TaskConfiguration task, OptimizerConfiguration optimizer,
            long seed) {
        throw new UnsupportedOperationException("only pretraining");
    }

    @Override
    public byte[] onnx(NetworkConfiguration network, TaskConfiguration task, double temperature,
            Map<String, Tensor> weights) {
        throw new UnsupportedOperationException("this double is not exported");
    }

    @Override
    public void require(Precision wanted) {
        if (float32Alone && wanted != Precision.FLOAT32) {
            throw new CoverException("precision=" + wanted + " is not available");
        }
    }

    @Override
    public double convolutionRate(NetworkConfiguration network, int images, int[] patch) {
        throw new UnsupportedOperationException("this double is not timed");
    }

    @Override
    public long nativeBytes() {
        return 1 << 20;
    }

    @Override
    public PretrainingNetwork pretraining(NetworkConfiguration network, MethodConfiguration method,
            OptimizerConfiguration optimizer, long seed) {
        open++;
        return new Network(network, seed);
    }

    @Override
    public FeatureNetwork backbone(NetworkConfiguration network, long seed) {
        if (backboneFails) {
            throw new IllegalStateException("no backbone");
        }
        open++;
        backbones++;
        return new FeatureNetwork() {
            @Override
            public Tensor[] features(Tensor images) {
                Tensor[] maps = new Tensor[NetworkConfiguration.LEVELS];
                for (int level = 0; level < maps.length; level++) {
                    int[] shape = images.shape();
                    shape[1] = network.levelChannels(level);
                    for (int axis = 2; axis < shape.length; axis++) {
                        shape[axis] /= NetworkConfiguration.levelStride(level);
                    }
                    maps[level] = Tensor.zeros(shape);
                    Arrays.fill(maps[level].data(), features);
                }
                return maps;
            }

            @Override
            public void setParameters(Map<String, Tensor> parameters) {
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    private final class Network implements PretrainingNetwork {

        private final Map<String, Tensor> parameters = new LinkedHashMap<>();
        private float momentum;
        private float step;
        private GradientExchange exchange = values -> { };

        Network(NetworkConfiguration network, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            NetworkParameters.backbone(network).forEach((name, shape) -> parameters.put(name, Tensor.zeros(shape)));
            float[] weights = parameters.get(WEIGHT).data();
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextDouble();
            }
        }

        @Override
        public boolean takesParts() {
            return takesParts;
        }

        @Override
        public StepResult step(Batch batch, double learningRate) {
            return step(List.of(batch), learningRate);
        }

        @Override
        public StepResult step(List<Batch> parts, double learningRate) {
            long now = (long) step;
            beforeStep.accept(now);
            double gradient = 0;
            int samples = parts.stream().mapToInt(Batch::samples).sum();
            for (Batch given : parts) {
                if (given.samples() > mostSamples) {
                    throw new IllegalStateException(new OutOfMemoryError("Physical memory usage is too high"));
                }
                ViewBatch part = new ViewBatch(given);
                gradient += (mean(part.moving().data()) - mean(part.fixed().data()) + mean(part.flow().data()))
                        * given.samples() / samples;
            }
            steps++;
            exchange.sum(new float[] {(float) gradient});
            FaultyEngine.this.samples.add(samples);
            momentum = (float) (0.9 * momentum + 0.1 * gradient);
            step++;
            float[] weights = parameters.get(WEIGHT).data();
            for (int i = 0; i < weights.length; i++) {
                weights[i] -= (float) (learningRate * momentum * step);
            }
            double loss = now == nanLossAt ? Double.NaN : mean(weights) + gradient;
            if (now == nanWeightAfter) {
                weights[0] = Float.NaN;
            }
            Map<String, Double> losses = new LinkedHashMap<>();
            losses.put("vector", loss);
            losses.put("consistency", (double) momentum);
            return new StepResult(losses, gradientsOverflow ? Double.POSITIVE_INFINITY : 1, gradientsOverflow);
        }

        @Override
        public void share(GradientExchange with, int from, int samples) {
            exchange = with;
        }

        private double mean(float[] values) {
            double sum = 0;
            for (float value : values) {
                sum += value;
            }
            return sum / values.length;
        }

        @Override
        public Map<String, Tensor> outputs(Batch batch) {
            if (predictionFails) {
                throw new OutOfMemoryError("native");
            }
            int[] shape = batch.get("moving").shape();
            shape[1] = shape.length - 2;
            Map<String, Tensor> fields = new LinkedHashMap<>();
            for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
                fields.put(String.valueOf(level), prediction == null ? Tensor.zeros(shape)
                        : prediction.apply(new ViewBatch(batch)));
            }
            return fields;
        }

        @Override
        public Map<String, Tensor> parameters() {
            Map<String, Tensor> copies = new LinkedHashMap<>();
            parameters.forEach((name, tensor) -> copies.put(name, new Tensor(tensor.data().clone(), tensor.shape())));
            return copies;
        }

        @Override
        public void setParameters(Map<String, Tensor> values) {
            values.forEach((name, tensor) -> parameters.put(name, new Tensor(tensor.data().clone(), tensor.shape())));
        }

        @Override
        public Map<String, Tensor> state() {
            Map<String, Tensor> state = new LinkedHashMap<>();
            state.put("m/" + WEIGHT, new Tensor(new float[] {momentum}, 1));
            state.put("step", new Tensor(new float[] {step}, 1));
            return state;
        }

        @Override
        public void setState(Map<String, Tensor> state) {
            momentum = state.get("m/" + WEIGHT).data()[0];
            step = state.get("step").data()[0];
        }

        @Override
        public void trainIn(Precision wanted) {
            require(wanted);
            precision = wanted;
        }

        @Override
        public StepTimes lastStepTimes() {
            return new StepTimes(0.1, 0.2, 0.3);
        }

        @Override
        public void close() {
            open--;
        }
    }
}
