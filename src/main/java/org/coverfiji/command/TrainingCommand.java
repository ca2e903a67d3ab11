package org.coverfiji.command;

import java.io.File;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.coverfiji.CoverException;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.show.live.TrainingWindow;
import org.coverfiji.train.Trainer;
import org.scijava.app.StatusService;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;

/** What the commands share that train a model: parameters that become settings, and a run that is watched. */
abstract class TrainingCommand extends CoverCommand implements Forecasting {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    /** The parameters that were chosen, but for those that are no settings. */
    final Map<String, String> chosen(String... others) {
        return ChangedParameters.of(this, others);
    }

    /** What "2D" and "3D" stand for. */
    static int count(String dimensions) {
        return dimensions.equals("3D") ? 3 : 2;
    }

    /** @throws CoverException with the sentence, if no image is open */
    static ImagePlus open(String sentence) {
        ImagePlus open = WindowManager.getCurrentImage();
        if (open == null) {
            throw new CoverException(sentence);
        }
        return open;
    }

    /** What is shown while the engine is loaded and the network trained. */
    final WorkProgress progress(String name) {
        WorkProgress work = steppedProgress(status, tasks, name);
        work.phase("Loading the network engine…");
        return work;
    }

    /**
     * Runs a training that everybody can follow: the log, the status bar, the curves and a window.
     *
     * @param title the window's
     * @param titles of the curves, by the quantities' names
     * @param run what the trainer does; Ctrl-C cancels it and keeps what was trained
     * @param previews what to ask the window for
     */
    static <R> R watched(Trainer<?> trainer, WorkProgress work, String title, File output, Map<String, String> titles,
            Consumer<TrainingWindow> previews, Supplier<R> run) {
        TrainingWindow window = TrainingWatch.add(trainer, work, title, output, titles);
        if (window != null) {
            previews.accept(window);
        }
        work.interrupting().phase("Reading the images…");
        try (CancelOnExit exit = new CancelOnExit(output.getName(), trainer::cancel)) {
            return run.get();
        }
    }

    /** The same for fine-tuning, whose curves have the same names whatever the task. */
    static <R> FineTuneResult<R> fineTuned(Trainer<?> trainer, WorkProgress work, File output,
            Consumer<TrainingWindow> previews, Supplier<FineTuneResult<R>> run) {
        FineTuneResult<R> result = watched(trainer, work, "Fine-tuning", output, FineTuneResult.TITLES, previews, run);
        logFile(result.modelFile());
        return result;
    }

    /** @param file null if the run left none */
    static void logFile(File file) {
        if (file != null) {
            IJ.log("Model file: " + file);
        }
    }
}
