package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Losses;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Row by row; each row's sum in double, rows added in order. */
final class FusedLosses implements Losses {

    /**
     * As the published program: norms below it count as it. A feature that is so short has no direction to turn: it
     * gets no gradient, nor gives one, which would be divided by that norm.
     */
    private static final float SMALLEST_NORM = 1e-8f;

    @Override
    public double vector(INDArray predicted, INDArray flow, INDArray mask) {
        Grid grid = Grid.of(predicted);
        int pixels = grid.pixels();
        float[] prediction = new Floats(predicted).toArray(grid.batch * grid.channels * pixels);
        float[] truth = new Floats(flow).toArray(prediction.length);
        float[] weights = new Floats(mask).toArray(grid.batch * pixels);
        double sum = 0;
        double weight = 0;
        for (int sample = 0; sample < grid.batch; sample++) {
            for (int channel = 0; channel < grid.channels; channel++) {
                int first = (sample * grid.channels + channel) * pixels;
                for (int i = 0; i < pixels; i++) {
                    sum += weights[sample * pixels + i] * Math.abs(prediction[first + i] - truth[first + i]);
                }
            }
            for (int i = 0; i < pixels; i++) {
                weight += weights[sample * pixels + i];
            }
        }
        return weight > 0 ? sum / weight : 0;
    }

    @Override
    public void vectorGradient(INDArray predicted, INDArray flow, INDArray mask, INDArray gradient) {
        Grid grid = Grid.of(predicted);
        int pixels = grid.pixels();
        float[] prediction = new Floats(predicted).toArray(grid.batch * grid.channels * pixels);
        float[] truth = new Floats(flow).toArray(prediction.length);
        float[] weights = new Floats(mask).toArray(grid.batch * pixels);
        double weight = total(weights);
        float factor = weight > 0 ? (float) (1 / weight) : 0;
        for (int sample = 0; sample < grid.batch; sample++) {
            for (int channel = 0; channel < grid.channels; channel++) {
                int first = (sample * grid.channels + channel) * pixels;
                for (int i = 0; i < pixels; i++) {
                    prediction[first + i] = factor * weights[sample * pixels + i]
                            * Math.signum(prediction[first + i] - truth[first + i]);
                }
            }
        }
        new Floats(gradient).put(0, prediction, 0, prediction.length);
    }

    private static double total(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }

    @Override
    public double consistency(INDArray features, INDArray warped, INDArray mask) {
        Grid grid = Grid.of(warped);
        float[] weights = new Floats(mask).toArray(grid.batch * grid.pixels());
        Floats fixed = new Floats(features);
        Floats moved = new Floats(warped);
        double[] sums = new double[grid.batch * grid.rows()];
        Parallel.run(sums.length, task -> sums[task] = new Cosine(grid, task, fixed, moved).sum(weights));
        return consistency(sums, total(weights));
    }

    private static double consistency(double[] sumsOfRows, double weight) {
        double sum = 0;
        for (double row : sumsOfRows) {
            sum += row;
        }
        return weight == 0 ? 0 : 1 - sum / weight;
    }

    @Override
    public double consistencyGradient(INDArray features, INDArray warped, INDArray mask, double weight,
            INDArray featuresGradient, INDArray warpedGradient) {
        Grid grid = Grid.of(warped);
        float[] weights = new Floats(mask).toArray(grid.batch * grid.pixels());
        double total = total(weights);
        float factor = total > 0 ? (float) (-weight / total) : 0;
        Floats fixed = new Floats(features);
        Floats moved = new Floats(warped);
        Floats fixedGradient = new Floats(featuresGradient);
        Floats movedGradient = new Floats(warpedGradient);
        double[] sums = new double[grid.batch * grid.rows()];
        Parallel.run(sums.length, task -> {
            Cosine cosine = new Cosine(grid, task, fixed, moved);
            sums[task] = cosine.sum(weights);
            cosine.toGradients(factor, weights);
            cosine.write(fixedGradient, movedGradient);
        });
        return consistency(sums, total);
    }

