package org.coverfiji.method;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

public class MethodSettingsTest {

    private static final Recipe COVER = new CoverRecipe();
    private static final Recipe SIMCLR = new SimClrRecipe();

    private static SettingValues of(Recipe recipe, Map<String, String> keys, String text) {
        return MethodSettings.of(recipe, 2, keys, text);
    }

    private static void refused(Recipe recipe, Map<String, String> keys, String text, String message) {
        CoverException e = assertThrows(CoverException.class, () -> of(recipe, keys, text));
        assertEquals(message, e.getMessage());
    }

    @Test
    public void namesAndValuesWithAColonBetween() {
        SettingValues values = of(SIMCLR, Map.of(), " Temperature : 0.5,hidden:64 , norm:group");
        assertEquals(0.5, values.get(ContrastSettings.TEMPERATURE), 0);
        assertEquals(64, (int) values.get(ContrastSettings.HIDDEN));
        assertEquals("group", values.get(ContrastSettings.NORM));
        assertEquals(128, (int) values.get(ContrastSettings.EMBEDDING));
    }

    @Test
    public void aListOfNumbersKeepsItsCommas() {
        SettingValues values = of(COVER, Map.of(), "heads:2,2,1, 1,1, motion:0.3");
        assertEquals(List.of(2, 2, 1, 1, 1), values.get(CoverRecipe.HEADS));
        assertEquals(0.3, values.get(CoverRecipe.MOTION), 0);
    }

    @Test
    public void defaultsFollowTheDimensions() {
        assertEquals(2, (int) of(COVER, Map.of(), "").get(CoverRecipe.AMPLITUDE));
        assertEquals(1, (int) MethodSettings.of(COVER, 3, Map.of(), "").get(CoverRecipe.AMPLITUDE));
    }

    @Test
    public void wrongNamesListTheRightOnes() {
        refused(SIMCLR, Map.of(), "tau:0.2", "method_settings: tau is no setting of SimCLR; its settings are"
                + " preset, temperature, hidden, embedding, layers, norm, smallest_area, sum_views.");
        refused(SIMCLR, Map.of("amplitude", "3"), "", "amplitude is no setting of SimCLR; its settings are preset,"
                + " temperature, hidden, embedding, layers, norm, smallest_area, sum_views.");
        refused(SIMCLR, Map.of(), "0.2", "method_settings is '0.2', but must be names and values such as"
                + " preset:laptop; the settings of SimCLR are preset, temperature, hidden, embedding, layers, norm,"
                + " smallest_area, sum_views.");
    }

    @Test
    public void wrongValuesSayWhatIsRight() {
        refused(SIMCLR, Map.of(), "temperature:0", "temperature is 0.0, but must be above 0 and at most 10.");
        refused(SIMCLR, Map.of(), "hidden:many", "hidden is 'many', but must be a whole number between 8 and 8192.");
        refused(SIMCLR, Map.of(), "norm:layer", "norm is layer, but must be batch, group or none.");
        refused(SIMCLR, Map.of(), "hidden:8, hidden:16", "method_settings gives hidden twice; give it once.");
    }

    /** Whatever the order; what is given goes before what the preset has. */
    @Test
    public void aPresetIsReadFirst() {
        SettingValues values = of(SIMCLR, Map.of(), "hidden:64, preset:official");
        assertEquals(64, (int) values.get(ContrastSettings.HIDDEN));
        assertEquals(0.1, values.get(ContrastSettings.TEMPERATURE), 0);
        assertEquals(Presets.OFFICIAL, values.get(Presets.PRESET));
        assertEquals(2048, (int) of(SIMCLR, Map.of("preset", "official"), "").get(ContrastSettings.HIDDEN));
        refused(SIMCLR, Map.of(), "preset:best", "preset is best, but must be laptop or official.");
        refused(COVER, Map.of(), "preset:official", "method_settings: preset is no setting of COVER; its settings are"
                + " motion, amplitude, heads, head_dimension, consistency, vector_weight, aggregation.");
    }

    @Test
    public void bothPlacesMustAgree() {
        assertEquals(0.3, of(COVER, Map.of("motion", "0.3"), "motion:0.30").get(CoverRecipe.MOTION), 0);
        refused(COVER, Map.of("motion", "0.3"), "motion:0.4",
                "motion is 0.3, but 0.4 in method_settings; give it in one place.");
    }
}
