package org.coverfiji.image.label;

import java.util.List;

/** Chooses groups so that their images are about the same fraction of each class. */
final class GroupSplit {

    /** Images per class of every group. */
    private final List<int[]> groups;
    private final int[] totals;

    GroupSplit(List<int[]> groups, int[] totals) {
        this.groups = groups;
        this.totals = totals;
    }

    /**
     * Takes groups in their order, each if that brings the classes nearer to their share and leaves every class
     * something. If the share is too small for any, takes the group that misses it least. Then, whatever the share,
     * groups with classes that nothing held back shows, as far as training can spare them.
     *
     * @return which groups are held back
     */
    boolean[] hold(double fraction) {
        boolean[] held = new boolean[groups.size()];
        int[] taken = new int[totals.length];
        boolean any = false;
        for (int i = 0; i < held.length; i++) {
            if (canTake(taken, i) && error(taken, i, fraction) < error(taken, -1, fraction)) {
                take(held, taken, i);
                any = true;
            }
        }
        if (!any && fraction > 0) {
            int best = -1;
            for (int i = 0; i < held.length; i++) {
                if (canTake(taken, i) && (best < 0 || error(taken, i, fraction) < error(taken, best, fraction))) {
                    best = i;
                }
            }
            if (best >= 0) {
                take(held, taken, best);
            }
        }
        if (fraction > 0) {
            showEveryClass(held, taken);
        }
        return held;
    }

    private void take(boolean[] held, int[] taken, int group) {
        held[group] = true;
        for (int c = 0; c < taken.length; c++) {
            taken[c] += groups.get(group)[c];
        }
    }

    private void showEveryClass(boolean[] held, int[] taken) {
        for (int c = 0; c < taken.length; c++) {
            for (int i = 0; i < held.length && taken[c] == 0; i++) {
                if (!held[i] && groups.get(i)[c] > 0 && canTake(taken, i)) {
                    take(held, taken, i);
                }
            }
        }
    }

    private boolean canTake(int[] taken, int group) {
        for (int c = 0; c < taken.length; c++) {
            if (groups.get(group)[c] > 0 && taken[c] + groups.get(group)[c] >= totals[c]) {
                return false;
            }
        }
        return true;
    }

    /** How far the classes are from their shares, with one group more (−1 for none). */
    private double error(int[] taken, int group, double fraction) {
        double error = 0;
        for (int c = 0; c < taken.length; c++) {
            int with = taken[c] + (group < 0 ? 0 : groups.get(group)[c]);
            double missing = with - fraction * totals[c];
            error += totals[c] == 0 ? 0 : missing * missing / totals[c];
        }
        return error;
    }
}
