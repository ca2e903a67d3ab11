package org.coverfiji.engine.impl.kernel.nd4j;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.engine.impl.kernel.Warp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One gather per sample and corner; the scatter is a segment sum, which loses no updates. */
final class Nd4jWarp implements Warp {

    @Override
    public void forward(INDArray source, INDArray flow, INDArray out) {
        for (int sample = 0; sample < flow.size(0); sample++) {
            INDArray plane = pixelsFirst(source, sample);
            INDArray sum = Nd4j.zeros(source.dataType(), plane.size(0), plane.size(1));
            for (Corner corner : corners(flow, sample)) {
                sum.addi(gather(plane, corner.index).muliColumnVector(corner.weight));
            }
            write(sum, out, sample);
        }
    }

    @Override
    public void backward(INDArray source, INDArray flow, INDArray gradient, INDArray sourceGradient,
            INDArray flowGradient) {
        int components = (int) flow.size(1);
        for (int sample = 0; sample < flow.size(0); sample++) {
            INDArray plane = pixelsFirst(source, sample);
            INDArray incoming = pixelsFirst(gradient, sample);
            INDArray scattered = Nd4j.zeros(source.dataType(), plane.size(0), plane.size(1));
            INDArray slopes = Nd4j.zeros(source.dataType(), plane.size(0), components);
            for (Corner corner : corners(flow, sample)) {
                scattered.addi(segmentSum(incoming.mulColumnVector(corner.weight), corner.index));
                INDArray product = gather(plane, corner.index).muli(incoming).sum(1);
                for (int component = 0; component < components; component++) {
                    slopes.getColumn(component).addi(product.mul(corner.slopes[component]));
                }
            }
            write(scattered, sourceGradient, sample);
            if (flowGradient != null) {
                write(slopes, flowGradient, sample);
            }
        }
    }

    /** One corner of the cells that all positions fall into: pixel index, weight, and the weight's derivatives. */
    private static final class Corner {

        private final INDArray index;
        private final INDArray weight;
        private final INDArray[] slopes;

        Corner(INDArray index, INDArray weight, INDArray[] slopes) {
            this.index = index;
            this.weight = weight;
            this.slopes = slopes;
        }
    }

    private static List<Corner> corners(INDArray flow, int sample) {
        int components = (int) flow.size(1);
        long[] extents = new long[components];
        long pixels = 1;
        for (int axis = 0; axis < components; axis++) {
            extents[axis] = flow.size(2 + axis);
            pixels *= extents[axis];
        }
        INDArray[] floor = new INDArray[components];
        INDArray[] fraction = new INDArray[components];
        for (int axis = 0; axis < components; axis++) {
            INDArray position = flow.get(NDArrayIndex.point(sample), NDArrayIndex.point(axis)).dup('c')
                    .reshape(pixels).addi(coordinates(extents, axis, pixels, flow.dataType()));
            // Beyond the neighbours of the image all is 0; NaN too ends up there.
            position = Transforms.max(Transforms.min(position, extents[axis] + 1), -2);
            floor[axis] = Transforms.floor(position, true);
            fraction[axis] = position.sub(floor[axis]);
        }
        List<Corner> corners = new ArrayList<>();
        for (int bits = 0; bits < 1 << components; bits++) {
            INDArray index = Nd4j.zeros(flow.dataType(), pixels);
            INDArray inside = Nd4j.ones(flow.dataType(), pixels);
            INDArray[] weights = new INDArray[components];
            for (int axis = 0; axis < components; axis++) {
                int high = bits >> axis & 1;
                INDArray coordinate = floor[axis].add(high);
                inside.muli(coordinate.gte(0).castTo(flow.dataType()))
                        .muli(coordinate.lt(extents[axis]).castTo(flow.dataType()));
                index.muli(extents[axis]).addi(Transforms.max(Transforms.min(coordinate, extents[axis] - 1), 0));
                weights[axis] = high == 1 ? fraction[axis] : fraction[axis].rsub(1);
            }
            INDArray[] slopes = new INDArray[components];
            for (int axis = 0; axis < components; axis++) {
                slopes[axis] = inside.mul((bits >> axis & 1) == 1 ? 1 : -1);
                for (int other = 0; other < components; other++) {
                    if (other != axis) {
                        slopes[axis].muli(weights[other]);
                    }
                }
            }
            INDArray weight = inside;
            for (INDArray factor : weights) {
                weight = weight.mul(factor);
            }
            corners.add(new Corner(index.castTo(DataType.INT), weight, slopes));
        }
        return corners;
    }

    private static INDArray coordinates(long[] extents, int axis, long pixels, DataType type) {
        double[] values = new double[(int) pixels];
        long inner = 1;
        for (int other = axis + 1; other < extents.length; other++) {
            inner *= extents[other];
        }
        for (int i = 0; i < pixels; i++) {
            values[i] = i / inner % extents[axis];
        }
        return Nd4j.createFromArray(values).castTo(type);
    }

    /** One sample as [pixels, channels]. */
    private static INDArray pixelsFirst(INDArray map, int sample) {
        INDArray image = map.get(NDArrayIndex.point(sample)).dup('c');
        return image.reshape('c', image.size(0), image.length() / image.size(0)).transpose().dup('c');
    }

    private static void write(INDArray pixelsFirst, INDArray map, int sample) {
        INDArray target = map.get(NDArrayIndex.point(sample));
        target.assign(pixelsFirst.transpose().dup('c').reshape('c', target.shape()));
    }

    private static INDArray gather(INDArray plane, INDArray index) {
        return Nd4j.exec(DynamicCustomOp.builder("gather").addInputs(plane, index).addIntegerArguments(0).build())[0];
    }

    private static INDArray segmentSum(INDArray values, INDArray index) {
        return Nd4j.exec(DynamicCustomOp.builder("unsorted_segment_sum").addInputs(values, index)
                .addIntegerArguments((int) values.size(0)).build())[0];
    }
}
