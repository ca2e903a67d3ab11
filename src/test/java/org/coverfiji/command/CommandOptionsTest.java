package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.junit.Test;

public class CommandOptionsTest {

    @Test
    public void launcherReadsQuotedAndPlainValues() {
        assertEquals(map("input", "/a b/c,d", "n", "3"), CommandOptions.launcher("input=\"/a b/c,d\",n=3"));
        assertEquals(map("input", "/a b", "n", "3"), CommandOptions.launcher(" input = '/a b' , n = 3 "));
        assertEquals(map("output", "", "n", "3"), CommandOptions.launcher("output=\"\",n=3"));
        assertEquals(map(), CommandOptions.launcher("  "));
    }

    @Test
    public void launcherTakesACommaForPartOfAValueUnlessAKeyFollows() {
        assertEquals(map("heads", "4,4,4,1,1", "seed", "2"), CommandOptions.launcher("heads=4,4,4,1,1,seed=2"));
        assertEquals(map("seed", "2", "heads", "4,4"), CommandOptions.launcher("seed=2,heads=4,4"));
    }

    @Test
    public void launcherReadsWindowsPathsWithOneOrTwoBackslashes() {
        assertEquals(map("model", "C:\\new\\m.cover"), CommandOptions.launcher("model=\"C:\\new\\m.cover\""));
        assertEquals(map("model", "C:\\new\\m.cover"), CommandOptions.launcher("model=\"C:\\\\new\\\\m.cover\""));
        assertEquals(map("name", "a\"b"), CommandOptions.launcher("name=\"a\\\"b\""));
    }

    @Test
    public void launcherReadsWhatIsWritten() {
        for (Map<String, String> values : List.of(map(), map("input", "/a b/c,d=e", "n", "3"),
                map("group", "^(p\\d+)_\"x\\", "part", "", "heads", "4,4"))) {
            assertEquals(values, CommandOptions.launcher(CommandOptions.write(values)));
        }
    }

    @Test
    public void launcherNamesWhatItCannotRead() {
        assertMessage("The parameters cannot be read at \"lung.cover\"; they are written as key=\"value\",number=3.",
                () -> CommandOptions.launcher("lung.cover"));
        assertMessage("The parameters lack a closing quotation mark after \"/a.",
                () -> CommandOptions.launcher("input=\"/a"));
        assertMessage("The parameter seed is given twice; give it once.",
                () -> CommandOptions.launcher("seed=1,seed=2"));
    }

    @Test
    public void macroReadsBracketsAndFlags() {
        assertEquals(map("input", "/a b", "seed", "3", "resume", "true"),
                CommandOptions.macro("input=[/a b] seed=3 resume "));
        assertEquals(map("heads", "4,4,4,1,1", "output", ""), CommandOptions.macro("heads=4,4,4,1,1 output=[]"));
        assertEquals(map("image", "a[1].tif"), CommandOptions.macro("image=a[1].tif"));
        assertEquals(map("image", "a [b]"), CommandOptions.macro("image=[a [b]]"));
        assertEquals(map(), CommandOptions.macro("  "));
    }

    @Test
    public void macroReadsQuotesAsImageJDoes() {
        assertEquals(map("input", "/a b", "seed", "3"), CommandOptions.macro("input='/a b' seed=3"));
        assertEquals(map("input", "", "name", "it's"), CommandOptions.macro("input='' name=it's"));
        assertEquals(map("name", "'it"), CommandOptions.macro("name='it"));
    }

    @Test
    public void macroTakesBothFormsOfAFlagAtOnce() {
        assertEquals(map("resume", "true"), CommandOptions.macro("resume resume=true"));
        assertEquals(map("resume", "true"), CommandOptions.macro("resume=true resume"));
        assertEquals(map("pca", "false"), CommandOptions.macro("pca=false"));
    }

    @Test
    public void macroNamesWhatItCannotRead() {
        assertMessage("The macro's parameters lack a closing bracket after [/a b.",
                () -> CommandOptions.macro("input=[/a b"));
        assertMessage("The parameter seed is given twice; give it once.", () -> CommandOptions.macro("seed=1 seed=2"));
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(CoverException.class, action::run).getMessage());
    }

    private static Map<String, String> map(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
