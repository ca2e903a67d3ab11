package org.coverfiji.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks NVIDIA's driver, before anything is loaded, whether the CUDA engine can run: a process cannot go back to the
 * CPU once CUDA's native libraries are in it.
 */
final class CudaProbe {

    /** ND4J's CUDA library holds machine code for compute capability 3.7 to 8.6 (8.9 runs it) and no PTX. */
    private static final double OLDEST = 3.7;
    private static final double NEWEST = 8.9;

    private CudaProbe() {
    }

    /** Why CUDA cannot be used here; empty if it can. */
    static Optional<String> obstacle() {
        try {
            Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=compute_cap", "--format=csv,noheader")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("NVIDIA's driver does not answer");
            }
            try (InputStream output = process.getInputStream()) {
                return obstacle(new String(output.readAllBytes(), StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            return Optional.of("this machine has no NVIDIA driver (nvidia-smi was not found)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the search for a graphics card was interrupted");
        }
    }

    /** @param capabilities one compute capability a line, as nvidia-smi prints them; the first card is the one used */
    static Optional<String> obstacle(String capabilities) {
        String first = Arrays.stream(capabilities.split("\\R")).map(String::trim).filter(line -> !line.isEmpty())
                .findFirst().orElse("");
        if (!first.matches("\\d+\\.\\d+")) {
            return Optional.of("NVIDIA's driver reports no graphics card");
        }
        double capability = Double.parseDouble(first);
        if (capability < OLDEST || capability > NEWEST) {
            return Optional.of("the graphics card has compute capability " + first + " and the engine supports "
                    + OLDEST + " to " + NEWEST);
        }
        return Optional.empty();
    }
}
