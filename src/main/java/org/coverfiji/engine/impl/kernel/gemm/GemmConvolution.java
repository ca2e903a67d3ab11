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
        Strips strips = strips(in, weight);
        KernelRows layout = layout(weight, strips);
        try (Workspace shared = Workspace.lend()) {
            FloatPointer weights = shared.floats(Workspace.Use.WEIGHTS, layout.length());
            layout.layOut(new Floats(weight), weights.asBuffer());
            new ForwardProduct(strips, outputs).run(new Floats(in), weights, new Floats(bias).toArray(outputs),
                    new Floats(out));
        }
    }

    @Override
    public void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient,
            INDArray weightGradient) {
        OpenBlas.useOneThreadEach();
        Strips strips = strips(in, weight);
        KernelRows layout = layout(weight, strips);
        new WeightProduct(strips, (int) weight.size(0)).run(new Floats(in), new Floats(gradient), layout,
                new Floats(weightGradient));
        if (inGradient != null) {
            try (Workspace shared = Workspace.lend()) {
                FloatPointer turned = shared.floats(Workspace.Use.WEIGHTS, layout.length());
                layout.layOutTurned(new Floats(weight), turned.asBuffer());
                new ForwardProduct(strips(gradient, weight), (int) weight.size(1)).run(new Floats(gradient), turned,
                        null, new Floats(inGradient));
            }
        }
    }

    private static Strips strips(INDArray maps, INDArray weight) {
        return new Strips(Grid.of(maps), kernel(weight), (int) Math.max(weight.size(0), weight.size(1)));
    }

    private static KernelRows layout(INDArray weight, Strips strips) {
        return new KernelRows((int) weight.size(0), (int) weight.size(1), strips.kernelRows(),
                kernel(weight));
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
