package org.coverfiji.file;

import java.io.File;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hidden names beside a file under which it is written before it is moved into place. They tell by which process, so
 * that what a process left that was killed is known from what another one is writing.
 */
final class TemporaryName {

    private static final String END = ".tmp";
    private static final long OWN_PROCESS = ProcessHandle.current().pid();
    /** Tells this process from a former one of the same number, as containers have them. */
    private static final String OWN_START = UUID.randomUUID().toString();
    private static final Pattern REST = Pattern.compile("(\\d+)\\.([0-9a-f-]{36})\\.[0-9a-f-]{36}\\.tmp");

    /** No writing takes so long. */
    private static final long LONG_MILLISECONDS = 3_600_000;

    private TemporaryName() {
    }

    /** One that nothing has. */
    static Path of(Path target) {
        return target.resolveSibling(start(target) + OWN_PROCESS + "." + OWN_START + "." + UUID.randomUUID() + END);
    }

    private static String start(Path target) {
        return "." + target.getFileName() + ".";
    }

    /** Deletes what processes left that were killed while they wrote a file. */
    static void deleteLeftovers(Path target) {
        String start = start(target);
        File[] found = target.getParent().toFile().listFiles((parent, name) -> name.startsWith(start));
        for (File file : found == null ? new File[0] : found) {
            Matcher rest = REST.matcher(file.getName().substring(start.length()));
            if (rest.matches() && isLeft(Long.parseLong(rest.group(1)), rest.group(2), file)) {
                file.delete();
            }
        }
    }

    /** A process of that number may be another one, or on another computer; then the age tells. */
    private static boolean isLeft(long process, String start, File file) {
        if (process == OWN_PROCESS) {
            return !start.equals(OWN_START);
        }
        // Of either sign: clocks are set back.
        return ProcessHandle.of(process).isEmpty()
                || Math.abs(System.currentTimeMillis() - file.lastModified()) > LONG_MILLISECONDS;
    }
}