    /** One row of pixels of both maps, all channels, with the products that their cosines need. */
    private static final class Cosine {

        private final Grid grid;
        private final int task;
        private final float[] fixed;
        private final float[] moved;
        private final float[] product;
        private final float[] fixedSquares;
        private final float[] movedSquares;

        Cosine(Grid grid, int task, Floats fixedMap, Floats movedMap) {
            this.grid = grid;
            this.task = task;
            int width = grid.width;
            fixed = Scratch.floats(0, grid.channels * width);
            moved = Scratch.floats(1, grid.channels * width);
            product = Scratch.zeros(2, width);
            fixedSquares = Scratch.zeros(3, width);
            movedSquares = Scratch.zeros(4, width);
            for (int channel = 0; channel < grid.channels; channel++) {
                int row = channel * width;
                fixedMap.get(fixedIndex(channel), fixed, row, width);
                movedMap.get(movedIndex(channel), moved, row, width);
                for (int x = 0; x < width; x++) {
                    product[x] += fixed[row + x] * moved[row + x];
                    fixedSquares[x] += fixed[row + x] * fixed[row + x];
                    movedSquares[x] += moved[row + x] * moved[row + x];
                }
            }
        }

        private long movedIndex(int channel) {
            int rows = grid.depth * grid.height;
            int sample = task / rows;
            return ((long) (sample * grid.channels + channel) * rows + task % rows) * grid.width;
        }

        /** The fixed views are the second half of the batch. */
        private long fixedIndex(int channel) {
            return movedIndex(channel) + (long) grid.batch * grid.channels * grid.pixels();
        }

        private static float norm(float squares) {
            return Math.max((float) Math.sqrt(squares), SMALLEST_NORM);
        }

        /** Of the row's weighted cosines. */
        double sum(float[] weights) {
            double sum = 0;
            for (int x = 0; x < grid.width; x++) {
                sum += (double) weights[task * grid.width + x] * value(x);
            }
            return sum;
        }

        float value(int x) {
            return product[x] / (norm(fixedSquares[x]) * norm(movedSquares[x]));
        }

        /** d cos / dF = M/(|F||M|) − cos · F/|F|², and the same with F and M exchanged. */
        void toGradients(float factor, float[] weights) {
            int width = grid.width;
            for (int x = 0; x < width; x++) {
                float fixedNorm = norm(fixedSquares[x]);
                float movedNorm = norm(movedSquares[x]);
                boolean directed = fixedNorm > SMALLEST_NORM && movedNorm > SMALLEST_NORM;
                float scale = directed ? factor * weights[task * width + x] : 0;
                float cosine = value(x);
                product[x] = scale / (fixedNorm * movedNorm);
                fixedSquares[x] = scale * cosine / (fixedNorm * fixedNorm);
                movedSquares[x] = scale * cosine / (movedNorm * movedNorm);
            }
            for (int channel = 0; channel < grid.channels; channel++) {
                int row = channel * width;
                for (int x = 0; x < width; x++) {
                    float f = fixed[row + x];
                    float m = moved[row + x];
                    fixed[row + x] = product[x] * m - fixedSquares[x] * f;
                    moved[row + x] = product[x] * f - movedSquares[x] * m;
                }
            }
        }

        /** The moving half of the features has no part in the cosine: zeros. */
        void write(Floats fixedGradient, Floats movedGradient) {
            float[] zeros = Scratch.zeros(2, grid.width);
            for (int channel = 0; channel < grid.channels; channel++) {
                fixedGradient.put(fixedIndex(channel), fixed, channel * grid.width, grid.width);
                fixedGradient.put(movedIndex(channel), zeros, 0, grid.width);
                movedGradient.put(movedIndex(channel), moved, channel * grid.width, grid.width);
            }
        }
    }
}
