package org.coverfiji;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One finished run of a Java process: what it printed and how it ended. */
final class Launched {

    private static final int SECONDS = 300;
    private static final List<String> WITHOUT_NETWORK = List.of("unshare", "--map-root-user", "--net");

    private final int status;
    private final List<String> output;
    private final List<String> errors;

    private Launched(int status, List<String> output, List<String> errors) {
        this.status = status;
        this.output = output;
        this.errors = errors;
    }

    /** @param arguments of {@code java}, run in a folder, by the JVM that runs this test */
    static Launched java(File folder, String... arguments) throws IOException, InterruptedException {
        return java(List.of(), folder, arguments);
    }

    /** Whether processes can be run where there is no network: on Linux, where it lets everybody have a namespace. */
    static boolean canDoWithoutNetwork() throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(WITHOUT_NETWORK);
            command.add("true");
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The same in a network namespace of its own, which has no interface. */
    static Launched javaWithoutNetwork(File folder, String... arguments) throws IOException, InterruptedException {
        return java(WITHOUT_NETWORK, folder, arguments);
    }

    private static Launched java(List<String> before, File folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(new File(System.getProperty("java.home"), "bin/java").getPath());
        command.addAll(Arrays.asList(arguments));
        File output = File.createTempFile("cover", ".out");
        File errors = File.createTempFile("cover", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder).redirectOutput(output)
                    .redirectError(errors);
            builder.environment().put("OMP_WAIT_POLICY", "passive");
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " did not end; it printed " + lines(output) + lines(errors));
            }
            return new Launched(process.exitValue(), lines(output), lines(errors));
        } finally {
            Files.delete(output.toPath());
            Files.delete(errors.toPath());
        }
    }

    private static List<String> lines(File file) throws IOException {
        // Whatever the platform's encoding, ASCII is read right and nothing fails.
        String text = new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
        return text.lines().collect(Collectors.toList());
    }

    int status() {
        return status;
    }

    List<String> output() {
        return output;
    }

    /** What the program itself printed on standard error: the JVM's own notices are left out. */
    List<String> errors() {
        List<String> own = new ArrayList<>(errors);
        own.removeIf(line -> line.startsWith("WARNING: ") || line.isBlank()
                || line.startsWith("Picked up ") || line.contains("java.util.prefs.") || line.startsWith("INFO: "));
        return own;
    }

    @Override
    public String toString() {
        return "exit status " + status + "\n" + String.join("\n", output) + "\n" + String.join("\n", errors);
    }
}
