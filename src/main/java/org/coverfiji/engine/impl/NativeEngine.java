package org.coverfiji.engine.impl;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.coverfiji.CoverException;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StagedConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.engine.impl.kernel.fused.ConvolutionLibrary;
import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.network.CoverNetwork;
import org.coverfiji.engine.impl.network.EmbeddingNetwork;
import org.coverfiji.engine.impl.network.NativeFeatureNetwork;
import org.coverfiji.engine.impl.network.NativeTaskNetwork;
import org.coverfiji.engine.impl.network.StagedNetwork;
import org.coverfiji.engine.impl.onnx.OnnxNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import java.util.Locale;
import java.util.Map;

/**
 * The engine on ND4J. The class loader that defines it holds one backend, which is the device: the engine's jars
 * are chosen before it is made.
 */
public final class NativeEngine implements Engine {

    /** System property: how many threads compute; the number of physical cores where it is not set. */
    public static final String THREADS_PROPERTY = "cover.threads";

    private final String device;
    private final int threads;
    private final String probe;

    /**
     * Loads ND4J's native library.
     *
     * @param device {@code cpu} or {@code cuda}: what the backend on the class path must be
     * @throws CoverException if the native library cannot be loaded or is of another device
     */
    public NativeEngine(String device) {
        this.device = device;
        String backend = loadBackend();
        boolean cuda = backend.toLowerCase(Locale.ROOT).contains("cublas");
        if (cuda != "cuda".equals(device)) {
            throw new CoverException("The engine's folder for the device \"" + device + "\" holds the backend "
                    + backend
                    + "; install the matching engine files.");
        }
        threads = Math.max(1, Integer.getInteger(THREADS_PROPERTY, physicalCores()));
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        Parallel.setThreads(threads);
        probe = ConvolutionCheck.run();
    }

    private static String loadBackend() {
        try {
            return Nd4j.getBackend().getClass().getSimpleName();
        } catch (LinkageError | RuntimeException e) {
            throw new CoverException("The numeric engine's native library could not be loaded on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                    + "; reinstall the engine files for this platform.", e);
        }
    }

    private static int physicalCores() {
        int available = Runtime.getRuntime().availableProcessors();
        int cores = Loader.totalCores();
        return cores > 0 ? Math.min(cores, available) : available;
    }

    @Override
    public String report() {
        return "Device: " + device + " (" + Nd4j.getBackend().getClass().getSimpleName() + "), " + threads
                + " threads\n"
                + (device.equals("cpu") ? "Convolutions: " + convolutions() + "\n" : "")
                + "Probe: " + probe + "\n"
                + "Kernels: " + KernelChoice.forType(DataType.FLOAT).getClass().getSimpleName() + "\n"
                + "ND4J: " + version() + " on " + Loader.getPlatform() + ", BLAS "
                + Nd4j.factory().blas().getBlasVendor() + ", " + memory() + "\n"
                + "Java: " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }

    /** Of the engine's own arrays, outside Java's heap. */
    private static String memory() {
        long most = Pointer.maxPhysicalBytes();
        return "native memory " + (most <= 0 ? "without a limit" : "at most " + (most >> 20) + " MB");
    }

    private static String convolutions() {
        Kernels kernels = KernelChoice.forType(DataType.FLOAT);
        ConvolutionLibrary library = kernels instanceof FusedKernels ? ((FusedKernels) kernels).convolutions()
                : ConvolutionLibrary.ND4J;
        return library == ConvolutionLibrary.ND4J
                ? library.description() + ", " + NativeBuild.convolutions(buildInfo(), Loader.getPlatform())
                : library.description();
    }

    private static String buildInfo() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
    }

    private static String version() {
        String version = Nd4j.class.getPackage().getImplementationVersion();
        return version == null ? "1.0.0-M2.1" : version;
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public PretrainingNetwork pretraining(NetworkConfiguration network, MethodConfiguration method,
            OptimizerConfiguration optimizer, long seed) {
        if (method instanceof CoverConfiguration) {
            return new CoverNetwork(network, (CoverConfiguration) method, optimizer, seed);
        }
        if (method instanceof StagedConfiguration) {
            return new StagedNetwork(network, (StagedConfiguration) method, optimizer, seed);
        }
        return EmbeddingNetwork.of(network, (EmbeddingConfiguration) method, optimizer, seed);
    }

    @Override
    public FeatureNetwork backbone(NetworkConfiguration network, long seed) {
        return NativeFeatureNetwork.backbone(network, seed);
    }

    @Override
    public FeatureNetwork encoder(NetworkConfiguration network, long seed) {
        return NativeFeatureNetwork.encoder(network, seed);
    }

    @Override
    public TaskNetwork task(NetworkConfiguration network, TaskConfiguration task, OptimizerConfiguration optimizer,
            long seed) {
        return new NativeTaskNetwork(network, task, optimizer, seed);
    }

    @Override
    public byte[] onnx(NetworkConfiguration network, TaskConfiguration task, double temperature,
            Map<String, Tensor> weights) {
        return OnnxNetwork.bytes(network, task, temperature, weights);
    }

    @Override
    public void require(Precision precision) {
        try (Convolution any = KernelChoice.forType(DataType.FLOAT).convolution(1, 1)) {
            any.trainIn(precision);
        }
    }

    @Override
    public double convolutionRate(NetworkConfiguration network, int images, int[] patch) {
        return ConvolutionRate.best(network, images, patch);
    }

    @Override
    public long nativeBytes() {
        return NativeMemory.bytes();
    }
}
