package org.coverfiji.engine.probe;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.SplittableRandom;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * A program of its own, started with an engine's jars on its class path: computes one small convolution and compares
 * it with a plain loop. Whatever a driver or a graphics card does to the process, ImageJ's goes on. Its last line of
 * output is {@link #RIGHT}, or {@link #WRONG} and what was wrong.
 */
public final class ConvolutionProbe {

    public static final String RIGHT = "PROBE RIGHT";
    public static final String WRONG = "PROBE WRONG ";

    private static final int IN = 16;
    private static final int OUT = 16;
    private static final int SIDE = 32;
    private static final int KERNEL = 3;

    /** Of sums of 144 products: far above rounding, even of TF32, and far below any wrong number. */
    private static final double TOLERANCE = 0.05;

    private ConvolutionProbe() {
    }

    public static void main(String[] arguments) {
        // ND4J prints why a backend cannot run, and then throws an exception that does not say it.
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        String verdict;
        try {
            double error = largestError();
            verdict = error <= TOLERANCE ? RIGHT : WRONG + "it gave wrong numbers";
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            verdict = WRONG + reason(e, printed.toString());
        }
        System.out.println();
        System.out.println(verdict);
        // Threads of ND4J would keep the process alive.
        System.exit(0);
    }

    private static double largestError() {
        SplittableRandom random = new SplittableRandom(1);
        float[] in = uniform(random, IN * SIDE * SIDE);
        float[] weights = uniform(random, OUT * IN * KERNEL * KERNEL);
        INDArray out = Nd4j.create(1, OUT, SIDE, SIDE);
        Nd4j.exec(DynamicCustomOp.builder("conv2d")
                .addInputs(Nd4j.createFromArray(in).reshape(1, IN, SIDE, SIDE),
                        Nd4j.createFromArray(weights).reshape(OUT, IN, KERNEL, KERNEL))
                .addOutputs(out)
                // Kernel, stride, padding, dilation; explicit padding, channels first, weights [out, in, y, x].
                .addIntegerArguments(KERNEL, KERNEL, 1, 1, 1, 1, 1, 1, 0, 0, 1)
                .build());
        float[] computed = out.data().asFloat();
        double largest = 0;
        for (int i = 0; i < computed.length; i++) {
            double error = Math.abs(computed[i] - expected(in, weights, i));
            // No number at all is as wrong as can be.
            largest = error <= largest ? largest : Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        }
        return largest;
    }

    private static float[] uniform(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }

    private static double expected(float[] in, float[] weights, int index) {
        int channel = index / (SIDE * SIDE);
        int y = index / SIDE % SIDE;
        int x = index % SIDE;
        double sum = 0;
        for (int c = 0; c < IN; c++) {
            for (int ky = 0; ky < KERNEL; ky++) {
                for (int kx = 0; kx < KERNEL; kx++) {
                    int fromY = y + ky - 1;
                    int fromX = x + kx - 1;
                    if (fromY >= 0 && fromY < SIDE && fromX >= 0 && fromX < SIDE) {
                        sum += in[(c * SIDE + fromY) * SIDE + fromX]
                                * weights[((channel * IN + c) * KERNEL + ky) * KERNEL + kx];
                    }
                }
            }
        }
        return sum;
    }

    private static String reason(Throwable error, String printed) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Nd4jBackend.NoAvailableBackendException) {
            return printed.isBlank() ? "it found no graphics card" : printed.strip().split("\\R")[0];
        }
        return String.valueOf(cause).replaceAll("\\s+", " ");
    }
}
