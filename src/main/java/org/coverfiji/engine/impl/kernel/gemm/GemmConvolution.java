package org.coverfiji.engine.impl.kernel.gemm;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer's convolution as products of matrices, for row-major maps of floats in the processor's memory. How the work
 * is divided is a matter of shapes alone, so that results are the same on any number of threads.
 */
public final class GemmConvolution implements Convolution {

    private boolean closed;

    public GemmConvolution() {
        Workspace.register();
    }

    @Override
    public void forward(INDArray in, INDArray weight, INDArray bias, INDArray out) {
        OpenBlas.useOneThreadEach();
        int outputs = (int) weight.size(0);
        new ForwardProduct(Grid.of(in), kernel(weight), outputs).run(new Floats(in), new Floats(weight).pointer(0),
                new Floats(bias).toArray(outputs), new Floats(out));
    }

    @Override
    public void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient,
            INDArray weightGradient) {
        OpenBlas.useOneThreadEach();
        Floats gradients = new Floats(gradient);
        new WeightProduct(Grid.of(in), kernel(weight), Grid.of(gradient)).run(new Floats(in), gradients,
                new Floats(weightGradient));
        if (inGradient != null) {
            inGradient(weight, gradients, Grid.of(gradient), inGradient);
        }
    }

    private static void inGradient(INDArray weight, Floats gradients, Grid grid, INDArray inGradient) {
        int inputs = (int) weight.size(1);
        try (Workspace shared = Workspace.lend()) {
            FloatPointer turned = shared.floats(Workspace.Use.WEIGHTS, weight.length());
            TurnedWeights.of(new Floats(weight), grid.channels, inputs, Columns.rowsPerChannel(grid, kernel(weight)),
                    turned.asBuffer());
            new ForwardProduct(grid, kernel(weight), inputs).run(gradients, turned, null, new Floats(inGradient));
        }
    }

    private static int kernel(INDArray weight) {
        return (int) weight.size(2);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Workspace.unregister();
        }
    }
}
