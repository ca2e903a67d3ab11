package org.coverfiji.app.cost;

import java.util.Arrays;
import java.util.Locale;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.method.StepCost;
import org.coverfiji.train.view.PatchPlan;

/**
 * What one training step costs, reckoned from the network's shape: arithmetic of the convolutions and, in
 * pretraining, of the method's own parts, forward and backward; memory of parameters and kept maps. The memory is good
 * to a quarter, the time to a factor of about two. Immutable.
 */
public final class ResourceEstimate {

    /** Arithmetic of 3D convolutions that a usual laptop's processor does in a second. */
    private static final double FLOPS_PER_PROCESSOR = 100e9;
    /** Winograd's algorithm, which there is in 2D only, does as much as if it were so many times faster. */
    private static final double GAIN_IN_2D = 2;
    /** Processor time per value of the kept maps, for norms, rectifiers, resampling and their gradients. */
    private static final double SECONDS_PER_MAP_VALUE = 20e-9;
    /** More processors than this share one memory bus to little gain. */
    private static final int USEFUL_PROCESSORS = 8;

    /** Java, the libraries, prepared views: what is needed whatever the network's size. Like what follows, measured. */
    private static final long BASE_BYTES = 235_000_000;
    /** Copies of parameters that Java lets lie, up to the size at which it clears them away. */
    private static final int GARBAGE_COPIES = 4;
    private static final long MOST_GARBAGE_BYTES = 150_000_000;
    /** Weights, gradients, two moments, what a checkpoint copies of them, and a second network for its statistics. */
    private static final double COPIES_OF_PARAMETERS = 10.4;
    /** Of them, what parameters that stay as they are have not: gradients, two moments. */
    private static final double COPIES_FOR_TRAINING = 3;
    /** Those of a teacher and of further passes, and what a checkpoint copies. */
    private static final double COPIES_OF_COPIES = 2.2;
    /** Per convolution: its output, the normalised and the rectified map, and their gradients while they are needed. */
    private static final double COPIES_OF_MAPS = 3.3;
    /** The same where no gradient is computed and maps are let go as soon as they are read. */
    private static final double COPIES_OF_READ_MAPS = 0.85;
    /** Some have a copy in the other of Java's and native memory. */
    private static final double COPIES_OF_HELD = 1.5;
    /** Weights, gradients, two moments of a further pass. */
    private static final int TRAINED_COPIES = 4;
    private static final int FLOAT_BYTES = 4;
    private static final int FLOPS_PER_MULTIPLICATION = 2;
    /** The backward pass costs twice the forward pass. */
    private static final double FORWARD_AND_BACKWARD = 3;

    private final int batch;
    /** Images in a step: all views of the batch. */
    private final long images;
    private final int[] patch;
    private final int width;
    /** Cost of a step in forward passes. */
    private final double passes;
    /** Labelled images that stay in memory, with their labels. */
    private long imageBytes;
    private long parameters;
    /** Of a teacher and of further passes: what is in memory beside the parameters and goes into checkpoints. */
    private long copiedParameters;
    private long heldFloats;
    private long mapFloats;
    private double multiplications;
    /** Those of the backbone's convolutions. */
    private double convolutions;

    private ResourceEstimate(NetworkConfiguration network, int batch, int views, int[] patch, double passes) {
        this(network.widths()[0], batch, (long) views * batch, patch, passes);
    }

    private ResourceEstimate(int width, int batch, long images, int[] patch, double passes) {
        this.batch = batch;
        this.images = images;
        this.patch = patch.clone();
        this.passes = passes;
        this.width = width;
    }

    /**
     * Of pretraining.
     *
     * @param patch sides in pixels, array order
     */
    public static ResourceEstimate of(NetworkConfiguration network, int[] patch, StepCost method) {
        ResourceEstimate estimate = passOf(network, patch, method);
        estimate.parameters += method.parameters();
        estimate.multiplications += method.multiplications();
        estimate.mapFloats += method.mapFloats();
        estimate.heldFloats = method.heldFloats();
        for (StepCost pass : method.passes()) {
            estimate.addPass(passOf(network, patch, pass), 1, TRAINED_COPIES);
        }
        if (method.teacher() != null) {
            // Forward alone, and maps are let go as soon as they are read.
            estimate.addPass(passOf(network, patch, method.teacher()), 1 / FORWARD_AND_BACKWARD, 1);
        }
        return estimate;
    }

