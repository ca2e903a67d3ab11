package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.Upsample;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Output row by output row: the rows that make it, weighted, then along it; backward is the transpose. */
final class FusedUpsample implements Upsample {

    private static final int COPY_CHUNK = 16384;

    /** The working arrays, each a slot of the thread's scratch memory. */
    private enum Slot { COPY, SOURCE_ROW, MIXED_ROW, PIXELS, TARGET_ROW, NEAR, FAR, EVEN, ODD, SHIFTED }

    private final int block;

    FusedUpsample(int block) {
        this.block = block;
    }

    @Override
    public void forward(INDArray in, double factor, boolean alignCorners, INDArray out, int firstChannel) {
        requireWholeBlocks(firstChannel);
        Grid small = Grid.of(in, block);
        Grid large = Grid.of(out, block);
        Resampling resampling = new Resampling(small, large, small, alignCorners, factor);
        Floats from = new Floats(in);
        Floats to = new Floats(out);
        Parallel.run(small.batch * small.planes(), plane -> resampling.run(from,
                (long) plane * small.planeLength(), to, largePlane(plane, small, large, firstChannel)));
    }

    @Override
    public void backward(INDArray gradient, int firstChannel, double factor, boolean alignCorners,
            INDArray inGradient) {
        requireWholeBlocks(firstChannel);
        Grid small = Grid.of(inGradient, block);
        Grid large = Grid.of(gradient, block);
        Resampling resampling = new Resampling(large, small, small, alignCorners, factor);
        Floats from = new Floats(gradient);
        Floats to = new Floats(inGradient);
        Parallel.run(small.batch * small.planes(), plane -> resampling.run(from,
                largePlane(plane, small, large, firstChannel), to, (long) plane * small.planeLength()));
    }

    private void requireWholeBlocks(int firstChannel) {
        if (firstChannel % block != 0) {
            throw new IllegalArgumentException("channel " + firstChannel + " is inside a block of " + block);
        }
    }

    private static long largePlane(int plane, Grid small, Grid large, int firstChannel) {
        int sample = plane / small.planes();
        int own = firstChannel / large.block + plane % small.planes();
        return ((long) sample * large.planes() + own) * large.planeLength();
    }

    @Override
    public void copyChannels(INDArray in, INDArray out) {
        copy(in, out);
    }

    @Override
    public void takeChannels(INDArray in, INDArray out) {
        copy(in, out);
    }

    private void copy(INDArray in, INDArray out) {
        Grid source = Grid.of(in, block);
        Grid target = Grid.of(out, block);
        int planes = Math.min(source.planes(), target.planes());
        int length = source.planeLength();
        Floats from = new Floats(in);
        Floats to = new Floats(out);
        Parallel.run(source.batch * planes, task -> {
            long read = ((long) task / planes * source.planes() + task % planes) * length;
            long written = ((long) task / planes * target.planes() + task % planes) * length;
            float[] values = Scratch.floats(Slot.COPY.ordinal(), COPY_CHUNK);
            for (int done = 0; done < length; done += COPY_CHUNK) {
                int count = Math.min(COPY_CHUNK, length - done);
                from.get(read + done, values, 0, count);
                to.put(written + done, values, 0, count);
            }
        });
    }

    /** Linear maps along the three axes of a plane. */
    private static final class Resampling {

        private final Grid source;
        private final Grid target;
        private final AxisTaps alongDepth;
        private final AxisTaps alongHeight;
        private final AxisTaps alongWidth;
        private final float[][] widthWeights;
        private final float factor;
        /** Whether rows come out twice as long with half-pixel centres, for which there is a shorter way. */
        private final boolean doubled;

        /** @param small source or target: to the larger grid it interpolates, from there it is the transpose */
        Resampling(Grid source, Grid target, Grid small, boolean alignCorners, double factor) {
            this.source = source;
            this.target = target;
            boolean transposed = target == small;
            alongDepth = source.dimensions() == 2 ? AxisTaps.identity(1)
                    : AxisTaps.linear(small.depth, alignCorners, transposed);
            alongHeight = AxisTaps.linear(small.height, alignCorners, transposed);
            alongWidth = AxisTaps.linear(small.width, alignCorners, transposed);
            this.factor = (float) factor;
            widthWeights = alongWidth.repeated(source.block, this.factor);
            doubled = !alignCorners && !transposed;
        }

        void run(Floats from, long fromPlane, Floats to, long toPlane) {
            for (int z = 0; z < target.depth; z++) {
                for (int y = 0; y < target.height; y++) {
                    float[] mixed = mix(from, fromPlane, z, y);
                    float[] row = doubled ? doubled(mixed) : alongWidth(mixed);
                    to.put(toPlane + ((long) z * target.height + y) * target.rowLength(), row, 0, target.rowLength());
                }
            }
        }

        /** The weighted sum of the source's rows that make a row of the target. */
        private float[] mix(Floats from, long plane, int z, int y) {
            int length = source.rowLength();
            float[] sum = Scratch.zeros(Slot.MIXED_ROW.ordinal(), length);
            float[] row = Scratch.floats(Slot.SOURCE_ROW.ordinal(), length);
            for (int i = 0; i < alongDepth.count(); i++) {
                for (int j = 0; j < alongHeight.count(); j++) {
                    float weight = alongDepth.weights[i][z] * alongHeight.weights[j][y];
                    if (weight != 0) {
                        int index = alongDepth.indices[i][z] * source.height + alongHeight.indices[j][y];
                        from.get(plane + (long) index * length, row, 0, length);
                        Vectors.addScaled(row, weight, sum, length);
                    }
                }
            }
            return sum;
        }

        /** The same values as {@link #alongWidth}: each pixel becomes two, nearer to it than to its neighbours. */
        private float[] doubled(float[] mixed) {
            int block = source.block;
            int length = source.rowLength();
            float[] near = Scratch.floats(Slot.NEAR.ordinal(), length);
            float[] far = Scratch.floats(Slot.FAR.ordinal(), length);
            Vectors.scaled(mixed, factor * 0.75f, near, length);
            Vectors.scaled(mixed, factor * 0.25f, far, length);
            float[] shifted = Scratch.floats(Slot.SHIFTED.ordinal(), length);
            float[] even = Scratch.floats(Slot.EVEN.ordinal(), length);
            System.arraycopy(far, 0, shifted, block, length - block);
            Vectors.sum(near, shifted, even, length);
            // The border is repeated.
            Vectors.scaled(mixed, factor, even, block);
            float[] odd = Scratch.floats(Slot.ODD.ordinal(), length);
            System.arraycopy(far, block, shifted, 0, length - block);
            System.arraycopy(far, length - block, shifted, length - block, block);
            Vectors.sum(near, shifted, odd, length);
            float[] row = Scratch.floats(Slot.TARGET_ROW.ordinal(), 2 * length);
            Lines.join(even, odd, row, length, block);
            return row;
        }

        private float[] alongWidth(float[] mixed) {
            int length = target.rowLength();
            float[] sum = Scratch.zeros(Slot.TARGET_ROW.ordinal(), length);
            float[] pixels = Scratch.floats(Slot.PIXELS.ordinal(), length);
            for (int t = 0; t < alongWidth.count(); t++) {
                Lines.gather(mixed, alongWidth.indices[t], pixels, source.block);
                Vectors.addProducts(pixels, widthWeights[t], sum, length);
            }
            return sum;
        }
    }
}
