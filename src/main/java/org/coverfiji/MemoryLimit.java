package org.coverfiji;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;

/** How much memory this process may take: the computer's, or less where a container or a control group bounds it. */
public final class MemoryLimit {

    /** Of the memory, so that an error comes before the system starts to swap or to kill. */
    private static final double USABLE = 0.9;

    private static final Path GROUPS = Paths.get("/sys/fs/cgroup");
    private static final Path OWN_GROUPS = Paths.get("/proc/self/cgroup");
    /** Of version 2 of control groups and of version 1. */
    private static final List<String> FILES = List.of("memory.max", "memory.limit_in_bytes");

    private MemoryLimit() {
    }

    /** Bytes of this computer, or those that its container has. */
    public static long bytes() {
        long physical = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalPhysicalMemorySize();
        return Math.min(physical, ofGroups(GROUPS, OWN_GROUPS));
    }

    /** Bytes of them that a run may plan with. */
    public static long usableBytes() {
        return (long) (USABLE * bytes());
    }

    /**
     * The least limit of a process's control group and of all that it is part of.
     *
     * @param root where the groups are seen as folders
     * @param own a file of lines such as {@code 0::/user.slice} or {@code 4:memory:/docker/x}
     * @return {@link Long#MAX_VALUE} for none
     */
    static long ofGroups(Path root, Path own) {
        long least = Long.MAX_VALUE;
        for (String line : lines(own)) {
            String[] parts = line.split(":", 3);
            boolean second = parts.length == 3 && parts[1].isEmpty();
            if (second || parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                Path base = second ? root : root.resolve("memory");
                Path group = base.resolve(parts[2].replaceFirst("^/+", "")).normalize();
                // A container may see its own group as the root, under a path that leads out of it.
                least = Math.min(least, ofGroup(base, group.startsWith(base) ? group : base));
            }
        }
        return least;
    }

    private static long ofGroup(Path base, Path group) {
        long least = Long.MAX_VALUE;
        for (Path folder = group; folder != null && folder.startsWith(base); folder = folder.getParent()) {
            for (String file : FILES) {
                for (String line : lines(folder.resolve(file))) {
                    // Where nothing is bounded it says max, or a number beyond all memory.
                    if (line.matches("\\d{1,18}")) {
                        least = Math.min(least, Long.parseLong(line));
                    }
                }
            }
        }
        return least;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