    private static ResourceEstimate passOf(NetworkConfiguration network, int[] patch, StepCost pass) {
        ResourceEstimate estimate = new ResourceEstimate(network, pass.samples(), pass.views(), patch,
                FORWARD_AND_BACKWARD);
        estimate.addEncoder(network);
        if (pass.decoder()) {
            estimate.addDecoder(network);
        }
        return estimate;
    }

    private void addPass(ResourceEstimate other, double share, int copies) {
        multiplications += share * other.multiplications;
        convolutions += share * other.convolutions;
        mapFloats += Math.round(share * other.mapFloats);
        copiedParameters += copies * other.parameters;
    }

    /**
     * Of fine-tuning.
     *
     * @param batch patches or images per step
     * @param patch sides in pixels, array order
     * @param protocol which weights are trained; gradients of the others are not computed
     */
    public static ResourceEstimate ofFineTuning(NetworkConfiguration network, int batch, int[] patch,
            Protocol protocol) {
        double passes = protocol == Protocol.FULL ? FORWARD_AND_BACKWARD
                : protocol == Protocol.LINEAR ? 1 : (1 + FORWARD_AND_BACKWARD) / 2;
        ResourceEstimate estimate = new ResourceEstimate(network, batch, 1, patch, passes);
        estimate.addEncoder(network);
        estimate.addDecoder(network);
        return estimate;
    }

    /** Of a forward pass alone. @param decoder whether the network's way up is part of it */
    static ResourceEstimate ofReading(NetworkConfiguration network, int batch, int[] sides, boolean decoder) {
        ResourceEstimate estimate = new ResourceEstimate(network, batch, 1, sides, 1);
        estimate.addEncoder(network);
        if (decoder) {
            estimate.addDecoder(network);
        }
        return estimate;
    }

    /** The same with images that stay in memory, as {@link #labelledBytes} counts them. */
    public ResourceEstimate withImages(long bytes) {
        ResourceEstimate copy = new ResourceEstimate(width, batch, images, patch, passes);
        copy.parameters = parameters;
        copy.copiedParameters = copiedParameters;
        copy.heldFloats = heldFloats;
        copy.mapFloats = mapFloats;
        copy.multiplications = multiplications;
        copy.convolutions = convolutions;
        copy.imageBytes = bytes;
        return copy;
    }

    /** What labelled images take: values, and a class for every pixel. */
    public static long labelledBytes(int channels, long pixels) {
        return FLOAT_BYTES * (channels + 1L) * pixels;
    }

