package org.coverfiji.app.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

import org.coverfiji.MemoryLimit;

/** What this process may use: memory and processors, of the computer and of the container that it may run in. */
final class Limits {

    private static final Path GROUPS = Paths.get("/sys/fs/cgroup");
    private static final String PROCESSORS = "cpu.max";

    private Limits() {
    }

    static String ofThisProcess() {
        String quota = processors(GROUPS);
        return memory(MemoryLimit.physicalBytes(), MemoryLimit.bytes()) + ", Java's heap at most "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MB, "
                + Runtime.getRuntime().availableProcessors() + " processors"
                + (quota.isEmpty() ? "" : ", of whose time this container has " + quota);
    }

    /**
     * @param physical bytes of the computer
     * @param own bytes of them that the container may use
     */
    static String memory(long physical, long own) {
        return "memory " + (physical >> 20) + " MB"
                + (own < physical ? ", of which this container has " + (own >> 20) + " MB" : "");
    }

    /** A container's share of the processors' time, empty if that is not limited. */
    static String processors(Path groups) {
        String[] quota = read(groups.resolve(PROCESSORS)).split(" ");
        if (quota.length != 2 || !quota[0].matches("\\d{1,18}") || !quota[1].matches("[1-9]\\d{0,17}")) {
            return "";
        }
        return Math.round(100.0 * Long.parseLong(quota[0]) / Long.parseLong(quota[1])) / 100.0 + " processors'";
    }

    private static String read(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1).trim() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
