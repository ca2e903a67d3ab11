package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.Warp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sampling positions are worked out once per pixel and shared by all planes; each task owns the planes that it
 * writes, so scattering needs no locks. The gradient of the flow is summed over a fixed number of groups of planes.
 * Working memory belongs to the thread that calls, so that networks may be in use on several.
 */
final class FusedWarp implements Warp {

    private static final int PLANE_GROUPS = 4;
    /** The slot of the caller's work arrays that all tasks share. */
    private static final int FLOW_GRADIENTS = 3;

    private static final ThreadLocal<SamplePositions> WORK = ThreadLocal.withInitial(SamplePositions::new);

    private final int block;

    /** @param block channels that lie together in what is warped, 1 for row-major */
    FusedWarp(int block) {
        this.block = block;
    }

    @Override
    public void forward(INDArray source, INDArray flow, INDArray out) {
        Grid grid = grid(source, flow);
        SamplePositions positions = WORK.get();
        positions.prepare(grid, new Floats(flow));
        Floats from = new Floats(source);
        Floats to = new Floats(out);
        int length = grid.planeLength();
        Parallel.run(grid.batch * grid.planes(), plane -> {
            float[] values = Scratch.zeros(0, positions.rimLength());
            float[] result = Scratch.floats(1, length);
            positions.read(from, (long) plane * length, values);
            positions.sample(plane / grid.planes(), values, result);
            to.put((long) plane * length, result, 0, length);
        });
    }

    @Override
    public void backward(INDArray source, INDArray flow, INDArray gradient, INDArray sourceGradient,
            INDArray flowGradient) {
        Grid grid = grid(source, flow);
        SamplePositions positions = WORK.get();
        positions.prepare(grid, new Floats(flow));
        int groups = Math.min(grid.planes(), PLANE_GROUPS);
        int field = grid.dimensions() * grid.pixels();
        float[] flowGradients = flowGradient == null ? null
                : Scratch.floats(FLOW_GRADIENTS, grid.batch * groups * field);
        Floats from = new Floats(source);
        Floats gradients = new Floats(gradient);
        Floats to = new Floats(sourceGradient);
        int length = grid.planeLength();
        Parallel.run(grid.batch * groups, task -> {
            int sample = task / groups;
            int group = task % groups;
            if (flowGradient != null) {
                Arrays.fill(flowGradients, task * field, (task + 1) * field, 0f);
            }
            for (int number = group; number < grid.planes(); number += groups) {
                long plane = ((long) sample * grid.planes() + number) * length;
                float[] incoming = Scratch.floats(1, length);
                float[] scattered = Scratch.zeros(2, positions.rimLength());
                gradients.get(plane, incoming, 0, length);
                positions.scatter(sample, incoming, scattered);
                positions.write(scattered, to, plane);
                if (flowGradient != null) {
                    float[] values = Scratch.zeros(0, positions.rimLength());
                    positions.read(from, plane, values);
                    positions.addSlopes(sample, values, incoming, flowGradients, task * field);
                }
            }
        });
        if (flowGradient != null) {
            sumGroups(flowGradients, grid.batch, groups, field, new Floats(flowGradient));
        }
    }

    private Grid grid(INDArray source, INDArray flow) {
        Grid grid = Grid.of(source, block);
        return new Grid(grid.dimensions(), (int) flow.size(0), grid.channels, grid.depth, grid.height, grid.width)
                .withBlock(block);
    }

    private static void sumGroups(float[] flowGradients, int batch, int groups, int field, Floats target) {
        Parallel.run(batch, sample -> {
            int first = sample * groups * field;
            for (int group = 1; group < groups; group++) {
                int other = first + group * field;
                for (int i = 0; i < field; i++) {
                    flowGradients[first + i] += flowGradients[other + i];
                }
            }
            target.put((long) sample * field, flowGradients, first, field);
        });
    }
}
