package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coverfiji.engine.impl.layer.Inference;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph's forward pass in inference: its vertices one after the other, as far as the outputs need them, without what
 * DL4J does around each, which takes as long as computing it where maps are small. Arrays stay for the next pass on
 * inputs of the same shapes.
 */
final class ForwardPass implements AutoCloseable {

    /** What vertices make beside their arrays, for a moment; else it would wait for the garbage collector. */
    private static final WorkspaceConfiguration PASSING = WorkspaceConfiguration.builder()
            .policyLearning(LearningPolicy.FIRST_LOOP).policySpill(SpillPolicy.EXTERNAL).build();

    private final DataType type;
    private final List<Step> steps = new ArrayList<>();
    /** The values' indices: inputs come first, then the steps' values in order. */
    private final int[] outputs;
    private PassArrays arrays;
    private long[][] shapes;
    private boolean holding;

    /** @throws IllegalArgumentException if a vertex knows no inference */
    ForwardPass(ComputationGraph graph) {
        type = graph.getConfiguration().getDataType();
        List<String> order = order(graph);
        Map<String, Integer> indices = new HashMap<>();
        graph.getConfiguration().getNetworkInputs().forEach(input -> indices.put(input, indices.size()));
        order.forEach(name -> indices.put(name, indices.size()));
        List<String> ends = graph.getConfiguration().getNetworkOutputs();
        outputs = ends.stream().mapToInt(indices::get).toArray();
        Set<String> read = new HashSet<>(ends);
        // From the end on: the first step that reads a value, seen from there, is the last one.
        for (int i = order.size() - 1; i >= 0; i--) {
            List<String> inputs = graph.getConfiguration().getVertexInputs().get(order.get(i));
            int[] last = inputs.stream().filter(read::add).mapToInt(indices::get).toArray();
            steps.add(0, new Step(inference(graph.getVertex(order.get(i))),
                    inputs.stream().mapToInt(indices::get).toArray(), last));
        }
    }

    private static Inference inference(GraphVertex vertex) {
        Object runtime = vertex.hasLayer() ? vertex.getLayer() : vertex;
        if (!(runtime instanceof Inference)) {
            throw new IllegalArgumentException(vertex.getVertexName() + " knows no inference");
        }
        return (Inference) runtime;
    }

    /** The vertices that the outputs need, each after those that it reads; without the inputs. */
    private static List<String> order(ComputationGraph graph) {
        Map<String, List<String>> inputs = graph.getConfiguration().getVertexInputs();
        Set<String> needed = new HashSet<>(graph.getConfiguration().getNetworkOutputs());
        List<String> order = new ArrayList<>();
        int[] topological = graph.topologicalSortOrder();
        for (int i = topological.length - 1; i >= 0; i--) {
            String name = graph.getVertices()[topological[i]].getVertexName();
            if (needed.contains(name) && inputs.containsKey(name)) {
                order.add(0, name);
                needed.addAll(inputs.get(name));
            }
        }
        return order;
    }

    /** Promises that no parameter changes, until {@link #close()}. */
    void holdParameters() {
        setHolding(true);
    }

    private void setHolding(boolean hold) {
        if (holding != hold) {
            holding = hold;
            steps.forEach(step -> step.vertex.holdParameters(hold));
        }
    }

    /** The outputs: arrays of this pass, valid until the next one or until it is closed; not to be closed. */
    INDArray[] run(INDArray... inputs) {
        long[][] given = Arrays.stream(inputs).map(INDArray::shape).toArray(long[][]::new);
        if (arrays == null || !Arrays.deepEquals(given, shapes)) {
            forgetArrays();
            arrays = new PassArrays(type);
            shapes = given;
        }
        try (MemoryWorkspace passing = Nd4j.getWorkspaceManager().getAndActivateWorkspace(PASSING, "COVER inference")) {
            return pass(inputs);
        } catch (RuntimeException | OutOfMemoryError e) {
            // What is not complete is of no use, and a smaller batch may need the memory.
            forgetArrays();
            throw e;
        }
    }

    private INDArray[] pass(INDArray[] inputs) {
        INDArray[] values = Arrays.copyOf(inputs, inputs.length + steps.size());
        arrays.begin();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            INDArray value = step.vertex.infer(Arrays.stream(step.inputs).mapToObj(index -> values[index])
                    .toArray(INDArray[]::new), arrays);
            values[inputs.length + i] = value;
            arrays.done(value);
            for (int index : step.readLast) {
                arrays.release(values[index]);
            }
        }
        arrays.end();
        return Arrays.stream(outputs).mapToObj(index -> values[index]).toArray(INDArray[]::new);
    }

    private void forgetArrays() {
        if (arrays != null) {
            arrays.close();
            arrays = null;
        }
    }

    /** Releases all that it keeps; it may be run again. */
    @Override
    public void close() {
        forgetArrays();
        setHolding(false);
    }

    /** One vertex. */
    private static final class Step {

        final Inference vertex;
        final int[] inputs;
        /** Values that no later step reads, nor are they outputs. */
        final int[] readLast;

        Step(Inference vertex, int[] inputs, int[] readLast) {
            this.vertex = vertex;
            this.inputs = inputs;
            this.readLast = readLast;
        }
    }
}
