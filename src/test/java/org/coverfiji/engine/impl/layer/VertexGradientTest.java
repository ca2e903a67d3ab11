package org.coverfiji.engine.impl.layer;

import static org.coverfiji.engine.impl.TestArrays.random;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient of every vertex with respect to every value of its inputs, by central differences in double
 * precision.
 */
public class VertexGradientTest {

    private static final DataType DOUBLE = DataType.DOUBLE;
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-7;

    private static final Allocator ALLOCATOR = shape -> TestArrays.untouched(DOUBLE, shape);

    private static void check(KernelVertex vertex, INDArray... inputs) {
        INDArray value = vertex.forward(Nd4jKernels.INSTANCE, inputs, ALLOCATOR);
        INDArray direction = random(DOUBLE, 77, 1, value.shape());
        INDArray[] before = new INDArray[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            before[i] = inputs[i].dup('c');
        }
        INDArray[] gradients = vertex.backward(Nd4jKernels.INSTANCE, inputs, direction, ALLOCATOR);
        assertEquals(inputs.length, gradients.length);
        assertEquals(inputs.length, vertex.inputCount());
        for (int i = 0; i < inputs.length; i++) {
            assertArrayEquals(vertex + " must not change the shape of its input", before[i].shape(), inputs[i].shape());
            assertEquals(vertex + " must not change its input", before[i], inputs[i]);
            assertArrayEquals(inputs[i].shape(), gradients[i].shape());
            for (long k = 0; k < inputs[i].length(); k++) {
                double origin = inputs[i].getDouble(k);
                inputs[i].putScalar(k, origin + STEP);
                double above = value(vertex, inputs, direction);
                inputs[i].putScalar(k, origin - STEP);
                double below = value(vertex, inputs, direction);
                inputs[i].putScalar(k, origin);
                double slope = (above - below) / (2 * STEP);
                assertEquals(vertex + ", input " + i + ", value " + k, slope, gradients[i].getDouble(k),
                        TOLERANCE * Math.max(1, Math.abs(slope)));
            }
        }
    }

    private static double value(KernelVertex vertex, INDArray[] inputs, INDArray direction) {
        return vertex.forward(Nd4jKernels.INSTANCE, inputs, ALLOCATOR).muli(direction).sumNumber().doubleValue();
    }

    @Test
    public void momentsAreMeansThenDeviations() {
        INDArray map = Nd4j.createFromArray(0.0, 2, 4, 6, 1, 1, 1, 1).reshape('c', 1, 2, 2, 2);
        INDArray moments = new GlobalMomentsVertex().forward(Nd4jKernels.INSTANCE, new INDArray[] {map}, ALLOCATOR);
        assertArrayEquals(new long[] {1, 4, 1, 1}, moments.shape());
        assertArrayEquals(new double[] {3, 1, Math.sqrt(5), 1e-4}, moments.reshape(4).toDoubleVector(), 1e-8);
    }

    @Test
    public void maxPool() {
        check(new MaxPoolVertex(1), random(DOUBLE, 1, 1, 2, 2, 4, 6));
        check(new MaxPoolVertex(1), random(DOUBLE, 2, 1, 1, 2, 2, 4, 4));
    }

    @Test
    public void upsampleConcatenate() {
        check(new UpsampleConcatenateVertex(1), random(DOUBLE, 1, 1, 2, 2, 4, 6), random(DOUBLE, 2, 1, 2, 3, 2, 3));
        check(new UpsampleConcatenateVertex(1), random(DOUBLE, 3, 1, 1, 1, 2, 4, 4),
                random(DOUBLE, 4, 1, 1, 2, 1, 2, 2));
    }

    @Test
    public void upsampleConcatenateWithCornersInPlace() {
        check(new UpsampleConcatenateVertex(1, true), random(DOUBLE, 1, 1, 2, 2, 4, 6),
                random(DOUBLE, 2, 1, 2, 3, 2, 3));
        check(new UpsampleConcatenateVertex(1, true), random(DOUBLE, 3, 1, 1, 1, 2, 4, 4),
                random(DOUBLE, 4, 1, 1, 2, 1, 2, 2));
    }

    @Test
    public void partnerConcatenate() {
        check(new PartnerConcatenateVertex(), random(DOUBLE, 1, 1, 4, 2, 3, 2));
        check(new PartnerConcatenateVertex(), random(DOUBLE, 2, 1, 2, 3, 2, 1, 3));
    }

    /** Its program cuts the gradient, and reads translations in half sides. */
    @Test
    public void publishedAffineWarpTeachesNothingAboutTheMap() {
        INDArray[] inputs = {random(DOUBLE, 1, 1, 1, 1, 4, 6), random(DOUBLE, 2, 0, 1, 7, 1, 1)};
        // Along x, divided by the side of y, read in halves of the side of x: 6 / (2 · 4) pixels for 1.
        inputs[1].putScalar(3, 4 / 3.0);
        AffineWarpVertex vertex = new AffineWarpVertex(true);
        INDArray value = vertex.forward(Nd4jKernels.INSTANCE, inputs, ALLOCATOR);
        for (int x = 0; x < 5; x++) {
            assertEquals(inputs[0].getDouble(0, 0, 2, x + 1), value.getDouble(0, 0, 2, x), 1e-12);
        }
        INDArray[] gradients = vertex.backward(Nd4jKernels.INSTANCE, inputs, random(DOUBLE, 3, 1, 1, 1, 4, 6),
                ALLOCATOR);
        assertEquals(0, gradients[1].amaxNumber().doubleValue(), 0);
        assertEquals(0, gradients[0].getDouble(0, 0, 0, 0), 0);
    }

