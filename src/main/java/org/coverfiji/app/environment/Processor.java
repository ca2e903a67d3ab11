package org.coverfiji.app.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The processor's name, and those of its abilities on which the speed of convolutions depends. */
final class Processor {

    private static final Path LINUX = Paths.get("/proc/cpuinfo");
    private static final String WINDOWS = "PROCESSOR_IDENTIFIER";

    /** Vector instructions, in the order in which they came; Linux's names. */
    private static final List<String> TELLING = List.of("sse4_1", "sse4_2", "avx", "f16c", "fma", "avx2", "avx512f",
            "avx512dq", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16", "avx_vnni", "amx_tile", "amx_bf16",
            "asimd", "asimdhp", "sve", "sve2", "bf16", "i8mm");

    private Processor() {
    }

    static String ofThisComputer() {
        try {
            if (Files.isReadable(LINUX)) {
                return of(Files.readAllLines(LINUX, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // The system's names will do.
            return System.getProperty("os.arch");
        }
        String windows = System.getenv(WINDOWS);
        return windows == null ? System.getProperty("os.arch") : windows;
    }

    /** @param lines as Linux has them of every processor */
    static String of(List<String> lines) {
        Set<String> abilities = new LinkedHashSet<>(Arrays.asList(value(lines, "flags").split(" ")));
        abilities.addAll(Arrays.asList(value(lines, "Features").split(" ")));
        String name = value(lines, "model name");
        String known = TELLING.stream().filter(abilities::contains).collect(Collectors.joining(" "));
        return (name.isEmpty() ? System.getProperty("os.arch") : name)
                + (known.isEmpty() ? "" : ", with " + known);
    }

    private static String value(List<String> lines, String key) {
        return lines.stream().filter(line -> line.split(":", 2)[0].trim().equals(key) && line.contains(":"))
                .map(line -> line.split(":", 2)[1].trim()).findFirst().orElse("");
    }
}
