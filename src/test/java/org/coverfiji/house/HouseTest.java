package org.coverfiji.house;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.Test;

/** The house's rules, read off the sources: which room may know which, and what every room and line must have. */
public class HouseTest {

    private static final Path SOURCES = Paths.get("src/main/java");
    private static final Path TESTS = Paths.get("src/test/java");
    private static final String ROOT = "org.coverfiji";
    private static final int COLUMNS = 120;

    private static final Pattern COMMENT_OR_TEXT = Pattern.compile(
            "/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\])*\"", Pattern.DOTALL);
    private static final Pattern KNOWN = Pattern.compile("\\b(org\\.coverfiji(?:\\.[a-z]\\w*)*)\\.[A-Z]");
    private static final Pattern ENGINE = Pattern.compile("\\borg\\.(nd4j|deeplearning4j|bytedeco)\\.");

    @Test
    public void noTypeOfTheNumericLibrariesIsKnownAboveTheEngine() throws IOException {
        for (Path file : files(SOURCES)) {
            if (!room(file).startsWith(ROOT + ".engine.impl") && !room(file).equals(ROOT + ".engine.probe")) {
                assertTrue(file + " knows a type of the numeric libraries", !ENGINE.matcher(code(file)).find());
            }
        }
    }

    @Test
    public void theEngineIsKnownByItsInterfaceAlone() throws IOException {
        knows(room -> !room.startsWith(ROOT + ".engine"), room -> room.startsWith(ROOT + ".engine.impl"));
    }

    /** Layers and networks get their kernels from the choice; else a device or a request would be passed over. */
    @Test
    public void onlyTheChoiceAndTheEntryPointKnowImplementationsOfKernels() throws IOException {
        String kernel = ROOT + ".engine.impl.kernel";
        knows(room -> !room.startsWith(kernel + ".") && !room.equals(ROOT + ".engine.impl"),
                room -> room.startsWith(kernel + ".") && !room.equals(kernel + ".choice"));
    }

    @Test
    public void imagesAndTrainingKnowNoVerbAndNoCommand() throws IOException {
        for (String below : List.of("image", "train", "model", "metric", "math", "file", "setting", "show", "engine")) {
            knows(room -> room.startsWith(ROOT + "." + below), room -> room.startsWith(ROOT + ".app")
                    || room.startsWith(ROOT + ".command") || room.startsWith(ROOT + ".legacy"));
        }
        knows(room -> room.startsWith(ROOT + ".app"), room -> room.startsWith(ROOT + ".command"));
    }

    @Test
    public void noRoomsFormACircle() throws IOException {
        assertEquals("rooms that know each other in a circle, or one that does", Collections.emptySet(),
                inCircles(rooms()));
    }

    @Test
    public void circlesAreFound() {
        Map<String, Set<String>> rooms = new TreeMap<>();
        rooms.put("a", Set.of("b"));
        rooms.put("b", Set.of("c"));
        rooms.put("c", Set.of("b"));
        rooms.put("d", Set.of());
        assertEquals(Set.of("a", "b", "c"), inCircles(rooms));
    }

    /** Takes away, again and again, what knows nothing that is left; what stays is in circles or leads to one. */
    private static Set<String> inCircles(Map<String, Set<String>> rooms) {
        Set<String> left = new TreeSet<>(rooms.keySet());
        while (left.removeIf(room -> Collections.disjoint(rooms.get(room), left))) {
            // The next round finds more.
        }
        return left;
    }

    @Test
    public void everyRoomSaysWhatLivesThere() throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Path file : files(SOURCES)) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                silent.add(room(file));
            }
        }
        assertEquals(Collections.emptySet(), silent);
    }

    @Test
    public void noLineIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path root : List.of(SOURCES, TESTS)) {
            for (Path file : files(root)) {
                for (String line : Files.readAllLines(file)) {
                    if (line.length() > COLUMNS) {
                        tooLong.add(file + ": " + line.trim());
                    }
                }
            }
        }
        assertEquals(Collections.emptyList(), tooLong);
    }

    private static void knows(Predicate<String> from, Predicate<String> to)
            throws IOException {
        rooms().forEach((room, known) -> {
            if (from.test(room)) {
                assertEquals(room + " knows", Collections.emptySet(),
                        known.stream().filter(to).collect(Collectors.toSet()));
            }
        });
    }

    /** Every room and the rooms that its code knows. */
    private static Map<String, Set<String>> rooms() throws IOException {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (Path file : files(SOURCES)) {
            Set<String> known = rooms.computeIfAbsent(room(file), room -> new TreeSet<>());
            Matcher matcher = KNOWN.matcher(code(file));
            while (matcher.find()) {
                if (!matcher.group(1).equals(room(file))) {
                    known.add(matcher.group(1));
                }
            }
        }
        assertTrue("no sources at " + SOURCES.toAbsolutePath(), rooms.size() > 10);
        return rooms;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".java")).sorted().collect(Collectors.toList());
        }
    }

    private static String room(Path file) {
        return SOURCES.relativize(file.getParent()).toString().replace('/', '.').replace('\\', '.');
    }

    private static String code(Path file) throws IOException {
        return COMMENT_OR_TEXT.matcher(Files.readString(file)).replaceAll("");
    }
}
