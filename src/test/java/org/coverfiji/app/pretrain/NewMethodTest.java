package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

import org.coverfiji.method.Recipe;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The walk-through of CONTRIBUTING.md: a new method is one class on what is there, and a line. */
public class NewMethodTest {

    private static final Path CLASS = Paths.get("src/test/java/org/coverfiji/app/pretrain/WholeContrastRecipe.java");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void oneClassIsAWholeMethod() {
        new MethodProof(new WholeContrastRecipe(), 2, "temperature:0.5", folder.getRoot()).all();
        new MethodProof(new WholeContrastRecipe(), 3, "", folder.getRoot()).learnsABatch();
    }

    @Test
    public void itsLineInTheListMakesItKnown() throws IOException {
        Path services = folder.getRoot().toPath().resolve("META-INF/services");
        Files.createDirectories(services);
        Files.writeString(services.resolve(Recipe.class.getName()), WholeContrastRecipe.class.getName() + "\n");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.getRoot().toURI().toURL()},
                Recipe.class.getClassLoader())) {
            List<String> names = ServiceLoader.load(Recipe.class, loader).stream()
                    .map(provider -> provider.get().name()).collect(Collectors.toList());
            assertTrue(names.toString(), names.containsAll(List.of("COVER", "Whole contrast")));
        }
    }

    /** Without what a reader knows anyway: imports, blank lines, annotations. */
    @Test
    public void theClassIsShortAndTheWalkThroughShowsItAsItIs() throws IOException {
        String source = Files.readString(CLASS);
        long lines = source.lines().filter(line -> !line.isBlank() && !line.startsWith("import ")
                && !line.startsWith("package ") && !line.trim().equals("@Override")).count();
        assertTrue(lines + " lines", lines <= 60);
        assertTrue("CONTRIBUTING.md shows another class than " + CLASS, Files.readString(Paths.get("CONTRIBUTING.md"))
                .contains("```java\n" + source.substring(source.indexOf("/** Two crops")) + "```\n"));
    }
}
