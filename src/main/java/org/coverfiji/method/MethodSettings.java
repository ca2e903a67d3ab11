package org.coverfiji.method;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;

/**
 * The values of a method's own settings, from keys of the command and from one text such as
 * {@code temperature:0.2, hidden:256}; what neither gives is as the preset has it. A colon stands between name and
 * value, because ImageJ would take a name before an equals sign for a key of the command.
 */
public final class MethodSettings {

    /** The key of the text. */
    public static final String KEY = "method_settings";

    private MethodSettings() {
    }

    /**
     * @param keys settings that have keys of their own
     * @param text all others; empty for none
     * @throws CoverException if the method has no such setting, a value is not right, or a setting is given in both
     *         places with different values
     */
    public static SettingValues of(Recipe recipe, int dimensions, Map<String, String> keys, String text) {
        Map<String, String> parsed = parse(recipe, text);
        String preset = Presets.PRESET.key();
        SettingValues values = defaults(recipe, dimensions, keys.getOrDefault(preset, parsed.get(preset)));
        for (Map.Entry<String, String> entry : keys.entrySet()) {
            values = with(values, setting(recipe, entry.getKey(), ""), entry.getValue());
        }
        for (Map.Entry<String, String> entry : parsed.entrySet()) {
            Setting<?> setting = setting(recipe, entry.getKey(), KEY + ": ");
            SettingValues more = with(values, setting, entry.getValue());
            if (keys.containsKey(entry.getKey()) && !more.get(setting).equals(values.get(setting))) {
                throw new CoverException(setting + " is " + keys.get(entry.getKey()) + ", but " + entry.getValue()
                        + " in " + KEY + "; give it in one place.");
            }
            values = more;
        }
        return values;
    }

    /** @param preset as given; null for the usual one */
    private static SettingValues defaults(Recipe recipe, int dimensions, String preset) {
        boolean official = preset != null && recipe.settings().contains(Presets.PRESET)
                && Presets.PRESET.read(preset).equals(Presets.OFFICIAL);
        return official ? recipe.official(dimensions) : recipe.defaults(dimensions);
    }

    private static <T> SettingValues with(SettingValues values, Setting<T> setting, String text) {
        return values.with(setting, setting.read(text));
    }

    private static Setting<?> setting(Recipe recipe, String name, String where) {
        return recipe.settings().stream().filter(setting -> setting.key().equals(name)).findFirst()
                .orElseThrow(() -> new CoverException(where + name + " is no setting of " + recipe.name()
                        + "; its settings are " + names(recipe) + "."));
    }

    private static String names(Recipe recipe) {
        return recipe.settings().stream().map(Setting::key).collect(Collectors.joining(", "));
    }

    private static Map<String, String> parse(Recipe recipe, String text) {
        return parse(text, () -> example(recipe.settings().get(0)) + "; the settings of " + recipe.name() + " are "
                + names(recipe));
    }

    /**
     * The text's values by name, in its order, whatever the method. What has no colon belongs to the value before: a
     * list of numbers.
     *
     * @throws CoverException if it starts without a name, or gives one twice
     */
    public static Map<String, String> parse(String text) {
        return parse(text, () -> "temperature:0.2");
    }

    private static Map<String, String> parse(String text, Supplier<String> right) {
        Map<String, String> parsed = new LinkedHashMap<>();
        if (text.trim().isEmpty()) {
            return parsed;
        }
        String name = null;
        for (String piece : text.split(",")) {
            int colon = piece.indexOf(':');
            if (colon >= 0) {
                name = piece.substring(0, colon).trim().toLowerCase(Locale.ROOT);
                if (parsed.put(name, piece.substring(colon + 1).trim()) != null) {
                    throw new CoverException(KEY + " gives " + name + " twice; give it once.");
                }
            } else if (name != null) {
                parsed.put(name, parsed.get(name) + "," + piece.trim());
            } else {
                throw new CoverException(KEY + " is '" + text + "', but must be names and values such as "
                        + right.get() + ".");
            }
        }
        return parsed;
    }

    /** Whether the text gives the method's setting of this name. */
    public static boolean gives(Recipe recipe, String text, String name) {
        return parse(recipe, text).containsKey(name);
    }

    private static <T> String example(Setting<T> setting) {
        return setting.key() + ":" + setting.write(setting.standard());
    }
}
