package org.coverfiji.engine.impl.kernel.nd4j;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.MixtureOfVectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One shifted product per offset, weights as [offsets, N, heads, (D,) H, W]. */
final class Nd4jMixtureOfVectors implements MixtureOfVectors {

    @Override
    public void forward(INDArray projections, int heads, int amplitude, INDArray out) {
        Window window = new Window(projections, heads, amplitude);
        INDArray weights = window.weights();
        out.assign(0);
        for (int offset = 0; offset < window.offsets; offset++) {
            INDArray mean = weights.get(NDArrayIndex.point(offset)).mean(1);
            for (int component = 0; component < window.axes; component++) {
                component(out, component).addi(mean.mul(window.step(offset, component)));
            }
        }
    }

    @Override
    public void backward(INDArray projections, int heads, int amplitude, INDArray gradient,
            INDArray projectionsGradient) {
        Window window = new Window(projections, heads, amplitude);
        INDArray weights = window.weights();
        INDArray slopes = Nd4j.zeros(weights.dataType(), weights.shape());
        for (int offset = 0; offset < window.offsets; offset++) {
            INDArray dot = Nd4j.zeros(weights.dataType(), component(gradient, 0).shape());
            for (int component = 0; component < window.axes; component++) {
                dot.addi(component(gradient, component).mul(window.step(offset, component) / (double) heads));
            }
            for (int head = 0; head < heads; head++) {
                slopes.get(NDArrayIndex.point(offset), NDArrayIndex.all(), NDArrayIndex.point(head)).assign(dot);
            }
        }
        INDArray mean = weights.mul(slopes).sum(0);
        for (int offset = 0; offset < window.offsets; offset++) {
            slopes.get(NDArrayIndex.point(offset)).subi(mean);
        }
        slopes.muli(weights).muli(window.temperature);
        window.backward(slopes, projectionsGradient);
    }

    private static INDArray component(INDArray field, int component) {
        return field.get(NDArrayIndex.all(), NDArrayIndex.point(component));
    }

    /** The pairs of one call, k padded by the amplitude. */
    private static final class Window {

        private final int heads;
        private final int amplitude;
        private final int axes;
        private final int side;
        private final int offsets;
        private final long pairs;
        private final long features;
        private final double temperature;
        private final long[] image;
        private final INDArray q;
        private final INDArray k;
        private final INDArray inside;

        Window(INDArray projections, int heads, int amplitude) {
            this.heads = heads;
            this.amplitude = amplitude;
            axes = projections.rank() - 2;
            side = 2 * amplitude + 1;
            offsets = (int) Math.pow(side, axes);
            pairs = projections.size(0) / 2;
            features = projections.size(1) / heads;
            temperature = 1 / Math.sqrt(features);
            image = Arrays.copyOfRange(projections.shape(), 2, 2 + axes);
            INDArray moving = split(projections.get(NDArrayIndex.interval(0, pairs)));
            q = split(projections.get(NDArrayIndex.interval(pairs, 2 * pairs)));
            k = pad(moving);
            inside = pad(Nd4j.ones(projections.dataType(), moving.shape()));
        }

        /** [N, features, heads, image…]: channel c is feature c div heads of head c mod heads. */
        private INDArray split(INDArray half) {
            return half.dup('c').reshape('c', concat(new long[] {pairs, features, heads}, image));
        }

        private INDArray pad(INDArray map) {
            long[] shape = map.shape().clone();
            for (int axis = 3; axis < shape.length; axis++) {
                shape[axis] += 2L * amplitude;
            }
            INDArray padded = Nd4j.zeros(map.dataType(), shape);
            padded.get(region((offsets - 1) / 2)).assign(map);
            return padded;
        }

        int step(int offset, int component) {
            return offset / (int) Math.pow(side, axes - 1 - component) % side - amplitude;
        }

        /** What of a padded map lies at p + o. */
        private INDArrayIndex[] region(int offset) {
            INDArrayIndex[] indices = new INDArrayIndex[3 + axes];
            Arrays.fill(indices, NDArrayIndex.all());
            for (int axis = 0; axis < axes; axis++) {
                int from = amplitude + step(offset, axis);
                indices[3 + axis] = NDArrayIndex.interval(from, from + image[axis]);
            }
            return indices;
        }

        INDArray weights() {
            INDArray logits = Nd4j.zeros(q.dataType(), concat(new long[] {offsets, pairs, heads}, image));
            for (int offset = 0; offset < offsets; offset++) {
                INDArrayIndex[] region = region(offset);
                INDArray valid = inside.get(region).get(NDArrayIndex.all(), NDArrayIndex.point(0)).dup('c');
                INDArray logit = k.get(region).mul(q).sum(1).muli(temperature).muli(valid);
                logits.get(NDArrayIndex.point(offset)).assign(logit.addi(valid.rsub(1).muli(OUTSIDE)));
            }
            INDArray maximum = logits.max(0);
            INDArray sum = Nd4j.zeros(q.dataType(), maximum.shape());
            for (int offset = 0; offset < offsets; offset++) {
                INDArray weight = Transforms.exp(logits.get(NDArrayIndex.point(offset)).sub(maximum), false);
                logits.get(NDArrayIndex.point(offset)).assign(weight);
                sum.addi(weight);
            }
            for (int offset = 0; offset < offsets; offset++) {
                logits.get(NDArrayIndex.point(offset)).divi(sum);
            }
            return logits;
        }

        void backward(INDArray slopes, INDArray target) {
            INDArray qGradient = Nd4j.zeros(q.dataType(), q.shape());
            INDArray kGradient = Nd4j.zeros(k.dataType(), k.shape());
            for (int offset = 0; offset < offsets; offset++) {
                INDArrayIndex[] region = region(offset);
                INDArray keys = k.get(region).dup('c');
                INDArray slope = slopes.get(NDArrayIndex.point(offset)).dup('c');
                for (int feature = 0; feature < features; feature++) {
                    at(qGradient, feature).addi(at(keys, feature).mul(slope));
                    // In one step: ND4J takes a part of a part for empty when it starts behind the part's length.
                    region[1] = NDArrayIndex.point(feature);
                    kGradient.get(region).addi(at(q, feature).mul(slope));
                }
            }
            target.get(NDArrayIndex.interval(0, pairs)).assign(join(kGradient.get(region((offsets - 1) / 2)), target));
            target.get(NDArrayIndex.interval(pairs, 2 * pairs)).assign(join(qGradient, target));
        }

        private static INDArray at(INDArray map, int feature) {
            return map.get(NDArrayIndex.all(), NDArrayIndex.point(feature));
        }

        private INDArray join(INDArray split, INDArray target) {
            long[] shape = target.shape().clone();
            shape[0] = pairs;
            return split.dup('c').reshape('c', shape);
        }

        private static long[] concat(long[] first, long[] second) {
            long[] joined = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, joined, first.length, second.length);
            return joined;
        }
    }
}
