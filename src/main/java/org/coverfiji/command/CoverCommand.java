package org.coverfiji.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.model.ModelOutput;
import org.coverfiji.show.manual.ManualWindow;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

/**
 * What the suite's commands share: parameters are checked before anything is done, and a failure reaches the user as
 * one sentence: in a dialog, or on standard error where there is no display; a running macro is aborted.
 */
public abstract class CoverCommand extends ContextCommand {

    /** Attribute of a command's declaration: the name of its page in the manual. */
    public static final String MANUAL = "manual";

    @Parameter
    private LogService log;

    private Caller caller;

    private boolean attended;

    private Consumer<String> ended = failure -> { };

    /** The command itself; throws {@link CoverException} for what the user can mend. */
    protected abstract void execute();

    /** @throws CoverException if a parameter without which the command cannot work was not given */
    static <T> T given(String key, T value, String what) {
        if (value == null || value instanceof File && ((File) value).getPath().isEmpty()) {
            throw new CoverException(key + " is missing; it is " + what + ".");
        }
        return value;
    }

    /**
     * The image to work on, before anything else becomes the active one.
     *
     * @param named the one that was named; null for the active one
     * @param verb what is to be done to it
     * @throws CoverException if there is none
     */
    static ImagePlus source(ImagePlus named, String verb) {
        ImagePlus source = meant(named);
        if (source == null || source.getProcessor() == null) {
            throw new CoverException("There is no image to " + verb + "; give image the title of an open image or an"
                    + " image file, or input a folder.");
        }
        return source;
    }

    /**
     * The image that a title or nothing means: of two windows with one title, ImageJ finds the first, but the user
     * means the active one.
     *
     * @return null if there is none
     */
    static ImagePlus meant(ImagePlus image) {
        ImagePlus active = WindowManager.getCurrentImage();
        boolean open = image != null && WindowManager.getImage(image.getID()) == image;
        return image == null || open && active != null && active.getTitle().equals(image.getTitle()) ? active : image;
    }

    static boolean empty(File file) {
        return file == null || file.getPath().isEmpty();
    }

    /** Opens a command's page of the manual, from any thread. */
    public static void showManual(CommandInfo info) {
        ManualWindow.open(info.get(MANUAL), CommandRunner.parameterTable(info));
    }

    /** The engine for a device; the log says why, if the device is not the one to expect. */
    static Engine engine(String device) {
        Engine engine = EngineLoader.load(device);
        if (!EngineLoader.notice().isEmpty()) {
            IJ.log(EngineLoader.notice());
        }
        return engine;
    }

    /** Whether to open windows of one's own: not without a display, nor where a macro wants none. */
    static boolean windows() {
        return !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode();
    }

    /**
     * Whether the run may write a model file: not over another one, unless whoever is there agrees, the run goes on
     * from that file, or nobody is there to ask.
     *
     * @param kind of the model that the run writes
     * @throws CoverException if the file is no model of this kind
     */
    final boolean mayReplace(File output, String kind, boolean resume) {
        if (resume) {
            return true;
        }
        ModelOutput.requireReplaceable(output, kind);
        return ReplaceQuestion.mayReplace(output, attended && windows(), ReplaceQuestion::show);
    }

    /** Whether somebody is there who chose the command in its dialog. */
    final boolean isAttended() {
        return attended;
    }

    /**
     * For hosts that report failures themselves: checks the parameters and executes.
     *
     * @param someoneIsThere to answer questions, because the parameters come from a dialog
     */
    final void executeChecked(boolean someoneIsThere) {
        attended = someoneIsThere;
        Module module = new CommandModule(new CommandInfo(getClass()), this);
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            ParameterCheck.check(item, item.getValue(module));
        }
        try (SelectedImage selected = new SelectedImage(attended)) {
            execute();
        }
    }

    /** Who has asked for this command; unless Fiji's machinery tells it, nobody is asked anything. */
    public final void setCaller(Caller caller) {
        this.caller = caller;
    }

    /** Null if unknown. */
    public final Caller caller() {
        return caller;
    }

    /** @param listener is told, when the command has ended, why it failed in one sentence; null if it did not */
    public final void whenEnded(Consumer<String> listener) {
        ended = listener;
    }

    /**
     * The progress of work that ends wherever it is when it is cancelled, by the user or because the line that asked
     * for it was stopped.
     */
    final WorkProgress progress(StatusService status, TaskService tasks, String name) {
        return steppedProgress(status, tasks, name).interrupting();
    }

    /** The same of work that ends between two steps alone. */
    final WorkProgress steppedProgress(StatusService status, TaskService tasks, String name) {
        return new WorkProgress(status, tasks, name, () -> caller != null && caller.hasLeft());
    }

    @Override
    public final void run() {
        String failure = null;
        try {
            executeChecked(caller != null && caller.isPerson());
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            failure = sentence(e);
            report(e);
        } finally {
            ended.accept(failure);
            if (caller != null) {
                caller.deselectImage();
            }
        }
    }

    /** One sentence about an error that nobody foresaw. */
    public static String sentence(Throwable error) {
        if (error instanceof CoverException) {
            return error.getMessage();
        }
        if (MemoryShortage.isIn(error)) {
            return "The memory does not suffice; " + MemoryShortage.REMEDY
                    + ", or use smaller images or, for training, a smaller patch, batch or width.";
        }
        return "An unexpected error ended the command; please report what you did and with which files.";
    }

    /**
     * Tells the user why the command ends, in one sentence. Fiji shows a cancellation's reason in a dialog, but says
     * nothing headless and lets a macro go on.
     */
    public final void report(Throwable error) {
        log.debug(error);
        String message = sentence(error);
        if (GraphicsEnvironment.isHeadless()) {
            System.err.println(message);
        }
        if (caller == null || !caller.isLine()) {
            cancel(message);
            return;
        }
        try {
            caller.stop(message);
        } catch (RuntimeException e) {
            // Once it has told the macro to stop, ImageJ ends the thread that called it by an exception.
            log.debug(e);
        }
    }
}
