package org.coverfiji.engine.api;

import java.util.Map;

/**
 * The numeric engine: what the rest of the suite knows of Deeplearning4j and ND4J. One instance serves one process;
 * any thread may call it and the networks that it makes, whose calls are served one at a time, in their order.
 */
public interface Engine {

    /** Which device was chosen and why, library versions, threads: lines for a report. */
    String report();

    /** {@code cpu} or {@code cuda}. */
    String device();

    /**
     * A U-Net that a method pretrains, with He-normal weights drawn from the seed.
     *
     * @throws org.coverfiji.CoverException if the method's values cannot work
     */
    PretrainingNetwork pretraining(NetworkConfiguration network, MethodConfiguration method,
            OptimizerConfiguration optimizer, long seed);

    /** A backbone for inference, with He-normal weights drawn from the seed until others are set. */
    FeatureNetwork backbone(NetworkConfiguration network, long seed);

    /**
     * The backbone's encoder alone, for inference: its {@link FeatureNetwork#features} are the five maps of the way
     * down, full resolution first, [N, widths[i], (D,) H/2^i, W/2^i].
     */
    FeatureNetwork encoder(NetworkConfiguration network, long seed);

    /** A backbone with a head; all its weights are drawn from the seed until others are set. */
    TaskNetwork task(NetworkConfiguration network, TaskConfiguration task, OptimizerConfiguration optimizer, long seed);

    /**
     * A trained network as an ONNX file (operator set 15) that other programs run. Its input is {@code input},
     * [N, C, (D,) H, W] with any number of images and sides that are multiples of 16, intensities in [0, 1].
     *
     * @param task its head, whose output is {@code probabilities}, softmax within, [N, classes, (D,) H, W] or for a
     *        classification [N, classes]; null for the backbone, whose outputs are its maps, {@code level0} to
     *        {@code level4}
     * @param temperature by which class scores are divided; 1 for as they are
     * @param weights by name, as the networks of this engine give them
     * @return the file's bytes
     * @throws org.coverfiji.CoverException if the network is too large for one file
     */
    byte[] onnx(NetworkConfiguration network, TaskConfiguration task, double temperature, Map<String, Tensor> weights);

    /**
     * Checks that networks can be {@link TrainableNetwork#trainIn trained in} a precision.
     *
     * @throws org.coverfiji.CoverException if this computer cannot
     */
    void require(Precision precision);

    /**
     * How fast the device convolves at best.
     *
     * @param images how many are convolved at once
     * @param patch their sides in pixels, array order
     * @return FLOP/s of the fastest of the network's 3×3(×3) convolutions, forward, as if done directly: faster
     *         algorithms count for more than they do
     */
    double convolutionRate(NetworkConfiguration network, int images, int[] patch);

    /** Bytes of native memory in use. */
    long nativeBytes();
}
