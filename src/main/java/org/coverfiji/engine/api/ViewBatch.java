package org.coverfiji.engine.api;

/**
 * One batch of view pairs for self-vector regression (SeVR). fixed(p) = moving(p + flow(p)) up to appearance,
 * wherever the mask is 1.
 */
public final class ViewBatch {

    private final Tensor moving;
    private final Tensor fixed;
    private final Tensor flow;
    private final Tensor mask;

    /**
     * @param moving moving views M, [N, C, (D,) H, W], intensities in [0, 1]
     * @param fixed fixed views F, the same shape
     * @param flow ψ in pixels, [N, 2 or 3, (D,) H, W], components in array order
     * @param mask 1 where a pixel counts, else 0, [N, 1, (D,) H, W]
     */
    public ViewBatch(Tensor moving, Tensor fixed, Tensor flow, Tensor mask) {
        this.moving = moving;
        this.fixed = fixed;
        this.flow = flow;
        this.mask = mask;
    }

    public Tensor moving() {
        return moving;
    }

    public Tensor fixed() {
        return fixed;
    }

    public Tensor flow() {
        return flow;
    }

    public Tensor mask() {
        return mask;
    }

    /** Number of pairs. */
    public int size() {
        return moving.size(0);
    }
}
