package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.coverfiji.show.manual.Manual;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

/** What every command's declaration must keep to, so that menus, macros and dialogs agree. */
public class CommandDeclarationsTest {

    private static Context context;
    private static List<CommandInfo> commands;

    @BeforeClass
    public static void discover() {
        context = new Context();
        commands = new CommandRunner(context).own();
    }

    @AfterClass
    public static void dispose() {
        context.dispose();
    }

    @Test
    public void commandsAreDiscovered() {
        List<String> labels = commands.stream().map(CommandRunner::label).collect(Collectors.toList());
        assertTrue(labels.toString(), labels.containsAll(
                List.of("COVER Benchmark...", "COVER Extract Embeddings...", "COVER Model Info...",
                "COVER Pretrain...")));
    }

    @Test
    public void noKeyEndsAsAnotherOneDoes() {
        for (CommandInfo command : commands) {
            for (ModuleItem<?> item : CommandRunner.parameters(command)) {
                for (ModuleItem<?> other : CommandRunner.parameters(command)) {
                    assertFalse(command + ": " + other.getName() + " ends with " + item.getName() + ", which ImageJ's "
                            + "recorder takes for a duplicate",
                            item != other && other.getName().endsWith(item.getName()));
                }
            }
        }
    }

    @Test
    public void everyParameterIsDescribedAndItsLabelIsForPeople() {
        for (CommandInfo command : commands) {
            assertNotNull(command.getDescription());
            Set<String> labels = new TreeSet<>();
            for (ModuleItem<?> item : CommandRunner.parameters(command)) {
                String where = command + ", " + item.getName();
                assertEquals(where, item.getName().toLowerCase(Locale.ROOT), item.getName());
                assertTrue(where + ": " + item.getLabel(), item.getLabel().matches("[A-Z][\\w ,()'-]*"));
                assertTrue(where + " has the label of another", labels.add(item.getLabel()));
                assertTrue(where, item.getDescription().length() > 10);
                assertFalse(where + " would leak from one run into the next", item.isPersisted());
            }
        }
    }

    @Test
    public void whatOnlyMacrosNeedToKnowStandsApart() {
        for (CommandInfo command : commands) {
            for (ModuleItem<?> item : CommandRunner.parameters(command)) {
                String where = command + ", " + item.getName();
                assertFalse(where + ": " + item.getDescription(),
                        item.getDescription().matches(".*(; (0|-1|empty) = |[a-z_]+=).*"));
                String automatic = DialogHints.automatic(item);
                if (automatic != null) {
                    assertFalse(where, DialogHints.meaning(item).isEmpty());
                    assertTrue(where + " is automatic, and another value by default",
                            item.getDefaultValue() == null || automatic.equals(String.valueOf(item.getDefaultValue())
                                    .replaceFirst("\\.0$", "")));
                }
            }
        }
    }

    /** By which it is checked that a file is called what it is; an export's ending tells its format. */
    @Test
    public void everyFileThatIsWrittenHasItsEnding() {
        for (CommandInfo command : commands) {
            for (ModuleItem<?> item : CommandRunner.parameters(command)) {
                if (FileWidget.SAVE_STYLE.equals(item.getWidgetStyle())
                        && !command.getClassName().equals(ExportModelCommand.class.getName())) {
                    String ending = item.get(DialogHints.UNIT);
                    assertTrue(command + ", " + item.getName(), ending != null && ending.matches("\\.[a-z]+"));
                }
            }
        }
    }

    @Test
    public void everyDialogHasFewFieldsOnTopAndIsRecordedByItself() {
        for (CommandInfo command : commands) {
            List<ModuleItem<?>> items = CommandRunner.parameters(command);
            if (!items.isEmpty()) {
                assertTrue(command + " would be recorded twice", command.is(DialogHints.NO_RECORD));
                long basic = items.stream().filter(item -> item.get(DialogHints.BASIC) != null).count();
                assertTrue(command + " has " + basic, basic >= 1 && basic <= 9);
            }
        }
    }

    @Test
    public void everyCommandHasItsPageInTheManual() {
        for (CommandInfo command : commands) {
            assertNotNull(command.toString(), command.get(CoverCommand.MANUAL));
            assertNotNull(command + " has no page " + command.get(CoverCommand.MANUAL),
                    Manual.page(command.get(CoverCommand.MANUAL)));
        }
    }

    @Test
    public void plainImageJListsTheSameCommands() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (CommandInfo command : commands) {
            String className = command.getClassName();
            expected.add("Plugins>COVER, \"" + CommandRunner.label(command) + "\", org.coverfiji.legacy.CoverPlugIn(\""
                    + className.substring(className.lastIndexOf('.') + 1) + "\")");
            assertEquals("Plugins > COVER > " + CommandRunner.label(command), command.getMenuPath().getMenuString());
        }
        try (InputStream stream = getClass().getResourceAsStream("/plugins.config")) {
            Set<String> listed = new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(expected, listed);
        }
    }
}
