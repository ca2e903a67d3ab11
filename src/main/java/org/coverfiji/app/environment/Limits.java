package org.coverfiji.app.environment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

import com.sun.management.OperatingSystemMXBean;

/** What this process may use: memory and processors, of the computer and of the container that it may run in. */
final class Limits {

    private static final Path GROUPS = Paths.get("/sys/fs/cgroup");
    /** Of the newer and the older kind of Linux's control groups. */
    private static final String[] MEMORY = {"memory.max", "memory/memory.limit_in_bytes"};
    private static final String PROCESSORS = "cpu.max";

    private Limits() {
    }

    static String ofThisProcess() {
        long all = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalPhysicalMemorySize();
        String memory = megabytes(GROUPS, all);
        String quota = processors(GROUPS);
        return "memory " + (all >> 20) + " MB" + (memory.isEmpty() ? "" : ", of which this container has " + memory)
                + ", Java's heap at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MB, "
                + Runtime.getRuntime().availableProcessors() + " processors"
                + (quota.isEmpty() ? "" : ", of whose time this container has " + quota);
    }

    /** A container's memory, empty if it has as much as the computer. */
    static String megabytes(Path groups, long all) {
        for (String file : MEMORY) {
            String text = read(groups.resolve(file));
            if (text.matches("\\d{1,18}") && Long.parseLong(text) < all) {
                return (Long.parseLong(text) >> 20) + " MB";
            }
        }
        return "";
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
