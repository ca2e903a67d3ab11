package org.coverfiji.cluster;

import java.io.File;
import java.util.List;
import java.util.Map;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.coverfiji.CoverException;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CoverCommand;
import org.coverfiji.legacy.HeadlessHost;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

/** What the programs have in common: they end with 0, or with 1 and a sentence; ImageJ runs without a display. */
final class Program {

    private static HeadlessHost host;

    private Program() {
    }

    /** What a program does. */
    interface Work {
        void on(JavaSparkContext spark);
    }

    /** @param name the application's, in Spark's pages */
    static void run(String name, Work work) {
        int status = 1;
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName(name))) {
            work.on(spark);
            status = 0;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            System.err.println(sentence(e));
        }
        // Threads of AWT and ND4J would keep the process alive.
        System.exit(status);
    }

    private static String sentence(Throwable error) {
        return error instanceof CoverException || error.getMessage() == null ? CoverCommand.sentence(error)
                : error.getMessage();
    }

    /** The one ImageJ of this process. */
    static synchronized HeadlessHost host() {
        if (host == null) {
            System.setProperty("java.awt.headless", "true");
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            host = new HeadlessHost();
            // It leaves its own there; Spark's tasks need theirs.
            Thread.currentThread().setContextClassLoader(before);
        }
        return host;
    }

    /**
     * The text of a command's parameters as executors understand it, which run in folders of their own: every path from
     * the root.
     *
     * @throws CoverException if a key is unknown, or a value is of the wrong kind
     */
    static String absolute(String command, String parameters) {
        Map<String, String> values = CommandOptions.launcher(parameters);
        for (ModuleItem<?> item : parameters(command, parameters)) {
            if (item.getType() == File.class) {
                values.computeIfPresent(item.getName(),
                        (key, path) -> path.isBlank() ? path : new File(path).getAbsolutePath());
            }
        }
        return CommandOptions.write(values);
    }

    /**
     * What a command declares.
     *
     * @throws CoverException if a key of these values is unknown, or a value is of the wrong kind
     */
    static List<ModuleItem<?>> parameters(String command, String values) {
        return CommandRunner.parameters(new CommandInfo(host().filled(command, values).getClass()));
    }

    /** The arguments of a program. @throws CoverException if there are not so many */
    static String[] arguments(String[] given, int count, String usage) {
        if (given.length != count) {
            throw new CoverException("Usage: " + usage);
        }
        return given;
    }
}
