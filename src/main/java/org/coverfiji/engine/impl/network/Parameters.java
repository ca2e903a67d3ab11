package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.layer.ParameterLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph's parameters and gradients under the published program's names. */
public final class Parameters {

    private Parameters() {
    }

    /**
     * DL4J's name, vertex_key, of each published name, in the order of the flat parameter array, which is not that of
     * DL4J's table where branches of a graph meet.
     */
    public static Map<String, String> names(ComputationGraph graph) {
        Map<String, INDArray> table = graph.paramTable();
        List<String> flat = new ArrayList<>(table.keySet());
        flat.sort(Comparator.comparingLong(name -> table.get(name).offset()));
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : flat) {
            String other = names.put(published(graph, name), name);
            if (other != null) {
                throw new IllegalStateException("the parameters " + other + " and " + name + " have one name");
            }
        }
        return names;
    }

    private static String published(ComputationGraph graph, String name) {
        int separator = name.lastIndexOf('_');
        String vertex = name.substring(0, separator);
        ParameterLayer layer = (ParameterLayer) graph.getLayer(vertex).conf().getLayer();
        return layer.parameterName(vertex, name.substring(separator + 1));
    }

    public static Map<String, Tensor> get(ComputationGraph graph) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        names(graph).forEach((name, own) -> parameters.put(name, Tensors.copy(graph.getParam(own))));
        return parameters;
    }

    /** Sets those that are named. @throws CoverException on an unknown name or another shape */
    public static void set(ComputationGraph graph, Map<String, Tensor> parameters) {
        Map<String, String> names = names(graph);
        for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
            if (!names.containsKey(entry.getKey())) {
                throw new CoverException("The weights hold \"" + entry.getKey()
                        + "\", which this network does not have;"
                        + " the model was made for another kind of network.");
            }
            INDArray target = graph.getParam(names.get(entry.getKey()));
            int[] shape = Arrays.stream(target.shape()).mapToInt(Math::toIntExact).toArray();
            if (!Arrays.equals(shape, entry.getValue().shape())) {
                throw new CoverException("The weights \"" + entry.getKey() + "\" have the shape "
                        + Arrays.toString(entry.getValue().shape()) + " where this network needs "
                        + Arrays.toString(shape) + "; the model was made with another width or number of channels.");
            }
            Tensors.fill(target, entry.getValue());
        }
    }

    /**
     * Sets all of a graph's parameters, ignoring names that it does not have. @throws CoverException if one is missing
     */
    public static void setAll(ComputationGraph graph, Map<String, Tensor> parameters) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : names(graph).keySet()) {
            if (parameters.containsKey(name)) {
                own.put(name, parameters.get(name));
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new CoverException("The weights lack " + missing.size()
                    + " arrays that this network needs, such as \""
                    + missing.get(0) + "\"; the model was made for another kind of network.");
        }
        set(graph, own);
    }

    /** The gradients that the last backward pass left. */
    public static Map<String, Tensor> gradients(ComputationGraph graph) {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        names(graph).forEach((name, own) -> gradients.put(name,
                Tensors.copy(graph.gradient().gradientForVariable().get(own))));
        return gradients;
    }
}