    /**
     * Images that stay in memory lie in Java's, which may be a small part of the computer's.
     *
     * @throws CoverException if they do not fit
     */
    public static void requireHeap(long bytes) {
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap) {
            throw new CoverException(String.format(Locale.ROOT, "The labelled images need %.1f GB of Java's memory, but"
                    + " that is %.1f GB; " + MemoryShortage.REMEDY
                    + ", or give fewer or smaller images.", bytes / 1e9, heap / 1e9));
        }
    }

    private void addEncoder(NetworkConfiguration network) {
        int[] widths = network.widths();
        addBlock(network, 0, network.inputChannels(), widths[0]);
        for (int i = 1; i <= 4; i++) {
            addBlock(network, i, widths[i - 1], widths[i]);
        }
    }

    private void addDecoder(NetworkConfiguration network) {
        int[] widths = network.widths();
        for (int i = 1; i <= 4; i++) {
            addBlock(network, 4 - i, widths[4 - i] + widths[3 + i], widths[4 + i]);
        }
    }

    /** Two 3×3(×3) convolutions with their norms, on every image. */
    private void addBlock(NetworkConfiguration network, int halvings, int in, int out) {
        long kernel = Math.round(Math.pow(3, network.dimensions()));
        long pixels = images * pixels(halvings);
        long weights = kernel * (in + out) * out;
        parameters += weights + 2 * 3 * out;
        multiplications += (double) weights * pixels;
        convolutions += (double) weights * pixels;
        mapFloats += (in + 2L * out) * pixels;
    }

    private long pixels(int halvings) {
        return Arrays.stream(patch).mapToLong(side -> Math.max(1, side >> halvings)).reduce(1, (a, b) -> a * b);
    }

    /** Weights, biases and norms that are trained. */
    public long parameters() {
        return parameters;
    }

    /** Images, or views of images, that the network sees in a step. */
    public long imagesPerStep() {
        return images;
    }

    /** Floating-point operations of one training step. */
    public double flopsPerStep() {
        return multiplications * FLOPS_PER_MULTIPLICATION * passes;
    }

    /** The part of {@link #flopsPerStep()} that the backbone's convolutions take. */
    public double convolutionFlopsPerStep() {
        return convolutions * FLOPS_PER_MULTIPLICATION * passes;
    }

    /** Memory that training needs at its peak, Java and native together. */
    public long memoryBytes() {
        long garbage = Math.min(MOST_GARBAGE_BYTES, GARBAGE_COPIES * weightBytes());
        // From reading alone to training all.
        double trained = (passes - 1) / (FORWARD_AND_BACKWARD - 1);
        double ofParameters = COPIES_OF_PARAMETERS - (1 - trained) * COPIES_FOR_TRAINING;
        double ofMaps = trained * COPIES_OF_MAPS + (1 - trained) * COPIES_OF_READ_MAPS;
        return BASE_BYTES + garbage + imageBytes + Math.round(FLOAT_BYTES * (ofParameters * parameters
                + COPIES_OF_COPIES * copiedParameters + ofMaps * mapFloats + COPIES_OF_HELD * heldFloats));
    }

    /** Size of what a forward pass reads and writes, once. */
    long mapBytes() {
        return FLOAT_BYTES * mapFloats;
    }

    /** Size of the weights alone. */
    public long weightBytes() {
        return FLOAT_BYTES * parameters;
    }

    /** Size of a checkpoint: weights and both moments, and a teacher's weights or other passes' moments. */
    public long checkpointBytes() {
        return FLOAT_BYTES * (3L * parameters + copiedParameters);
    }

    /**
     * Time on this computer's CPU. Narrow networks spend most of it on the maps, not on arithmetic, so that both count.
     */
    public double seconds(long iterations) {
        double rate = FLOPS_PER_PROCESSOR * (patch.length == 2 ? GAIN_IN_2D : 1);
        double step = flopsPerStep() / rate + mapFloats * SECONDS_PER_MAP_VALUE * passes / FORWARD_AND_BACKWARD;
        return iterations * step / Math.min(USEFUL_PROCESSORS, Runtime.getRuntime().availableProcessors());
    }

    /** @param flopsPerSecond {@link #flopsPerStep()} divided by the time of a measured step of a like network */
    public double seconds(long iterations, double flopsPerSecond) {
        return iterations * flopsPerStep() / flopsPerSecond;
    }

    /** What a training costs that differs from another in patch, batch and width alone. */
    @FunctionalInterface
    public interface Variant {

        ResourceEstimate of(int[] patch, int batch, int width);
    }

    /**
     * Tells how much less would fit.
     *
     * @param availableBytes that there are
     * @param ownWidth whether the width can be chosen, which a pretrained model's cannot
     * @throws CoverException if training needs more memory than that
     */
    public void requireMemory(long availableBytes, Variant variant, boolean ownWidth) {
        if (memoryBytes() <= availableBytes) {
            return;
        }
        String fitting = new Fitting(availableBytes, variant, patch, batch, width).found(ownWidth);
        throw new CoverException(String.format(Locale.ROOT, "patch %s with batch %d and width %d needs about"
                + " %.1f GB of memory%s, but there are %.1f GB; %s%s.", PatchPlan.write(patch), batch, width,
                memoryBytes() / 1e9, imageBytes == 0 ? ""
                        : String.format(Locale.ROOT, " (%.1f GB of it for the labelled images)", imageBytes / 1e9),
                availableBytes / 1e9, fitting.isEmpty() ? "lower patch, batch" + (ownWidth ? " and width" : "")
                        + " together" : fitting + " would fit", imageBytes == 0 ? ""
                        : ", or give fewer or smaller images"));
    }

    /**
     * For the user, before training starts.
     *
     * @param device {@code cpu} or {@code cuda}, whose speed is not known beforehand
     */
    public String describe(long iterations, String device) {
        String memory = String.format(Locale.ROOT, "about %.1f GB of memory", memoryBytes() / 1e9);
        return !device.equals("cpu") ? memory + " on " + device : memory + " and "
                + roughly(seconds(iterations)) + " on "
                + Runtime.getRuntime().availableProcessors() + " processors (a rough estimate)";
    }

    /** No more digits than an estimate is good for. */
    public static String roughly(double seconds) {
        long minutes = Math.round(seconds / 60);
        if (minutes < 2) {
            return Math.max(1, Math.round(seconds)) + " s";
        }
        return minutes < 120 ? minutes + " min" : Math.round(minutes / 60.0) + " h";
    }
}
