package org.coverfiji.train;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Notes every event as one line. */
public class RecordingListener implements TrainingListener {

    public final List<String> events = new ArrayList<>();

    @Override
    public void started(Progress progress) {
        events.add("started " + progress.iteration());
    }

    @Override
    public void iterationDone(Progress progress) {
        events.add("iteration " + progress.iteration());
    }

    @Override
    public void checkpointSaved(Progress progress, File file) {
        events.add("checkpoint " + progress.iteration() + " " + file.getName());
    }

    @Override
    public void message(String text) {
        events.add("message " + text);
    }

    @Override
    public void warning(String text) {
        events.add("warning " + text);
    }

    @Override
    public void finished(Progress progress, TrainingOutcome outcome) {
        events.add("finished " + progress.iteration() + " " + outcome);
    }
}
