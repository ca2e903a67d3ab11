package org.coverfiji.file;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hidden names beside a file under which it is written before it is moved into place. They tell by which process of
 * which computer, so that what a process left that was killed is known from what another one, perhaps on another
 * computer that shares the folder, is writing.
 */
final class TemporaryName {

    private static final String END = ".tmp";
    private static final long OWN_PROCESS = ProcessHandle.current().pid();
    /** Tells this process from a former one of the same number, as containers have them. */
    private static final String OWN_START = UUID.randomUUID().toString();
    /** Tells this computer, or container, from others; no name can be read from it. */
    static final String OWN_COMPUTER = computer();
    private static final Pattern REST = Pattern
            .compile("(\\d{1,18})\\.([0-9a-f]{8})\\.([0-9a-f-]{36})\\.[0-9a-f-]{36}\\.tmp");

    /** No writing of a file takes so long. */
    private static final long LONG_MILLISECONDS = 3_600_000;
    /** Nor that of a folder, whose own time stays what it was while its files are written. */
    private static final long LONG_FOR_FOLDERS = 7 * 24 * LONG_MILLISECONDS;

    private TemporaryName() {
    }

    /** One that nothing has. */
    static Path of(Path target) {
        return target.resolveSibling(start(target) + OWN_PROCESS + "." + OWN_COMPUTER + "." + OWN_START + "."
                + UUID.randomUUID() + END);
    }

    private static String computer() {
        String processAtHost = ManagementFactory.getRuntimeMXBean().getName();
        String host = processAtHost.substring(processAtHost.indexOf('@') + 1);
        try {
            // Containers may share a host's name, but not its numbering of processes.
            host += Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            // Other systems have no such link, nor such containers.
        }
        return UUID.nameUUIDFromBytes(host.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 8);
    }

    private static String start(Path target) {
        return "." + target.getFileName() + ".";
    }

    /** Deletes what processes left that were killed while they wrote a file or a folder. */
    static void deleteLeftovers(Path target) {
        String start = start(target);
        File[] found = target.getParent().toFile().listFiles((parent, name) -> name.startsWith(start));
        for (File file : found == null ? new File[0] : found) {
            Matcher rest = REST.matcher(file.getName().substring(start.length()));
            if (rest.matches() && isLeft(Long.parseLong(rest.group(1)), rest.group(2), rest.group(3), file)) {
                UnfinishedFolder.delete(file.toPath());
            }
        }
    }

    /**
     * A process of that number may be another one, and of those of other computers nothing is known: then age tells.
     */
    private static boolean isLeft(long process, String computer, String start, File file) {
        boolean own = computer.equals(OWN_COMPUTER);
        if (own && process == OWN_PROCESS) {
            return !start.equals(OWN_START);
        }
        // Of either sign: clocks are set back.
        long longest = file.isDirectory() ? LONG_FOR_FOLDERS : LONG_MILLISECONDS;
        return own && ProcessHandle.of(process).isEmpty()
                || Math.abs(System.currentTimeMillis() - file.lastModified()) > longest;
    }
}
