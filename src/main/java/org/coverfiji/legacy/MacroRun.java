package org.coverfiji.legacy;

import java.io.File;
import java.io.PrintStream;

import org.coverfiji.CoverException;

import ij.macro.Interpreter;
import ij.plugin.Macro_Runner;

/** One headless run of a macro, whose end before its end is an error. */
final class MacroRun {

    /** A bare exit is an intended end; {@code exit("message")} reports an error. */
    private static final String EXIT_QUIETLY = ".*\\bexit\\s*(\\(\\s*\\))?\\s*(;.*)?";

    private final File file;
    private final String text;

    MacroRun(File file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @throws CoverException if the macro stops before its end; why, if a command of this suite or ImageJ said it */
    void run(String argument) {
        // As ImageJ does where it runs files, so that a macro can find what lies beside it.
        Macro_Runner.setFilePath(file.getAbsolutePath());
        Interpreter interpreter = new Interpreter();
        PrintStream err = System.err;
        System.setErr(new WithoutMacroErrors(err));
        try {
            String result = interpreter.run(text, argument);
            if (!"[aborted]".equals(result) && !interpreter.wasError()) {
                return;
            }
        } catch (RuntimeException e) {
            // ImageJ ends a macro by an exception; what it says is in the interpreter.
        } finally {
            System.setErr(err);
        }
        if (PlugInHost.failure() != null) {
            throw new CoverException(PlugInHost.failure());
        }
        if (interpreter.getErrorMessage() != null) {
            throw new CoverException("The macro " + file.getName() + " stopped: " + interpreter.getErrorMessage()
                    + ".");
        }
        if (!line(interpreter.getLineNumber()).matches(EXIT_QUIETLY)) {
            throw new CoverException("The macro " + file.getName() + " stopped in line " + interpreter.getLineNumber()
                    + ".");
        }
    }

    private String line(int number) {
        String[] lines = text.split("\\R", -1);
        return number >= 1 && number <= lines.length ? lines[number - 1] : "";
    }

    /**
     * Moves to standard output what ImageJ's macro errors show of the code, so that standard error has one sentence.
     */
    private static final class WithoutMacroErrors extends PrintStream {

        WithoutMacroErrors(PrintStream target) {
            super(target, true);
        }

        @Override
        public void println(String line) {
            if (line != null && line.startsWith("Macro Error: ")) {
                System.out.println(line);
            } else {
                super.println(line);
            }
        }
    }
}
