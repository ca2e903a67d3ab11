package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;

/** Works through pairs of images and labels; one that fails is noted and passed over, unless all do. */
final class PairWork {

    private final List<String> notes = new ArrayList<>();
    private CoverException first;

    /**
     * @return the pairs that did not fail
     * @throws CancelledException if the user ended the work
     * @throws CoverException the first failure, if every pair failed
     */
    List<LabelPair> each(List<LabelPair> pairs, Consumer<LabelPair> work) {
        List<LabelPair> done = new ArrayList<>();
        for (LabelPair pair : pairs) {
            CancelledException.ifInterrupted();
            try {
                work.accept(pair);
                done.add(pair);
            } catch (CoverException e) {
                CancelledException.ifBehind(e);
                first = first == null ? e : first;
                notes.add("Left out " + pair + ": " + e.getMessage());
            }
        }
        if (done.isEmpty() && first != null) {
            throw first;
        }
        return done;
    }

    void note(List<String> more) {
        notes.addAll(more);
    }

    List<String> notes() {
        return notes;
    }
}
