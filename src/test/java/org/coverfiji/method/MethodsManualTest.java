package org.coverfiji.method;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

/** The manual names every method and every setting, with the default that the program has. */
public class MethodsManualTest {

    private static final String MANUAL = "docs/methods.md";

    /** A row of the section's table, whose meaning the manual may put in words of its own. */
    private static <T> boolean hasRow(String section, Setting<T> setting, SettingValues values) {
        return section.lines().anyMatch(line -> line.startsWith("| `" + setting.key() + "` | ")
                && line.endsWith(" | " + setting.write(values.get(setting)) + " |"));
    }

    /** As it could be written. */
    private static <T> String row(Setting<T> setting, SettingValues values) {
        return "| `" + setting.key() + "` | " + setting.help() + " | " + setting.right() + " | "
                + setting.write(values.get(setting)) + " |";
    }

    @Test
    public void everyMethodAndSettingIsThere() throws IOException {
        String manual = Files.readString(Paths.get(MANUAL));
        List<String> missing = new ArrayList<>();
        for (Recipe recipe : Recipes.all()) {
            if (!manual.contains("\n| " + recipe.name() + " | ")) {
                missing.add("a row of " + recipe.name());
            }
            int start = manual.indexOf("\n### " + recipe.name() + "\n");
            int end = manual.indexOf("\n### ", start + 1);
            String section = start < 0 ? "" : manual.substring(start, end < 0 ? manual.length() : end);
            for (Setting<?> setting : recipe.settings()) {
                if (!hasRow(section, setting, recipe.defaults(2))) {
                    missing.add("### " + recipe.name() + ": " + row(setting, recipe.defaults(2)));
                }
            }
        }
        assertTrue(MANUAL + " lacks\n" + String.join("\n", missing), missing.isEmpty());
    }
}
