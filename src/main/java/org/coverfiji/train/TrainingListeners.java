package org.coverfiji.train;

import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.coverfiji.CoverException;

/**
 * Passes every event on to each of its listeners. A listener's exception does not end training: the others are warned
 * of the first one, and the listener goes on getting events. Only an {@link Error} passes through.
 */
public final class TrainingListeners implements TrainingListener {

    private final List<TrainingListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<TrainingListener> failed = new HashSet<>();

    public void add(TrainingListener listener) {
        listeners.add(listener);
    }

    @Override
    public void waiting(String reason) {
        each(listener -> listener.waiting(reason));
    }

    @Override
    public void waitCancelled() {
        each(TrainingListener::waitCancelled);
    }

    @Override
    public void started(Progress progress) {
        each(listener -> listener.started(progress));
    }

    @Override
    public void iterationDone(Progress progress) {
        each(listener -> listener.iterationDone(progress));
    }

    @Override
    public void checkpointSaved(Progress progress, File file) {
        each(listener -> listener.checkpointSaved(progress, file));
    }

    @Override
    public void message(String text) {
        each(listener -> listener.message(text));
    }

    @Override
    public void warning(String text) {
        each(listener -> listener.warning(text));
    }

    @Override
    public void finished(Progress progress, TrainingOutcome outcome) {
        each(listener -> listener.finished(progress, outcome));
    }

    private void each(Consumer<TrainingListener> event) {
        for (TrainingListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (CoverException e) {
                if (failed.add(listener)) {
                    warning("Training goes on, but: " + e.getMessage());
                }
            } catch (RuntimeException e) {
                if (failed.add(listener)) {
                    warning(listener.getClass().getSimpleName() + " failed, training goes on: " + e);
                }
            }
        }
    }
}
