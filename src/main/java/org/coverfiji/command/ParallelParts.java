package org.coverfiji.command;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

import ij.IJ;

/**
 * Runs a command several times at once, each time in a process of its own with another part of the work. The processes
 * share the processors. What one of them leaves undone is for the caller to do.
 */
public final class ParallelParts {

    /** The system property that names the class which a command line started; absent in an ImageJ of its own. */
    public static final String MAIN = "cover.main";

    private static final long POLL_MILLIS = 500;
    private static final long PATIENCE_SECONDS = 60;

    private final CommandInfo info;
    private final Map<String, String> values;
    private final int processes;
    private final WorkProgress work;

    ParallelParts(Command command, int processes, WorkProgress work) {
        this.processes = processes;
        this.work = work;
        info = new CommandInfo(command.getClass());
        values = values(command);
    }

    private Map<String, String> values(Command command) {
        Module module = info.createModule(command);
        Map<String, String> all = new LinkedHashMap<>();
        for (ModuleItem<?> item : CommandRunner.parameters(info)) {
            Object value = item.getValue(module);
            if (value != null) {
                all.put(item.getName(), value.toString());
            }
        }
        all.remove("parallel");
        return all;
    }

    /**
     * Returns when all parts have ended, one way or the other.
     *
     * @param parts as the parameter {@code part} is written
     * @param folder to which each part's log is written
     * @throws CancelledException if the user cancelled
     */
    void run(List<String> parts, File folder) {
        if (System.getProperty(MAIN) == null) {
            IJ.log("Several processes can only be started from a command line; the work goes on in this one.");
            return;
        }
        Deque<String> left = new ArrayDeque<>(parts);
        Map<Process, String> running = new LinkedHashMap<>();
        try {
            while (!left.isEmpty() || !running.isEmpty()) {
                while (running.size() < processes && !left.isEmpty()) {
                    String part = left.poll();
                    running.put(start(part, folder), part);
                }
                takeEnded(running);
                int done = parts.size() - left.size() - running.size();
                work.step(done, parts.size(), done + " of " + parts.size() + " parts done, " + running.size()
                        + " running", "The comparison was stopped; the same command goes on from there.");
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The comparison was interrupted; the same command goes on from there.");
        } finally {
            end(running.keySet());
        }
    }

    private static void takeEnded(Map<Process, String> running) {
        for (Iterator<Map.Entry<Process, String>> all = running.entrySet().iterator(); all.hasNext();) {
            Map.Entry<Process, String> one = all.next();
            if (!one.getKey().isAlive()) {
                all.remove();
                IJ.log("Part " + one.getValue() + (one.getKey().exitValue() == 0 ? " is done."
                        : " ended before it was done; its log says why."));
            }
        }
    }

    /** Those that still run leave a checkpoint. */
    private static void end(Iterable<Process> running) {
        running.forEach(Process::destroy);
        for (Process process : running) {
            try {
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Process start(String part, File folder) {
        Map<String, String> own = new LinkedHashMap<>(values);
        own.put("part", part);
        File log = new File(folder, "part-" + part.replace("/", "-of-") + ".log");
        int share = Math.max(1, Runtime.getRuntime().availableProcessors() / processes);
        ProcessBuilder builder = new ProcessBuilder(line(own, share)).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("OMP_NUM_THREADS", String.valueOf(share));
        try {
            Files.createDirectories(folder.toPath());
            return builder.start();
        } catch (IOException e) {
            throw new CoverException("A process for part " + part + " cannot be started (" + e.getMessage()
                    + "); give parallel=1.", e);
        }
    }

    /** This process's Java and its options, with a share of the processors. */
    private List<String> line(Map<String, String> own, int share) {
        List<String> line = new ArrayList<>();
        line.add(new File(System.getProperty("java.home"), "bin/java").getPath());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .collect(Collectors.toList()));
        line.addAll(List.of("-XX:ActiveProcessorCount=" + share, "-cp", System.getProperty("java.class.path"),
                System.getProperty(MAIN), "--headless", "--run", CommandRunner.label(info), CommandOptions.write(own)));
        return line;
    }
}
