package org.coverfiji.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.Test;

/** The engine's packages, as its sources import each other: no circle, no way around the rooms' doors. */
public class EngineRoomsTest {

    private static final Path SOURCES = Paths.get(System.getProperty("basedir", "."), "src", "main", "java");
    private static final String ENGINE = "org.coverfiji.engine";
    private static final String IMPLEMENTATION = ENGINE + ".impl";
    private static final String KERNEL = IMPLEMENTATION + ".kernel";
    private static final Pattern IMPORT = Pattern.compile(
            "^import (?:static )?([a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*)\\.", Pattern.MULTILINE);

    /** What every package of the engine imports, packages of its own left out. */
    private static Map<String, Set<String>> imports() throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES.resolve(ENGINE.replace('.', '/')))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                String room = SOURCES.relativize(file.getParent()).toString().replace(File.separator, ".");
                Matcher matcher = IMPORT.matcher(text(file));
                Set<String> imported = imports.computeIfAbsent(room, name -> new TreeSet<>());
                while (matcher.find()) {
                    imported.add(matcher.group(1));
                }
                imported.remove(room);
            });
        }
        return imports;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes away, again and again, what imports nothing that is left; what stays is in circles or leads to one. */
    private static Set<String> inCircles(Map<String, Set<String>> imports) {
        Set<String> left = new TreeSet<>(imports.keySet());
        while (left.removeIf(room -> Collections.disjoint(imports.get(room), left))) {
            // The next round finds more.
        }
        return left;
    }

    @Test
    public void packagesFormNoCircle() throws IOException {
        Map<String, Set<String>> imports = imports();
        assertTrue(imports.keySet().toString(), imports.containsKey(KERNEL + ".fused"));
        assertEquals("packages that import each other in a circle, or one that does", Collections.emptySet(),
                inCircles(imports));
    }

    @Test
    public void circlesAreFound() {
        Map<String, Set<String>> imports = new TreeMap<>();
        imports.put("a", Collections.singleton("b"));
        imports.put("b", Collections.singleton("c"));
        imports.put("c", Collections.singleton("b"));
        imports.put("d", Collections.emptySet());
        assertEquals(new TreeSet<>(List.of("a", "b", "c")), inCircles(imports));
    }

    /** Layers and networks get their kernels from the choice; else a device or a request would be passed over. */
    @Test
    public void onlyTheChoiceAndTheEntryPointKnowImplementationsOfKernels() throws IOException {
        List<String> intruders = new ArrayList<>();
        imports().forEach((room, imported) -> {
            boolean allowed = room.startsWith(KERNEL + ".") || room.equals(IMPLEMENTATION);
            imported.stream().filter(name -> name.startsWith(KERNEL + ".") && !name.equals(KERNEL + ".choice"))
                    .filter(name -> !allowed).forEach(name -> intruders.add(room + " imports " + name));
        });
        assertEquals(Collections.emptyList(), intruders);
    }

    @Test
    public void onlyTheImplementationKnowsNd4j() throws IOException {
        List<String> intruders = new ArrayList<>();
        imports().forEach((room, imported) -> {
            boolean allowed = room.startsWith(IMPLEMENTATION) || room.equals(ENGINE + ".probe");
            imported.stream().filter(name -> name.matches("org\\.(nd4j|deeplearning4j|bytedeco)\\..*"))
                    .filter(name -> !allowed).forEach(name -> intruders.add(room + " imports " + name));
        });
        assertEquals(Collections.emptyList(), intruders);
    }

    @Test
    public void everyPackageSaysWhatLivesInIt() throws IOException {
        List<String> silent = imports().keySet().stream()
                .filter(room -> !Files.exists(SOURCES.resolve(room.replace('.', '/')).resolve("package-info.java")))
                .collect(Collectors.toList());
        assertEquals(Collections.emptyList(), silent);
    }
}
