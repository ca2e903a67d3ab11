package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_winograd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.Arrays;
import java.util.function.IntFunction;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.coverfiji.engine.impl.kernel.Convolution;

/** The extents of one convolution and its maps' layouts, and how its three computations are described to oneDNN. */
final class ConvolutionShape {

    private static final int WINOGRAD_TILE = 4;
    private static final int EIGHT = 8;

    /** Shapes of the maps if they were row-major. */
    final long[] in;
    final long[] out;
    /** [out, in, k…]. */
    final long[] weight;
    /** Channels that lie together in the maps, 1 for row-major. */
    final int inBlock;
    final int outBlock;
    final long[] strides;
    final long[] padding;

    ConvolutionShape(long[] in, int inBlock, long[] weight, int outBlock) {
        this.in = in.clone();
        this.inBlock = inBlock;
        this.weight = weight.clone();
        this.outBlock = outBlock;
        out = in.clone();
        out[1] = weight[0];
        int axes = in.length - 2;
        strides = new long[axes];
        Arrays.fill(strides, 1);
        padding = new long[axes];
        Arrays.fill(padding, weight[2] / 2);
    }

    long inChannels() {
        return in[1];
    }

    long outChannels() {
        return out[1];
    }

    /** Into how many tiles of 4×4 pixels Winograd's algorithm divides the maps of all samples. */
    long winogradTiles() {
        long tiles = in[0];
        for (int axis = 2; axis < in.length; axis++) {
            tiles *= (in[axis] + WINOGRAD_TILE - 1) / WINOGRAD_TILE;
        }
        return tiles;
    }

    /**
     * Whether products of bf16 numbers are faster than what there is for floats, which Winograd's algorithm multiplies
     * less often: it loses where maps are so small that its weights, four times as many, take longest to read.
     *
     * @param winogradPays for floats
     */
    boolean bf16Pays(boolean winogradPays) {
        boolean kernels = weight[2] > 1 && inChannels() % EIGHT == 0 && outChannels() % EIGHT == 0;
        return kernels && (!winogradPossible() || !winogradPays || Convolution.heldWeightsPay(in));
    }

    /** oneDNN has Winograd's algorithm for nothing but 3×3 in 2D. */
    private boolean winogradPossible() {
        return padding.length == 2 && weight[2] == 3;
    }

    /**
     * Winograd's algorithm, where it pays and this processor has it, else direct convolution. Which one is fixed by the
     * shapes alone: measuring would make equal runs differ in their last bits.
     *
     * @param describe makes a description for the number of an algorithm
     */
    <D> D describe(boolean winogradPays, IntFunction<D> describe) {
        if (winogradPossible() && winogradPays) {
            try {
                return describe.apply(dnnl_convolution_winograd);
            } catch (RuntimeException e) {
                // oneDNN has no Winograd convolution for this shape or processor.
            }
        }
        return describe.apply(dnnl_convolution_direct);
    }

    /** An array whose layout oneDNN chooses. */
    static memory.desc anyLayout(long... shape) {
        return OneDnn.describe(shape, dnnl_format_tag_any);
    }

    /** The same for what is multiplied. */
    static memory.desc factor(boolean bf16, long... shape) {
        return OneDnn.describe(shape, bf16 ? dnnl_bf16 : dnnl_f32, dnnl_format_tag_any);
    }

    /** Working memory comes from us, so that all layers share it. */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
        return attributes;
    }
}
