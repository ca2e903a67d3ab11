package org.coverfiji;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Compares what two runs of the scenarios left. */
final class Results {

    private static final File DATA = new File(System.getProperty("cover.basedir"), "sample-data");

    private Results() {
    }

    /** Copies what must repeat out of the folder of results, and empties that. */
    static void keep(File out, File kept) throws IOException {
        for (Scenario scenario : Scenario.all(DATA, out)) {
            for (String name : scenario.files()) {
                assertTrue(scenario.command() + " left no " + name, new File(out, name).length() > 100);
                File copy = new File(kept, name);
                Files.createDirectories(copy.getParentFile().toPath());
                Files.copy(new File(out, name).toPath(), copy.toPath());
            }
        }
        empty(out);
    }

    private static void empty(File folder) throws IOException {
        for (File file : folder.listFiles()) {
            if (file.isDirectory()) {
                empty(file);
            }
            Files.delete(file.toPath());
        }
    }

    /** Fails where a file of one run differs from the same file of another, but for a model's times. */
    static void assertSame(File expected, File actual) throws IOException {
        for (Scenario scenario : Scenario.all(DATA, expected)) {
            for (String name : scenario.files()) {
                File first = new File(expected, name);
                File second = new File(actual, name);
                if (name.endsWith(".cover")) {
                    assertSameWeights(first, second);
                } else {
                    assertArrayEquals(name, Files.readAllBytes(first.toPath()), Files.readAllBytes(second.toPath()));
                }
            }
        }
    }

    private static void assertSameWeights(File expected, File actual) throws IOException {
        try (ZipFile first = new ZipFile(expected); ZipFile second = new ZipFile(actual)) {
            int compared = 0;
            for (ZipEntry entry : Collections.list(first.entries())) {
                if (!entry.getName().endsWith(".json")) {
                    assertArrayEquals(expected.getName() + ", " + entry.getName(),
                            first.getInputStream(entry).readAllBytes(),
                            second.getInputStream(second.getEntry(entry.getName())).readAllBytes());
                    compared++;
                }
            }
            assertTrue("no weights in " + expected, compared > 10);
        }
    }

    /** Macro files of all scenarios, in their order. */
    static List<String> macros(File folder) {
        List<String> files = new ArrayList<>();
        for (Scenario scenario : Scenario.all(DATA, folder)) {
            files.add(new File(folder, scenario.macro()).getPath());
        }
        return files;
    }

    static String text(String file) throws IOException {
        return new String(Files.readAllBytes(new File(file).toPath()), StandardCharsets.UTF_8);
    }
}
