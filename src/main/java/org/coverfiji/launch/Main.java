package org.coverfiji.launch;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.coverfiji.CoverException;
import org.coverfiji.command.CoverCommand;
import org.coverfiji.command.ParallelParts;
import org.coverfiji.legacy.HeadlessHost;
import org.coverfiji.legacy.Host;
import org.coverfiji.legacy.PatchedImageJ;
import org.coverfiji.legacy.WindowHost;

/**
 * Runs the suite from a command line, with the arguments that Fiji's launcher takes. Ends with exit status 0, or with
 * 1 and one sentence on standard error.
 */
public final class Main {

    private static final String USAGE = String.join(System.lineSeparator(),
            "Usage: java -jar COVER_.jar [--headless] [--run <command> [\"key=value,…\"]] [-macro <file> [argument]]",
            "  --headless   needs no display; without it ImageJ's window opens",
            "  --run        a command's label or class, and its parameters",
            "  -macro       an ImageJ macro file, and its argument",
            "  --console    accepted as Fiji does; messages always go to the terminal",
            "  --help       this text and the commands with their parameters",
            "  --version    the version");

    private Main() {
    }

    public static void main(String[] arguments) {
        if (Arrays.asList(arguments).contains("--headless") && PatchedImageJ.run(Main.class, arguments)) {
            return;
        }
        System.setProperty(ParallelParts.MAIN, Main.class.getName());
        boolean windowOpen = false;
        int status = 1;
        try {
            windowOpen = run(arguments);
            status = 0;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            System.err.println(CoverCommand.sentence(e));
        }
        // Threads of AWT and ND4J would keep the process alive.
        if (!windowOpen) {
            System.exit(status);
        }
    }

    /** Returns whether a window was opened, which then decides when the process ends. */
    private static boolean run(String[] arguments) {
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        boolean headless = rest.removeFirstOccurrence("--headless");
        rest.removeFirstOccurrence("--console");
        if (rest.contains("--version")) {
            String version = Main.class.getPackage().getImplementationVersion();
            System.out.println("COVER for Fiji " + (version == null ? "(not packaged)" : version));
            return false;
        }
        if (rest.contains("--help")) {
            // The list of commands needs no display.
            System.setProperty("java.awt.headless", "true");
            System.out.println(USAGE);
            System.out.print(new HeadlessHost().commandList());
            return false;
        }
        if (headless) {
            System.setProperty("java.awt.headless", "true");
        } else if (GraphicsEnvironment.isHeadless()) {
            throw new CoverException("There is no display; add --headless.");
        }
        ProcessTuning.apply();
        Host host = headless ? new HeadlessHost() : new WindowHost();
        if (headless && rest.isEmpty()) {
            throw new CoverException("--headless needs --run or -macro; --help lists all arguments.");
        }
        while (!rest.isEmpty()) {
            runNext(rest, host);
        }
        return !headless;
    }

    private static void runNext(Deque<String> rest, Host host) {
        String argument = rest.removeFirst();
        switch (argument) {
            case "--run":
                host.runCommand(operand(argument, "a command's label", rest), optional(rest));
                break;
            case "-macro":
            case "--macro":
                File macro = new File(operand(argument, "a macro file", rest));
                if (!macro.isFile()) {
                    throw new CoverException("The macro file " + macro + " does not exist.");
                }
                host.runMacro(macro, optional(rest));
                break;
            default:
                throw new CoverException("The argument " + argument + " is unknown; --help lists all arguments.");
        }
    }

    private static String operand(String argument, String what, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new CoverException(argument + " needs " + what + " after it.");
        }
        return rest.removeFirst();
    }

    private static String optional(Deque<String> rest) {
        return rest.isEmpty() || rest.peekFirst().startsWith("-") ? "" : rest.removeFirst();
    }
}
