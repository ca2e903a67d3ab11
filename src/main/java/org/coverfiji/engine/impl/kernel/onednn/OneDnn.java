package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_init_by_tag;

import java.util.Locale;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * oneDNN, called directly. ND4J's convolution ops use it too, but choose slower algorithms (no Winograd forwards), lay
 * every array out anew several times a step, and allocate their working memory in every call.
 */
public final class OneDnn {

    private static final Throwable FAILURE;
    private static final engine ENGINE;
    private static final stream STREAM;

    static {
        Throwable failure = null;
        engine cpu = null;
        stream inOrder = null;
        try {
            cpu = new engine(dnnl_cpu, 0);
            inOrder = new stream(cpu, stream.flags.default_flags);
        } catch (LinkageError | RuntimeException e) {
            failure = e;
        }
        FAILURE = failure;
        ENGINE = cpu;
        STREAM = inOrder;
    }

    private OneDnn() {
    }

    /** Whether its native library is there for this platform and could be loaded. */
    public static boolean available() {
        return FAILURE == null;
    }

    /** Such as "2.5.2". */
    public static String version() {
        dnnl_version_t version = dnnl.dnnl_version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    /** The widest instructions that it uses on this processor, such as "AVX2" or "AVX512 CORE VNNI". */
    public static String instructionSet() {
        return dnnl.get_effective_cpu_isa().toString().replace('_', ' ').toUpperCase(Locale.ROOT);
    }

    /** Whether the processor multiplies bf16 numbers; else oneDNN takes longer over them than over floats. */
    public static boolean multipliesBf16() {
        String instructions = instructionSet();
        return instructions.contains("BF16") || instructions.contains("AMX");
    }

    /** How many channels its convolutions want to lie together on this processor: 8 or 16, or 1 for row-major maps. */
    public static int channelBlock() {
        return Block.CHANNELS;
    }

    /** Bytes of working memory that the convolutions share, and of weights that they keep in layouts of their own. */
    public static long workingBytes() {
        return SharedMemory.bytes() + HeldWeights.bytes();
    }

    static engine engine() {
        return ENGINE;
    }

    static stream stream() {
        return STREAM;
    }

    /** A float array's description. */
    static memory.desc describe(long[] shape, int formatTag) {
        return describe(shape, dnnl_f32, formatTag);
    }

    /** @param type oneDNN's number of the values' type */
    static memory.desc describe(long[] shape, int type, int formatTag) {
        try (dnnl_memory_desc_t description = new dnnl_memory_desc_t()) {
            dnnl_memory_desc_init_by_tag(description, shape.length, shape, type, formatTag);
            return new memory.desc(description);
        }
    }

    /** A memory object whose data are set later. */
    static memory unbound(memory.desc description) {
        return new memory(description, ENGINE, (Pointer) null);
    }

    /** Found out on first use, by asking for a usual convolution. */
    private static final class Block {

        private static final int[] KNOWN = {16, 8};
        static final int CHANNELS = find();

        private static int find() {
            long[] shape = {1, 32, 16, 16};
            try (memory.desc wanted = ConvolutionPlan.wantedLayout(shape)) {
                for (int block : KNOWN) {
                    try (memory.desc blocked = describe(shape, Layout.tag(shape.length, block))) {
                        if (Layout.same(wanted, blocked)) {
                            return block;
                        }
                    }
                }
            }
            return 1;
        }
    }
}
