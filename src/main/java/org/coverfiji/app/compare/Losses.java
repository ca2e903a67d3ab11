package org.coverfiji.app.compare;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;

/** Remembers the loss of every step of a training. */
final class Losses implements TrainingListener {

    private final List<Double> all = new ArrayList<>();

    @Override
    public void iterationDone(Progress progress) {
        all.add(progress.losses().values().stream().mapToDouble(Double::doubleValue).sum());
    }

    List<Double> all() {
        return all;
    }
}
