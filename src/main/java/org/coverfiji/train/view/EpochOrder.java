package org.coverfiji.train.view;

import java.util.Arrays;

/**
 * Which image comes when: every image once per epoch, each epoch in a shuffled order of its own. A pure function of the
 * seed; safe for use by several threads.
 */
public final class EpochOrder {

    private static final class Shuffled {

        final long epoch;
        final int[] order;

        Shuffled(long epoch, int[] order) {
            this.epoch = epoch;
            this.order = order;
        }
    }

    private final int images;
    private final long seed;

    /** The order last asked for, since neighbouring draws mostly share their epoch. */
    private volatile Shuffled latest;

    /** @param images how many there are */
    public EpochOrder(int images, long seed) {
        this.images = images;
        this.seed = seed;
    }

    /** The image that the run's draw of this number (0, 1, …) uses. */
    public int image(long draw) {
        long epoch = draw / images;
        Shuffled shuffled = latest;
        if (shuffled == null || shuffled.epoch != epoch) {
            shuffled = new Shuffled(epoch, shuffle(epoch));
            latest = shuffled;
        }
        return shuffled.order[(int) (draw % images)];
    }

    /** The images of a batch, those of its iteration (0, 1, …) and of its samples. */
    public int[] batch(long iteration, int samples) {
        int[] numbers = new int[samples];
        Arrays.setAll(numbers, sample -> image(iteration * samples + sample));
        return numbers;
    }

    private int[] shuffle(long epoch) {
        ViewRandom random = ViewRandom.of(seed, epoch);
        int[] order = new int[images];
        for (int i = 0; i < images; i++) {
            int other = random.index(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
