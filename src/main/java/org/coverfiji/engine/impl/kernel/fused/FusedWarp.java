package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.Warp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sampling positions are worked out once per pixel and shared by all channels; each task owns the planes that it
 * writes, so scattering needs no locks. The gradient of the flow is summed over a fixed number of channel groups.
 * Working memory belongs to the thread that calls, so that networks may be in use on several.
 */
final class FusedWarp implements Warp {

    private static final int CHANNEL_GROUPS = 4;
    /** The slot of the caller's work arrays that all tasks share. */
    private static final int FLOW_GRADIENTS = 3;

    private final ThreadLocal<SamplePositions> work = ThreadLocal.withInitial(SamplePositions::new);

    @Override
    public void forward(INDArray source, INDArray flow, INDArray out) {
        Grid grid = grid(source, flow);
        SamplePositions positions = work.get();
        positions.prepare(grid, new Floats(flow));
        Floats from = new Floats(source);
        Floats to = new Floats(out);
        int pixels = grid.pixels();
        Parallel.run(grid.batch * grid.channels, plane -> {
            float[] values = Scratch.zeros(0, positions.rimLength());
            float[] result = Scratch.floats(1, pixels);
            positions.read(from, (long) plane * pixels, values);
            positions.sample(plane / grid.channels, values, result);
            to.put((long) plane * pixels, result, 0, pixels);
        });
    }

    @Override
    public void backward(INDArray source, INDArray flow, INDArray gradient, INDArray sourceGradient,
            INDArray flowGradient) {
        Grid grid = grid(source, flow);
        SamplePositions positions = work.get();
        positions.prepare(grid, new Floats(flow));
        int groups = Math.min(grid.channels, CHANNEL_GROUPS);
        int field = grid.dimensions() * grid.pixels();
        float[] flowGradients = flowGradient == null ? null
                : Scratch.floats(FLOW_GRADIENTS, grid.batch * groups * field);
        Floats from = new Floats(source);
        Floats gradients = new Floats(gradient);
        Floats to = new Floats(sourceGradient);
        int pixels = grid.pixels();
        Parallel.run(grid.batch * groups, task -> {
            int sample = task / groups;
            int group = task % groups;
            if (flowGradient != null) {
                Arrays.fill(flowGradients, task * field, (task + 1) * field, 0f);
            }
            for (int channel = group; channel < grid.channels; channel += groups) {
                long plane = ((long) sample * grid.channels + channel) * pixels;
                float[] incoming = Scratch.floats(1, pixels);
                float[] scattered = Scratch.zeros(2, positions.rimLength());
                gradients.get(plane, incoming, 0, pixels);
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

    private static Grid grid(INDArray source, INDArray flow) {
        Grid grid = Grid.of(source);
        return new Grid(grid.dimensions(), (int) flow.size(0), grid.channels, grid.depth, grid.height, grid.width);
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
