package org.coverfiji.engine.impl.layer;

import java.util.List;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * An output layer that only computes a loss of its input, labels and label mask, and the loss's gradient. It averages
 * by itself, so the network must be configured with {@code miniBatch(false)}.
 */
public abstract class MaskedLossLayer<C extends MaskedLoss> extends AbstractLayer<C>
        implements IOutputLayer, Inference {

    private static final long serialVersionUID = 1L;

    protected final transient Kernels kernels;
    private transient INDArray labels;
    private double loss = Double.NaN;
    /** Whether the backward pass already found the loss of this input: DL4J asks for the score after it. */
    private boolean known;

    MaskedLossLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        kernels = KernelChoice.forType(dataType);
    }

    /** The loss, unweighted. */
    protected abstract double loss(INDArray labels, INDArray mask);

    /** The loss, unweighted, of a map given as if it were the layer's input; that of the last batch stays as it is. */
    public double lossOf(INDArray map, INDArray trueLabels, INDArray mask) {
        input = map;
        double value = loss(trueLabels, mask);
        input = null;
        return value;
    }

    /** What the loss counts for in the network's score. */
    protected abstract double weight();

    /**
     * Writes weight · dL/dinput.
     *
     * @return the loss, unweighted
     */
    protected abstract double gradient(INDArray labels, INDArray mask, INDArray target);

    /** The loss of the last batch, unweighted; NaN before the first. */
    public double lastLoss() {
        return loss;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return infer(new INDArray[] {input},
                shape -> workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c'));
    }

    /** The map itself, or what the loss takes it for. */
    @Override
    public INDArray infer(INDArray[] inputs, Allocator allocator) {
        return allocator.create(inputs[0].shape()).assign(inputs[0]);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!known) {
            loss = loss(labels, maskArray);
        }
        return weight() * loss + regularization;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray target = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        loss = gradient(labels, maskArray, target);
        known = true;
        return new Pair<>(new DefaultGradient(), target);
    }

    @Override
    public void setInput(INDArray newInput, LayerWorkspaceMgr workspaces) {
        super.setInput(newInput, workspaces);
        known = false;
    }

    @Override
    public double score() {
        return weight() * loss;
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public void setLabels(INDArray labels) {
        this.labels = labels;
        known = false;
    }

    @Override
    public INDArray getLabels() {
        return labels;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {
        // There are no parameters.
    }

    @Override
    public int numLabels() {
        return (int) labels.size(1);
    }

    @Override
    public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
        throw notSupported();
    }

    @Override
    public double f1Score(DataSet data) {
        throw notSupported();
    }

    @Override
    public double f1Score(INDArray examples, INDArray truth) {
        throw notSupported();
    }

    @Override
    public void fit(DataSetIterator iterator) {
        throw notSupported();
    }

    @Override
    public int[] predict(INDArray examples) {
        throw notSupported();
    }

    @Override
    public List<String> predict(DataSet dataSet) {
        throw notSupported();
    }

    @Override
    public void fit(INDArray examples, INDArray truth) {
        throw notSupported();
    }

    @Override
    public void fit(DataSet data) {
        throw notSupported();
    }

    @Override
    public void fit(INDArray examples, int[] truth) {
        throw notSupported();
    }

    private static UnsupportedOperationException notSupported() {
        return new UnsupportedOperationException("a masked loss is trained only as part of its graph");
    }
}
