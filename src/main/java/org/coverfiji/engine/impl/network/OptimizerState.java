package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Adam's moments by parameter, and the number of steps taken: what a checkpoint needs beside the weights. */
final class OptimizerState {

    private static final String STEP = "step";
    private static final String[] MOMENTS = {"m/", "v/"};

    private OptimizerState() {
    }

    static Map<String, Tensor> get(ComputationGraph graph) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(STEP, new Tensor(new float[] {graph.getIterationCount()}, 1));
        views(graph).forEach((name, view) -> state.put(name, Tensors.copy(view)));
        return state;
    }

    static void set(ComputationGraph graph, Map<String, Tensor> state) {
        Map<String, INDArray> views = views(graph);
        if (!state.containsKey(STEP) || !state.keySet().containsAll(views.keySet())) {
            throw new CoverException("The optimizer's state does not fit this network; training cannot go on from it.");
        }
        views.forEach((name, view) -> {
            if (state.get(name).data().length != view.length()) {
                throw new CoverException("The optimizer's state \"" + name + "\" has " + state.get(name).data().length
                        + " values where this network needs " + view.length() + ".");
            }
            Tensors.fill(view, state.get(name));
        });
        graph.getConfiguration().setIterationCount(Math.round(state.get(STEP).data()[0]));
    }

    /** DL4J keeps, per block of parameters, all first moments and then all second moments. */
    private static Map<String, INDArray> views(ComputationGraph graph) {
        Map<String, String> published = new LinkedHashMap<>();
        Parameters.names(graph).forEach((name, own) -> published.put(own, name));
        Map<String, INDArray> views = new LinkedHashMap<>();
        for (UpdaterBlock block : graph.getUpdater(true).getUpdaterBlocks()) {
            INDArray state = block.getUpdaterView().reshape(block.getUpdaterView().length());
            long half = state.length() / 2;
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                String own = parameter.getLayer().getConfig().getLayerName() + "_" + parameter.getParamName();
                for (int moment = 0; moment < MOMENTS.length; moment++) {
                    long from = moment * half + parameter.getParamOffsetStart() - block.getParamOffsetStart();
                    long to = from + parameter.getParamOffsetEnd() - parameter.getParamOffsetStart();
                    views.put(MOMENTS[moment] + published.get(own), state.get(NDArrayIndex.interval(from, to)));
                }
            }
        }
        return views;
    }
}
