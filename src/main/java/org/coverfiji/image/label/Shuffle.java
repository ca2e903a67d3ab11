package org.coverfiji.image.label;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** A random order that a seed gives. */
public final class Shuffle {

    private Shuffle() {
    }

    /** Puts a list in random order, every order with the same probability. */
    public static void shuffle(List<?> list, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }
}
