package org.coverfiji.app.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.function.LongSupplier;

/**
 * Memory of this process. Where the system keeps the peak itself (Linux), that is the answer, because the numeric
 * libraries' scratch memory within a step is seen nowhere else; otherwise Java's heap and the engine's own count.
 */
public final class ProcessMemory implements LongSupplier {

    private static final Path STATUS = Paths.get("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private final LongSupplier nativeBytes;

    /** @param nativeBytes what the engine has allocated */
    public ProcessMemory(LongSupplier nativeBytes) {
        this.nativeBytes = nativeBytes;
    }

    @Override
    public long getAsLong() {
        Runtime java = Runtime.getRuntime();
        long counted = java.totalMemory() - java.freeMemory() + nativeBytes.getAsLong();
        return Math.max(counted, systemPeak(STATUS));
    }

    /** The line "VmHWM: 123 kB" in bytes; 0 where there is none. */
    static long systemPeak(Path status) {
        if (!Files.isReadable(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(PEAK)).findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}
