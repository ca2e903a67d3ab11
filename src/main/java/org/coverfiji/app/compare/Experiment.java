package org.coverfiji.app.compare;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/**
 * A comparison of several tasks, written in YAML: what all share, by the keys of the command, and a list of tasks with
 * what is their own, which prevails. Paths are seen from the file's folder.
 *
 * <pre>
 * methods: [scratch, SimCLR, COVER, "COVER(consistency:0)"]
 * numbers: [2, 5]
 * tasks:
 *   - {name: nuclei, images: nuclei/images, labels: nuclei/labels, instances: true, resize: 96, patch: 96}
 *   - {name: hippocampus, images: mr/images, labels: mr/labels, dimensions: 3D, patch: 32}
 * </pre>
 */
public final class Experiment {

    private static final String TASKS = "tasks";

    private Experiment() {
    }

    /**
     * Reads a file.
     *
     * @param others keys and values of the command, over which the file prevails
     * @throws CoverException if it is no experiment, or a value is not right
     */
    public static List<TaskSettings> read(File file, Map<String, String> others) {
        Map<String, Object> all = map(YamlFile.read(file), file);
        Object tasks = all.remove(TASKS);
        if (!(tasks instanceof List) || ((List<?>) tasks).isEmpty()) {
            throw new CoverException("The experiment " + file + " has no list of tasks; give tasks, each with images"
                    + " and labels, or classes.");
        }
        List<TaskSettings> settings = new ArrayList<>();
        int number = 0;
        for (Object task : (List<?>) tasks) {
            number++;
            Map<String, String> values = new LinkedHashMap<>(others);
            all.forEach((key, value) -> values.put(key, text(value)));
            map(task, file).forEach((key, value) -> values.put(key, text(value)));
            try {
                settings.addAll(TaskSeries.of(file.getAbsoluteFile().getParentFile(), values));
            } catch (CoverException e) {
                throw new CoverException("The experiment " + file + ", task " + number + ": "
                        + e.getMessage(), e);
            }
        }
        return settings;
    }

    private static Map<String, Object> map(Object value, File file) {
        if (!(value instanceof Map)) {
            throw new CoverException("The experiment " + file + " has " + text(value)
                    + ", where keys and values should be.");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, item) -> map.put(String.valueOf(key), item));
        return map;
    }

    /** As a macro writes it; what is in a list has commas between. */
    private static String text(Object value) {
        return value instanceof List ? ((List<?>) value).stream().map(Experiment::text)
                .collect(Collectors.joining(",")) : value == null ? "" : value.toString();
    }
}
