package org.coverfiji.setting;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;

/** Values of settings; one that was never set has its default. Immutable. */
public final class SettingValues {

    /** Nothing is set. */
    public static final SettingValues DEFAULTS = new SettingValues(Collections.emptyMap());

    private final Map<Setting<?>, Object> values;

    private SettingValues(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /** The defaults of settings, which may be others than those of the settings that they were made from. */
    public static SettingValues of(Collection<Setting<?>> settings) {
        Map<Setting<?>, Object> standards = new HashMap<>();
        settings.forEach(setting -> standards.put(setting, setting.standard()));
        return new SettingValues(standards);
    }

    /** These values and another one, which may be wrong: see {@link #check}. */
    public <T> SettingValues with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> more = new HashMap<>(values);
        more.put(setting, value);
        return new SettingValues(more);
    }

    public <T> T get(Setting<T> setting) {
        // with() is the only way in.
        @SuppressWarnings("unchecked")
        T value = (T) (values.containsKey(setting) ? values.get(setting) : setting.standard());
        return value;
    }

    /** @throws CoverException naming the first of the settings whose value is not right */
    public void check(Collection<Setting<?>> settings) {
        settings.forEach(this::check);
    }

    private <T> void check(Setting<T> setting) {
        setting.check(get(setting));
    }

    /** Keys and texts of settings, in their order, as a model file keeps them. */
    public Map<String, String> toMap(Collection<Setting<?>> settings) {
        Map<String, String> map = new LinkedHashMap<>();
        settings.forEach(setting -> map.put(setting.key(), text(setting)));
        return map;
    }

    private <T> String text(Setting<T> setting) {
        return setting.write(get(setting));
    }
}
