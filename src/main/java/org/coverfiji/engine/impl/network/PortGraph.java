package org.coverfiji.engine.impl.network;

import java.util.List;
import java.util.Map;

import org.coverfiji.MemoryShortage;
import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A ComputationGraph whose forward and backward pass can be run with something else in between, in DL4J's workspaces:
 * what its {@code fit} does, without the update, or with errors from outside instead of its own losses. Its outputs are
 * either loss layers or ports, see {@link org.coverfiji.engine.impl.layer.PortVertex}.
 */
final class PortGraph extends ComputationGraph {

    private static final long serialVersionUID = 1L;

    /** The graph, initialised. */
    static PortGraph of(ComputationGraphConfiguration configuration) {
        PortGraph graph = new PortGraph(configuration);
        graph.init();
        return graph;
    }

    private PortGraph(ComputationGraphConfiguration configuration) {
        super(configuration);
    }

    /** @throws IllegalArgumentException if an output feeds other vertices */
    void requireTrainable() {
        for (String output : ports()) {
            VertexIndices[] readers = getVertex(output).getOutputVertices();
            if (readers != null && readers.length > 0) {
                throw new IllegalArgumentException("the output \"" + output + "\" feeds other vertices, whose gradients"
                        + " DL4J would replace by the errors from outside; give it out through a PortVertex");
            }
        }
    }

    /** Of all parameters, flat; made when it is first asked for, since inference needs none. */
    INDArray gradients() {
        if (getFlattenedGradients() == null) {
            requireTrainable();
            initGradientsView();
        }
        return getFlattenedGradients();
    }

    /** What happens between the passes. */
    interface Between {

        /** The outputs' arrays are in a workspace and only valid during the call; so must errors be that come back. */
        INDArray[] errors(INDArray[] outputs);
    }

    /**
     * Both passes in training mode; gradients are left in {@link #gradients()}.
     *
     * @param between gets the ports' values, in the order of the outputs, and gives dL/dport for each
     */
    void passesWithErrors(INDArray[] inputs, Between between) {
        passes(inputs, null, null, between);
    }

    /**
     * Both passes in training mode, with the graph's own loss layers.
     *
     * @param labels per output, likewise the masks
     * @param forwardDone is run after the forward pass, which leaves out the loss layers
     */
    void passesWithLabels(INDArray[] inputs, INDArray[] labels, INDArray[] masks, Runnable forwardDone) {
        passes(inputs, labels, masks, outputs -> {
            forwardDone.run();
            return new INDArray[0];
        });
    }

    private void passes(INDArray[] inputs, INDArray[] labels, INDArray[] masks, Between between) {
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.builder()
                .with(ArrayType.ACTIVATIONS, WS_ALL_LAYERS_ACT, WS_ALL_LAYERS_ACT_CONFIG).build();
        gradients();
        setLabels(labels);
        try (MemoryWorkspace open = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
            Map<String, INDArray> activations = ffToLayerActivationsInWS(true, -1,
                    labels == null ? null : getOutputLayerIndices(), FwdPassType.STANDARD, false, inputs, null, masks,
                    false);
            INDArray[] errors;
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                errors = between.errors(outputs(activations));
            }
            calcBackpropGradients(false, false, errors);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (MemoryShortage.isIn(e)) {
                // Else what they have grown to would stay, and a smaller batch would find no more memory than this one.
                Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
            }
            throw e;
        } finally {
            for (GraphVertex vertex : vertices) {
                vertex.clear();
            }
            clearLayerMaskArrays();
        }
    }

    private INDArray[] outputs(Map<String, INDArray> activations) {
        return getConfiguration().getNetworkOutputs().stream().map(activations::get).toArray(INDArray[]::new);
    }

    /** The names of the outputs, in order. */
    List<String> ports() {
        return getConfiguration().getNetworkOutputs();
    }

    /** Releases all native memory; DL4J's own close leaves what the layers keep to the garbage collector. */
    @Override
    public void close() {
        for (Layer layer : layers) {
            layer.close();
        }
        super.close();
    }
}
