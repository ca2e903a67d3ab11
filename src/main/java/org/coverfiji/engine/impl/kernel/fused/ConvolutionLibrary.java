package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.Relayout;
import org.coverfiji.engine.impl.kernel.gemm.GemmConvolution;
import org.coverfiji.engine.impl.kernel.gemm.OpenBlas;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.coverfiji.engine.impl.kernel.onednn.OneDnnConvolution;
import org.coverfiji.engine.impl.kernel.onednn.OneDnnRelayout;

/** Who convolves float maps on the processor; the fastest first. */
public enum ConvolutionLibrary {

    /** oneDNN's compiled convolutions, on maps in blocks of channels. */
    ONEDNN {
        /** Where it wants row-major maps it has no convolutions made for the processor: so for most of ARM's. */
        @Override
        public boolean available() {
            return OneDnn.available() && OneDnn.channelBlock() > 1;
        }

        @Override
        int channelBlock(int channels) {
            return channels % OneDnn.channelBlock() == 0 ? OneDnn.channelBlock() : 1;
        }

        @Override
        Convolution convolution(int inBlock, int outBlock) {
            return new OneDnnConvolution(inBlock, outBlock);
        }

        @Override
        Relayout relayout(int block) {
            return new OneDnnRelayout(block);
        }

        @Override
        public String description() {
            return "oneDNN " + OneDnn.version() + " with " + OneDnn.instructionSet();
        }
    },

    /** Products of matrices by OpenBLAS, on row-major maps. */
    GEMM {
        @Override
        public boolean available() {
            return OpenBlas.available();
        }

        @Override
        Convolution convolution(int inBlock, int outBlock) {
            requireRowMajor(inBlock, outBlock);
            return new GemmConvolution();
        }

        @Override
        public String description() {
            String processor = OpenBlas.processor();
            return "products of matrices by OpenBLAS" + (processor.isEmpty() ? "" : " for " + processor);
        }
    },

    /** ND4J's own convolutions, which are slow where they do not come from oneDNN. */
    ND4J {
        @Override
        public boolean available() {
            return true;
        }

        @Override
        Convolution convolution(int inBlock, int outBlock) {
            requireRowMajor(inBlock, outBlock);
            return Nd4jConvolution.INSTANCE;
        }

        @Override
        public String description() {
            return "ND4J's own";
        }
    };

    /** The fastest one that works on this computer. */
    public static ConvolutionLibrary fastest() {
        for (ConvolutionLibrary library : values()) {
            if (library.available()) {
                return library;
            }
        }
        throw new IllegalStateException("ND4J's convolutions are always available");
    }

    /** Whether it works on this computer. */
    public abstract boolean available();

    /** Its name and version and, as far as it tells, the processor's instructions that it uses. */
    public abstract String description();

    /** As {@link Kernels} say, and so the others below. */
    int channelBlock(int channels) {
        return 1;
    }

    abstract Convolution convolution(int inBlock, int outBlock);

    Relayout relayout(int block) {
        requireRowMajor(block);
        throw new IllegalArgumentException("row-major maps need no copy in another layout");
    }

    void requireRowMajor(int... blocks) {
        for (int block : blocks) {
            if (block != 1) {
                throw new IllegalArgumentException(this + " takes row-major maps, not blocks of " + block);
            }
        }
    }
}
