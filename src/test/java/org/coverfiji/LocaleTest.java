package org.coverfiji;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.command.CommandRunner;
import org.junit.After;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;

/** In Turkish the capital of i is İ: what a program means by letters must not depend on the user's language. */
public class LocaleTest {

    private static final Pattern BY_THE_USERS_LANGUAGE =
            Pattern.compile("to(Upper|Lower)Case\\(\\s*\\)|::to(Upper|Lower)Case|String\\.format\\(\\s*\"");

    private final Locale usual = Locale.getDefault();

    @After
    public void restore() {
        Locale.setDefault(usual);
    }

    @Test
    public void noLetterOrNumberDependsOnTheUsersLanguage() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Paths.get("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).collect(Collectors.toList())) {
                if (BY_THE_USERS_LANGUAGE.matcher(Files.readString(file)).find()) {
                    found.add(file.toString());
                }
            }
        }
        assertEquals(Collections.emptyList(), found);
    }

    @Test
    public void aCommandRunsInTurkish() throws Exception {
        Locale.setDefault(new Locale("tr", "TR"));
        try (Context context = new Context()) {
            CommandRunner runner = new CommandRunner(context);
            for (CommandInfo info : runner.own()) {
                assertEquals(info, runner.find(info.getMenuPath().getLeaf().getName()));
            }
            runner.run(runner.find("COVER Model Info"), Map.of("model",
                    new File("src/test/resources/model-format-1/pretrained.cover").getPath()));
        }
    }
}
