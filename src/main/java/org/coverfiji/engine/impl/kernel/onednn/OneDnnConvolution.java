package org.coverfiji.engine.impl.kernel.onednn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Grid;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer's convolution by oneDNN. Keeps plans for the last few shapes: batches of training, validation and tiles. */
public final class OneDnnConvolution implements Convolution {

    private static final int PLANS = 4;
    /** Guards the shared working memory; one convolution keeps all cores busy anyway. */
    private static final Object LOCK = new Object();

    private final int inBlock;
    private final int outBlock;
    private final Map<String, ConvolutionPlan> plans = new LinkedHashMap<>();
    /** Null where weights may change from one call to the next. */
    private HeldWeights held;
    private Precision precision = Precision.FLOAT32;
    private boolean closed;

    /**
     * @param inBlock channels that lie together in the input: 1, 8 or 16
     * @param outBlock the same for the output
     */
    public OneDnnConvolution(int inBlock, int outBlock) {
        this.inBlock = inBlock;
        this.outBlock = outBlock;
        SharedMemory.register();
    }

    @Override
    public void forward(INDArray in, INDArray weight, INDArray bias, INDArray out) {
        synchronized (LOCK) {
            if (held == null) {
                plan(in, weight).forward(in, weight, bias, out);
            } else {
                plan(in, weight).forward(in, weight, held, bias, out);
            }
        }
    }

    @Override
    public void forwardInTraining(INDArray in, INDArray weight, INDArray bias, INDArray out) {
        synchronized (LOCK) {
            plan(in, weight).forwardInTraining(in, weight, bias, out);
        }
    }

    @Override
    public void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient,
            INDArray weightGradient) {
        synchronized (LOCK) {
            plan(in, weight).backward(in, weight, gradient, inGradient, weightGradient);
        }
    }

    private ConvolutionPlan plan(INDArray in, INDArray weight) {
        String key = Arrays.toString(in.shape());
        ConvolutionPlan plan = plans.remove(key);
        if (plan == null) {
            if (plans.size() == PLANS) {
                String eldest = plans.keySet().iterator().next();
                plans.remove(eldest).close();
            }
            plan = new ConvolutionPlan(new ConvolutionShape(Grid.of(in, inBlock).rowMajorShape(), inBlock,
                    weight.shape(), outBlock), precision == Precision.BF16);
        }
        plans.put(key, plan);
        return plan;
    }

    @Override
    public void trainIn(Precision wanted) {
        if (wanted == Precision.BF16 && !OneDnn.multipliesBf16()) {
            throw new CoverException("precision=" + wanted + " is not available on this processor, which has no"
                    + " instructions for bf16 numbers (AVX512_BF16 or AMX) but " + OneDnn.instructionSet()
                    + "; leave precision at float32.");
        }
        synchronized (LOCK) {
            closePlans();
            precision = wanted;
        }
    }

    private void closePlans() {
        plans.values().forEach(ConvolutionPlan::close);
        plans.clear();
    }

    @Override
    public void holdWeights(boolean hold) {
        synchronized (LOCK) {
            if (held != null) {
                held.close();
            }
            held = hold && !closed ? new HeldWeights() : null;
        }
    }

    @Override
    public void close() {
        synchronized (LOCK) {
            if (!closed) {
                holdWeights(false);
                closed = true;
                closePlans();
                SharedMemory.unregister();
            }
        }
    }
}
