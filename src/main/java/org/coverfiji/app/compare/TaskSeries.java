package org.coverfiji.app.compare;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;

/** One task, or several that differ in one thing alone, so that a report shows what that is worth. */
public final class TaskSeries {

    /** Of which several numbers may be given, with commas between. */
    private static final List<String> KEYS = List.of("pretraining", "width");
    /** What names say of them. */
    private static final List<String> WORDS = List.of(" pretraining steps", " channels");

    private TaskSeries() {
    }

    /**
     * The tasks; several bear the numbers in their names.
     *
     * @param base from which paths are seen that are not absolute; null for the working folder
     * @param values by the keys of {@link TaskSettings}; {@code pretraining} and {@code width} may be lists
     * @throws CoverException if a value is not right
     */
    public static List<TaskSettings> of(File base, Map<String, String> values) {
        List<Map<String, String>> all = List.of(values);
        for (String key : KEYS) {
            all = divided(all, key);
        }
        List<TaskSettings> tasks = new ArrayList<>();
        for (Map<String, String> one : all) {
            TaskSettings task = TaskSettings.builder().base(base).set(one).build();
            tasks.add(all.size() == 1 ? task : TaskSettings.builder().base(base).set(one)
                    .set("name", task.name() + suffix(values, one)).build());
        }
        return tasks;
    }

    private static List<Map<String, String>> divided(List<Map<String, String>> all, String key) {
        List<Map<String, String>> divided = new ArrayList<>();
        for (Map<String, String> one : all) {
            if (!one.containsKey(key)) {
                divided.add(one);
                continue;
            }
            for (String number : one.get(key).split(",", -1)) {
                Map<String, String> own = new LinkedHashMap<>(one);
                own.put(key, number.trim());
                divided.add(own);
            }
        }
        return divided;
    }

    private static String suffix(Map<String, String> values, Map<String, String> one) {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < KEYS.size(); i++) {
            if (values.getOrDefault(KEYS.get(i), "").contains(",")) {
                suffix.append(", ").append(one.get(KEYS.get(i))).append(WORDS.get(i));
            }
        }
        return suffix.toString();
    }
}
