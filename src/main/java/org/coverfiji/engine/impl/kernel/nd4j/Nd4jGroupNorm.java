package org.coverfiji.engine.impl.kernel.nd4j;

import org.coverfiji.engine.impl.kernel.GroupNorm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Group normalisation as reductions and broadcasts over [N, groups, members]. */
final class Nd4jGroupNorm implements GroupNorm {

    @Override
    public void forward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray out) {
        long samples = z.size(0);
        INDArray grouped = z.reshape('c', samples * groups, z.length() / samples / groups);
        INDArray mean = grouped.mean(1).reshape(samples * groups, 1);
        INDArray centred = grouped.sub(mean);
        INDArray inverse = Transforms.pow(centred.mul(centred).mean(1).addi(EPSILON), -0.5)
                .reshape(samples * groups, 1);
        int tasks = (int) samples * groups;
        for (int task = 0; task < tasks; task++) {
            statistics[task] = mean.getDouble(task);
            statistics[tasks + task] = inverse.getDouble(task);
        }
        INDArray normal = centred.muli(inverse).reshape('c', perChannel(z));
        INDArray y = normal.mul(row(scale)).addi(row(shift));
        out.assign(activate(y, slope).reshape('c', z.shape()));
    }

    @Override
    public void backward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray gradient, INDArray scaleGradient, INDArray shiftGradient, INDArray biasGradient) {
        int tasks = (int) z.size(0) * groups;
        long members = z.length() / tasks;
        INDArray mean = Nd4j.createUninitialized(z.dataType(), tasks, 1);
        INDArray inverse = Nd4j.createUninitialized(z.dataType(), tasks, 1);
        INDArray slopeOfNormal = Nd4j.createUninitialized(z.dataType(), tasks, 1);
        for (int task = 0; task < tasks; task++) {
            mean.putScalar(task, statistics[task]);
            double ofTask = statistics[tasks + task];
            inverse.putScalar(task, ofTask);
            slopeOfNormal.putScalar(task, GroupNorm.varies(ofTask) ? ofTask : 0);
        }
        INDArray normal = z.reshape('c', tasks, members).sub(mean).muli(inverse);
        INDArray normalPerChannel = normal.reshape('c', perChannel(z));
        INDArray y = normalPerChannel.mul(row(scale)).addi(row(shift));
        INDArray negative = y.lt(0).castTo(z.dataType());
        INDArray incoming = gradient.reshape('c', perChannel(z)).mul(negative.muli(slope - 1).addi(1));
        scaleGradient.assign(incoming.mul(normalPerChannel).sum(0, 2));
        shiftGradient.assign(incoming.sum(0, 2));
        INDArray scaled = incoming.muli(row(scale)).reshape('c', tasks, members);
        INDArray meanShift = scaled.mean(1).reshape(tasks, 1);
        INDArray meanScale = scaled.mul(normal).mean(1).reshape(tasks, 1);
        INDArray result = scaled.sub(meanShift).subi(normal.mul(meanScale)).muli(slopeOfNormal);
        z.assign(result.reshape('c', z.shape()));
        biasGradient.assign(result.reshape('c', perChannel(z)).sum(0, 2));
    }

    private static INDArray activate(INDArray y, double slope) {
        return Transforms.abs(y, true).muli((1 - slope) / 2).addi(y.muli((1 + slope) / 2));
    }

    private static long[] perChannel(INDArray z) {
        return new long[] {z.size(0), z.size(1), z.length() / z.size(0) / z.size(1)};
    }

    private static INDArray row(INDArray parameter) {
        return parameter.reshape('c', 1, parameter.length(), 1);
    }
}
