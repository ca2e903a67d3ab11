package org.coverfiji.show.live;

import java.util.List;

/** What a network can do at some time of its training, as pictures to choose from. Immutable. */
public interface Preview {

    /** Iterations that the network has seen. */
    long iteration();

    /** What the user may choose to see, such as levels or images; the same in every preview of a run. */
    List<String> choices();

    /**
     * The pictures of a choice, at most six, in their order. Called off the event thread.
     *
     * @param choice its index
     * @param side of the square, pixels, into which each picture is to fit
     */
    List<Picture> pictures(int choice, int side);

    /** Small pictures that tell what the colours mean. */
    List<Picture> keys(int choice, int side);
}
