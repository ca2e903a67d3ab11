package org.coverfiji.engine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.engine.probe.ConvolutionProbe;

/**
 * Finds out, before anything is loaded, whether the CUDA engine can run: asks NVIDIA's driver, then lets another
 * process compute a convolution. A process cannot go back to the CPU once CUDA's native libraries are in it.
 */
final class CudaProbe {

    /** ND4J's CUDA library holds machine code for compute capability 3.7 to 8.6 (8.9 runs it) and no PTX. */
    private static final double OLDEST = 3.7;
    private static final double NEWEST = 8.9;

    private static final int DRIVER_SECONDS = 10;

    /** The first run unpacks several gigabytes of NVIDIA's libraries. */
    private static final int CONVOLUTION_SECONDS = 600;

    private CudaProbe() {
    }

    /** Whether CUDA can be used, and the clause that says why or why not. */
    static final class Finding {

        private final boolean usable;
        private final String reason;

        Finding(boolean usable, String reason) {
            this.usable = usable;
            this.reason = reason;
        }

        boolean usable() {
            return usable;
        }

        String reason() {
            return reason;
        }
    }

    /** @param folder of the CUDA engine's jars */
    static Finding examine(File folder) {
        Finding card = card();
        if (!card.usable()) {
            return card;
        }
        Finding convolution = convolution(folder);
        return convolution.usable() ? new Finding(true, card.reason() + " and " + convolution.reason()) : convolution;
    }

    /** What NVIDIA's driver says of the first graphics card, or why it says nothing. */
    static Finding card() {
        try {
            return card(output(DRIVER_SECONDS, "nvidia-smi", "--query-gpu=compute_cap", "--format=csv,noheader"));
        } catch (IOException e) {
            return new Finding(false, "this machine has no NVIDIA driver (nvidia-smi was not found)");
        } catch (TimedOutException e) {
            return new Finding(false, "NVIDIA's driver does not answer");
        }
    }

    /** @param capabilities one compute capability a line, as nvidia-smi prints them; the first card is the one used */
    static Finding card(List<String> capabilities) {
        String first = capabilities.stream().map(String::trim).filter(line -> !line.isEmpty()).findFirst().orElse("");
        if (!first.matches("\\d+\\.\\d+")) {
            return new Finding(false, "NVIDIA's driver reports no graphics card");
        }
        double capability = Double.parseDouble(first);
        String found = "the graphics card has compute capability " + first;
        return capability >= OLDEST && capability <= NEWEST ? new Finding(true, found)
                : new Finding(false, found + " and the engine supports " + OLDEST + " to " + NEWEST);
    }

    /** Lets a process of its own compute a convolution with an engine's jars. */
    static Finding convolution(File folder) {
        String classPath = Stream.concat(Stream.of(EngineFolder.ownLocation()), EngineFolder.jars(folder).stream())
                .map(File::getPath).collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                Arrays.asList(new File(System.getProperty("java.home"), "bin/java").getPath()));
        for (String opened : Arrays.asList("java.lang", "java.nio", "sun.nio.ch", "java.util")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(Arrays.asList("-cp", classPath, ConvolutionProbe.class.getName()));
        String failed = "a probe convolution with the " + folder.getName() + " engine failed (";
        try {
            List<String> output = output(CONVOLUTION_SECONDS, command.toArray(new String[0]));
            String verdict = output.isEmpty() ? "" : output.get(output.size() - 1);
            if (verdict.equals(ConvolutionProbe.RIGHT)) {
                return new Finding(true, "a probe convolution gave the right numbers");
            }
            return new Finding(false, failed + (verdict.startsWith(ConvolutionProbe.WRONG)
                    ? verdict.substring(ConvolutionProbe.WRONG.length()) : "its process broke down") + ")");
        } catch (IOException e) {
            return new Finding(false, failed + e.getMessage() + ")");
        } catch (TimedOutException e) {
            return new Finding(false, failed + "it did not end within " + CONVOLUTION_SECONDS + " seconds)");
        }
    }

    /** What a program printed on standard output. */
    private static List<String> output(int seconds, String... command) throws IOException, TimedOutException {
        // A file, because a pipe that nobody reads would hold the program up.
        File file = File.createTempFile("cover", ".out");
        try {
            Process process = new ProcessBuilder(command).redirectOutput(file)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    throw new TimedOutException();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TimedOutException();
            } finally {
                process.destroyForcibly();
            }
            return Arrays.asList(new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8).split("\\R"));
        } finally {
            Files.delete(file.toPath());
        }
    }

    /** A program did not end in time, or the search was interrupted. */
    private static final class TimedOutException extends Exception {

        private static final long serialVersionUID = 1;
    }
}
