package org.coverfiji.dialog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.method.MethodSettings;

import ij.IJ;
import ij.plugin.frame.Recorder;

/** Gives ImageJ's recorder what a dialog was filled in with: what differs from the defaults, alike in every host. */
final class RecordedLine {

    private RecordedLine() {
    }

    /** The values that a line must give, by key: a single image is the active one, as it is for this run. */
    static Map<String, String> options(List<Field> fields, Map<String, String> values) {
        Map<String, String> options = new LinkedHashMap<>(values);
        boolean oneImage = fields.stream().filter(field -> field.kind() == Field.Kind.IMAGE).count() == 1;
        for (Field field : fields) {
            String value = options.get(field.key());
            if (value != null && !field.isSetting()
                    && (oneImage && field.kind() == Field.Kind.IMAGE || field.isStandard(value))) {
                options.remove(field.key());
            }
        }
        // What a method's fields leave to it.
        options.remove(MethodSettings.KEY, "");
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
