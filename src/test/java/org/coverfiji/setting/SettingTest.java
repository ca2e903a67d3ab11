package org.coverfiji.setting;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;

import org.coverfiji.CoverException;
import org.junit.Test;

public class SettingTest {

    private static final Setting<Integer> QUEUE = Setting.whole("queue", 512).atLeast(1);
    private static final Setting<Double> TEMPERATURE = Setting.number("temperature", 0.2).between(0, 1.5);
    private static final Setting<String> NORM = Setting.choice("norm", "batch", "batch", "group", "none");
    private static final Setting<List<Integer>> HEADS = Setting.wholes("heads", 4, 1);
    private static final Setting<Integer> PATCH = Setting.multiple("patch", 128, 16);
    private static final Setting<Boolean> OFFICIAL = Setting.flag("official", false);

    @Test
    public void textsOfEveryKindAreReadAndWritten() {
        assertEquals(Integer.valueOf(64), QUEUE.read(" 64 "));
        assertEquals("0.07", TEMPERATURE.write(TEMPERATURE.read("0.07")));
        assertEquals("group", NORM.read("group"));
        assertEquals(List.of(8, 2), HEADS.read("8, 2"));
        assertEquals("8,2", HEADS.write(List.of(8, 2)));
        assertEquals(true, OFFICIAL.read("TRUE"));
    }

    @Test
    public void everyWrongTextAndValueIsExplained() {
        fails("queue is 'many', but must be a whole number of at least 1.", () -> QUEUE.read("many"));
        fails("queue is 0, but must be at least 1.", () -> QUEUE.read("0"));
        fails("queue is null, but must be at least 1.", () -> QUEUE.check(null));
        fails("temperature is NaN, but must be between 0 and 1.5.", () -> TEMPERATURE.read("NaN"));
        fails("norm is layer, but must be batch, group or none.", () -> NORM.read("layer"));
        fails("heads is '4;1', but must be whole numbers with commas between, such as 4,1.", () -> HEADS.read("4;1"));
        fails("patch is 100, but must be a positive multiple of 16 such as 96.", () -> PATCH.check(100));
        fails("official is 'yes', but must be true or false.", () -> OFFICIAL.read("yes"));
    }

    @Test
    public void whatIsFoundOutHasAWord() {
        Setting<Double> rate = Setting.number("rate", 0.1).right(value -> value > 0, "above 0").orAuto(-1.0);
        assertEquals(-1, rate.read("AUTO"), 0);
        assertEquals("auto", rate.write(-1.0));
        assertEquals("0.1", rate.write(rate.standard()));
        fails("rate is 0.0, but must be above 0, or auto.", () -> rate.read("0"));
        fails("rate is 'automatic', but must be a number above 0, or auto.", () -> rate.read("automatic"));
    }

    @Test
    public void valuesThatWereNotSetAreTheDefaults() {
        SettingValues some = SettingValues.DEFAULTS.with(QUEUE, 64);
        assertEquals(64, (int) some.get(QUEUE));
        assertEquals(0.2, some.get(TEMPERATURE), 0);
        assertEquals(512, (int) SettingValues.DEFAULTS.get(QUEUE));
        assertEquals("{queue=64, heads=4,1}", some.toMap(List.of(QUEUE, HEADS)).toString());
        fails("queue is -1, but must be at least 1.", () -> some.with(QUEUE, -1).check(List.of(NORM, QUEUE)));
    }

    @Test
    public void aSettingMadeFromAnotherNamesTheSameValue() {
        Setting<Integer> zero = PATCH.standard(0).right(value -> value >= 0, "at least 0");
        assertEquals(PATCH, zero);
        assertEquals(0, (int) zero.standard());
        SettingValues defaults = SettingValues.of(List.of(zero, QUEUE));
        assertEquals(0, (int) defaults.get(PATCH));
        assertEquals(7, (int) defaults.with(zero, 7).get(PATCH));
        fails("patch is 7, but must be a positive multiple of 16 such as 16.",
                () -> defaults.with(zero, 7).check(List.of(zero, PATCH)));
        assertNotEquals(PATCH, Setting.multiple("patch", 128, 16));
    }

    @Test
    public void wordsAreReadInWhateverCase() {
        assertEquals("group", NORM.read("Group"));
        assertEquals("xy", Setting.word("flips", "").read(" XY "));
    }

    private static void fails(String message, Runnable action) {
        assertEquals(message, assertThrows(CoverException.class, action::run).getMessage());
    }
}