    @Test
    public void affineWarp() {
        check(new AffineWarpVertex(false), random(DOUBLE, 1, 1, 2, 2, 4, 5), random(DOUBLE, 2, 0.9, 2, 7, 1, 1));
        check(new AffineWarpVertex(false), random(DOUBLE, 3, 1, 1, 2, 3, 4, 2), random(DOUBLE, 4, 0.9, 1, 15, 1, 1, 1));
    }

    @Test
    public void fieldUpsample() {
        check(new FieldUpsampleVertex(), random(DOUBLE, 1, 1, 2, 2, 3, 1));
        check(new FieldUpsampleVertex(), random(DOUBLE, 2, 1, 1, 3, 2, 3, 2));
    }

    /** Displacements reach over the borders on all sides. */
    @Test
    public void composeFields() {
        check(new ComposeFieldsVertex(), random(DOUBLE, 1, 2, 2, 2, 3, 4), random(DOUBLE, 2, 2.5, 2, 2, 3, 4));
        check(new ComposeFieldsVertex(), random(DOUBLE, 3, 2, 1, 3, 2, 2, 3), random(DOUBLE, 4, 2.5, 1, 3, 2, 2, 3));
    }

    @Test
    public void warpMoving() {
        check(new WarpMovingVertex(1), random(DOUBLE, 1, 1, 4, 2, 3, 4), random(DOUBLE, 2, 2.5, 2, 2, 3, 4));
        check(new WarpMovingVertex(1), random(DOUBLE, 3, 1, 2, 2, 2, 2, 3), random(DOUBLE, 4, 2.5, 1, 3, 2, 2, 3));
    }

    @Test
    public void mixtureOfVectors() {
        check(new MixtureOfVectorsVertex(1, 2), random(DOUBLE, 1, 1, 2, 1, 3, 4));
        check(new MixtureOfVectorsVertex(2, 1), random(DOUBLE, 2, 1, 4, 4, 2, 2));
        check(new MixtureOfVectorsVertex(1, 1), random(DOUBLE, 3, 1, 2, 2, 2, 1, 3));
    }

    @Test
    public void addAndPool() {
        check(new AddVertex(), random(DOUBLE, 1, 1, 2, 2, 3, 2), random(DOUBLE, 2, 1, 2, 2, 3, 2));
        check(new AddUpsampledVertex(), random(DOUBLE, 3, 1, 2, 2, 4, 2), random(DOUBLE, 4, 1, 2, 2, 2, 1));
        check(new AddUpsampledVertex(), random(DOUBLE, 5, 1, 1, 2, 2, 4, 2), random(DOUBLE, 6, 1, 1, 2, 1, 2, 1));
        check(new GlobalPoolVertex(), random(DOUBLE, 7, 1, 2, 3, 2, 3));
        check(new GlobalPoolVertex(), random(DOUBLE, 8, 1, 2, 2, 2, 3, 1));
        check(new GlobalMomentsVertex(), random(DOUBLE, 7, 1, 2, 3, 2, 3));
        check(new GlobalMomentsVertex(), random(DOUBLE, 8, 1, 2, 2, 2, 3, 1));
    }

    @Test
    public void portAndRelu() {
        check(new PortVertex(), random(DOUBLE, 1, 1, 2, 2, 3, 2));
        check(new ReluVertex(0), random(DOUBLE, 2, 1, 2, 3, 1, 1));
        check(new ReluVertex(0), random(DOUBLE, 3, 1, 1, 2, 2, 3, 2));
        check(new ReluVertex(0.2), random(DOUBLE, 4, 1, 2, 3, 2, 1));
    }

    /** Bins overlap where the side does not divide the pixels, also with more bins than pixels. */
    @Test
    public void adaptivePool() {
        check(new AdaptivePoolVertex(2), random(DOUBLE, 1, 1, 2, 2, 4, 6));
        check(new AdaptivePoolVertex(3), random(DOUBLE, 2, 1, 1, 2, 5, 2));
        check(new AdaptivePoolVertex(2), random(DOUBLE, 3, 1, 2, 1, 3, 2, 5));
    }

    @Test
    public void viewsAndConcatenations() {
        check(new ViewVertex(1, 3), random(DOUBLE, 1, 1, 6, 2, 2, 3));
        check(new ConcatenateVertex(1), random(DOUBLE, 2, 1, 2, 2, 2, 3), random(DOUBLE, 3, 1, 2, 1, 2, 3));
        check(new ConcatenateVertex(0), random(DOUBLE, 4, 1, 2, 2, 1, 2, 3), random(DOUBLE, 5, 1, 1, 2, 1, 2, 3));
    }

    @Test
    public void warp() {
        check(new WarpVertex(), random(DOUBLE, 1, 1, 2, 3, 3, 4), random(DOUBLE, 2, 2.5, 2, 2, 3, 4));
        check(new WarpVertex(), random(DOUBLE, 3, 1, 1, 2, 2, 2, 3), random(DOUBLE, 4, 2.5, 1, 3, 2, 2, 3));
    }
}
