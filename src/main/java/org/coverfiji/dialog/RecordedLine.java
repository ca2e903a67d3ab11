package org.coverfiji.dialog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ij.IJ;
import ij.plugin.frame.Recorder;

/** Writes what a dialog was filled in with to ImageJ's recorder: what differs from the defaults, alike in every host. */
final class RecordedLine {

    private RecordedLine() {
    }

    /** The values that a line must give, by key, in the order of the fields. */
    static Map<String, String> options(List<Field> fields, Map<String, String> values) {
        Map<String, String> options = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            String standard = fields.stream().filter(field -> field.key().equals(key) && !field.isSetting())
                    .map(Field::standard).findFirst().orElse("");
            boolean image = fields.stream()
                    .anyMatch(field -> field.key().equals(key) && field.kind() == Field.Kind.IMAGE);
            // The line works on the image that is active then, as this run does.
            if (!image && !value.equals(standard)) {
                options.put(key, value);
            }
        });
        return options;
    }

    /**
     * Records a command at once: while it runs, others may be recorded. On the event thread, because ImageJ records
     * nothing on the threads of macros, nor do we while one runs.
     *
     * @param selected the title of the image that was selected in the dialog; null if the active one was kept
     */
    static void write(String label, Map<String, String> options, String selected) {
        if (!Recorder.record || IJ.isMacro()) {
            return;
        }
        if (selected != null) {
            Recorder.record("selectImage", selected);
        }
        Recorder.setCommand(label);
        options.forEach((key, value) -> Recorder.recordOption(key, value.isEmpty() ? "[]" : escape(value)));
        Recorder.saveCommand();
    }

    /** A cancelled dialog leaves no line. */
    static void cancel() {
        if (Recorder.record) {
            Recorder.setCommand(null);
        }
    }

    /** ImageJ puts values into the text of a macro as they are. */
    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
