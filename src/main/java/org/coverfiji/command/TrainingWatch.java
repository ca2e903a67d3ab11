package org.coverfiji.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.Map;

import org.coverfiji.show.live.CurvesListener;
import org.coverfiji.show.live.TrainingWindow;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.LogListener;
import org.coverfiji.train.Trainer;

import ij.IJ;

/** Lets a training be seen: in the log, in a table and curves beside the model, in the status bar and in a window. */
final class TrainingWatch {

    private static final double WINDOW_LOG_SECONDS = 60;
    private static final double TERMINAL_LOG_SECONDS = 10;

    private TrainingWatch() {
    }

    /**
     * Adds the listeners.
     *
     * @param title the window's
     * @param output the model file
     * @param titles of the curves, by the quantities' names
     * @return the window, which may be asked for previews; null where there is none
     */
    static TrainingWindow add(Trainer<?> trainer, WorkProgress work, String title, File output,
            Map<String, String> titles) {
        trainer.addListener(new LogListener(IJ::log,
                GraphicsEnvironment.isHeadless() ? TERMINAL_LOG_SECONDS : WINDOW_LOG_SECONDS));
        trainer.addListener(CsvListener.beside(output));
        trainer.addListener(CurvesListener.beside(output, titles));
        TrainingWindow window = null;
        if (CoverCommand.windows()) {
            window = new TrainingWindow(title, output, trainer, titles);
            trainer.addListener(window);
        }
        // Where a window asks whether to end, the Esc key is its business.
        trainer.addListener(new TrainingProgress(work, trainer::cancel, window == null));
        return window;
    }
}
