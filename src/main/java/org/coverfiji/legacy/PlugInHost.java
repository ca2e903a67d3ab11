package org.coverfiji.legacy;

import java.awt.GraphicsEnvironment;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CoverCommand;
import org.coverfiji.dialog.CommandDialog;
import org.coverfiji.dialog.Remembered;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.event.EventService;

import ij.IJ;
import ij.Macro;

/** Runs the commands inside plain ImageJ: dialogs, macros, status bar and error messages are ImageJ's. */
public final class PlugInHost implements BiConsumer<String, String> {

    /** How ImageJ's names of the threads of macros end. */
    private static final String MACRO_THREAD = "Macro$";

    private static volatile String failure;

    private final CommandRunner runner;
    private final StatusBridge status = new StatusBridge();

    public PlugInHost() {
        // The context class loader is where SciJava looks for its plugins.
        Thread.currentThread().setContextClassLoader(PlugInHost.class.getClassLoader());
        Context context = new Context();
        runner = new CommandRunner(context);
        context.service(EventService.class).subscribe(status);
    }

    /** Why the last command that failed did so; null if none has. */
    static String failure() {
        return failure;
    }

    CommandRunner runner() {
        return runner;
    }

    /** @param options a macro's, or null to show the command's dialog, if there is a display */
    @Override
    public void accept(String command, String options) {
        // Without a display there is nobody to ask.
        if (options == null && !GraphicsEnvironment.isHeadless()) {
            run(command, this::ask, true);
        } else {
            run(command, info -> CommandOptions.macro(options == null ? "" : options), false);
        }
    }

    /** A macro that asks is stopped by a cancelled dialog, as everywhere in ImageJ. */
    private Map<String, String> ask(CommandInfo info) {
        Map<String, String> values = new CommandDialog(runner, info).show();
        if (values == null && Thread.currentThread().getName().endsWith(MACRO_THREAD)) {
            Macro.abort();
        }
        return values;
    }

    /**
     * Runs a command and reports its failure as ImageJ does; a running macro is aborted.
     *
     * @param attended whether the values come from a dialog
     */
    void run(String command, Function<CommandInfo, Map<String, String>> values, boolean attended) {
        try {
            CommandInfo info = runner.find(command);
            Map<String, String> given = values.apply(info);
            if (given != null) {
                run(info, given, attended);
            }
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            if (Macro.MACRO_CANCELED.equals(e.getMessage())) {
                throw e;
            }
            fail(CoverCommand.sentence(e));
        } finally {
            IJ.showProgress(1.0);
        }
    }

    private void run(CommandInfo info, Map<String, String> given, boolean attended) {
        String sentence = null;
        try {
            runner.run(info, given, attended);
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            sentence = CoverCommand.sentence(e);
            throw e;
        } finally {
            if (attended) {
                Remembered.ended(info, sentence);
            }
        }
    }

    private static void fail(String sentence) {
        failure = sentence;
        // Aborts a running macro too; without a display it prints.
        IJ.error("COVER", sentence);
    }
}
