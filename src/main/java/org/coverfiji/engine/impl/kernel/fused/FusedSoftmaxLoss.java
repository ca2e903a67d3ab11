package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.SoftmaxLoss;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Row by row. The loss, and so its gradient, is made of sums over all labelled pixels: a first pass takes them row by
 * row and adds rows in order, a second one forms the gradient.
 */
final class FusedSoftmaxLoss implements SoftmaxLoss {

    @Override
    public void probabilities(INDArray logits, INDArray out) {
        Grid grid = Grid.of(logits);
        Floats from = new Floats(logits);
        Floats to = new Floats(out);
        Parallel.run(grid.batch * grid.rows(), row -> new SoftmaxRow(grid, row, from).write(to));
    }

    @Override
    public double loss(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice) {
        return sums(new Labelled(logits, labels, mask), classWeights).loss(dice);
    }

    private static SoftmaxSums sums(Labelled pixels, float[] classWeights) {
        SoftmaxSums[] ofRows = new SoftmaxSums[pixels.rows()];
        Parallel.run(ofRows.length, row -> {
            ofRows[row] = new SoftmaxSums(pixels.classes());
            ofRows[row].add(pixels.row(row), classWeights);
        });
        SoftmaxSums total = new SoftmaxSums(pixels.classes());
        for (SoftmaxSums row : ofRows) {
            total.add(row);
        }
        return total;
    }

    @Override
    public void gradient(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice,
            INDArray gradient) {
        Labelled pixels = new Labelled(logits, labels, mask);
        SoftmaxSums sums = sums(pixels, classWeights);
        SoftmaxSums.Slopes slopes = sums.slopes(dice, classWeights);
        Floats to = new Floats(gradient);
        Parallel.run(pixels.rows(), number -> {
            SoftmaxRow row = pixels.row(number);
            row.toGradient(slopes);
            row.write(to);
        });
    }

    /** The logits and what is known of their pixels. */
    private static final class Labelled {

        private final Grid grid;
        private final Floats logits;
        private final Floats labels;
        private final Floats mask;

        Labelled(INDArray logits, INDArray labels, INDArray mask) {
            grid = Grid.of(logits);
            this.logits = new Floats(logits);
            this.labels = new Floats(labels);
            this.mask = new Floats(mask);
        }

        int classes() {
            return grid.channels;
        }

        int rows() {
            return grid.batch * grid.rows();
        }

        SoftmaxRow row(int number) {
            SoftmaxRow row = new SoftmaxRow(grid, number, logits);
            row.readLabels(labels, mask);
            return row;
        }
    }
}
