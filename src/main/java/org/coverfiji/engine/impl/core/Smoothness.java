package org.coverfiji.engine.impl.core;

import org.coverfiji.engine.api.Tensor;

/**
 * How uneven displacement fields are: the mean over the axes of the mean squared difference of neighbours along the
 * axis, over all components and samples.
 */
final class Smoothness {

    private Smoothness() {
    }

    /**
     * @param field [N, 2 or 3, (D,) H, W]; the fields of several terms may stand one after the other
     * @param terms how many losses of equal size are to be added: 2 where N / 2 fields are of the one and of the other
     *        direction
     * @param weight of the gradient
     * @param gradient to which that is added, of the field's length
     */
    static double add(Tensor field, int terms, double weight, double[] gradient) {
        float[] values = field.data();
        int dimensions = field.rank() - 2;
        double loss = 0;
        int stride = 1;
        for (int axis = field.rank() - 1; axis >= 2; axis--) {
            int side = field.size(axis);
            double differences = (double) values.length / side * (side - 1);
            double factor = side == 1 ? 0 : terms / (differences * dimensions);
            for (int i = 0; i < values.length; i++) {
                if (i / stride % side < side - 1) {
                    double difference = (double) values[i + stride] - values[i];
                    loss += factor * difference * difference;
                    gradient[i + stride] += 2 * weight * factor * difference;
                    gradient[i] -= 2 * weight * factor * difference;
                }
            }
            stride *= side;
        }
        return loss;
    }
}
