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

    private boolean holding;
    /** The weights laid out, while they are held and once they were needed. */
    private FloatPointer held;
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
            FloatPointer weights = holding && Convolution.heldWeightsPay(in.shape()) ? held(layout, weight)
                    : laidOut(layout, weight, shared.floats(Workspace.Use.WEIGHTS, layout.length()));
            new ForwardProduct(strips, outputs).run(new Floats(in), weights, new Floats(bias).toArray(outputs),
                    new Floats(out));
        }
    }

    /** Their layout is the same for all shapes of maps. */
    private FloatPointer held(KernelRows layout, INDArray weight) {
        if (held == null) {
            held = laidOut(layout, weight, new FloatPointer(layout.length()));
            Workspace.count(Float.BYTES * held.capacity());
        }
        return held;
    }

    private static FloatPointer laidOut(KernelRows layout, INDArray weight, FloatPointer room) {
        layout.layOut(new Floats(weight), room.asBuffer());
        return room;
    }

    @Override
    public void holdWeights(boolean hold) {
        holding = hold;
        if (held != null) {
            Workspace.count(-Float.BYTES * held.capacity());
            held.close();
            held = null;
        }
    }

    @Override
    public void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient,
            INDArray weightGradient) {
        OpenBlas.useOneThreadEach();
        Strips strips = strips(in, weight);
        KernelRows layout = layout(weight, strips);
        new WeightProduct(strips, layout, (int) weight.size(0)).run(new Floats(in), new Floats(gradient),
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
        return new KernelRows((int) weight.size(0), (int) weight.size(1), strips.slices, kernel(weight),
                strips.transform);
    }

    private static int kernel(INDArray weight) {
        return (int) weight.size(2);
    }

    @Override
    public void close() {
        if (!closed) {
            holdWeights(false);
            closed = true;
            Workspace.unregister();
        }
    }
}
