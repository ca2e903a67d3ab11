package org.coverfiji.legacy;

import java.awt.BorderLayout;
import java.awt.Panel;
import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CoverCommand;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;

/** A command's dialog in plain ImageJ, made from the declaration of its parameters. */
final class CommandDialog {

    private static final int COLUMNS = 36;
    private static final int NUMBER_COLUMNS = 8;

    /** Where a file will do as well, its path can be typed or dropped on the field. */
    private static final List<String> FOLDER_STYLES = Arrays.asList(FileWidget.DIRECTORY_STYLE,
            FileWidget.FILE_AND_DIRECTORY_STYLE);

    private final CommandRunner runner;
    private final CommandInfo info;

    CommandDialog(CommandRunner runner, CommandInfo info) {
        this.runner = runner;
        this.info = info;
    }

    /** The values by key, or null if the user cancelled. What differs from the defaults is recorded. */
    Map<String, String> show() {
        List<ModuleItem<?>> items = CommandRunner.parameters(info);
        if (items.isEmpty()) {
            return new LinkedHashMap<>();
        }
        HelpfulDialog dialog = new HelpfulDialog(CommandRunner.label(info).replace("...", ""),
                () -> CoverCommand.showManual(info));
        items.forEach(item -> addField(dialog, item));
        // The dialog would record flags in a form that Fiji ignores.
        boolean recording = Recorder.record;
        Recorder.record = false;
        Map<String, String> values;
        try (ForecastLine forecast = new ForecastLine()) {
            addForecast(dialog, items, forecast);
            dialog.showDialog();
            values = dialog.wasCanceled() ? null : read(dialog, items);
        } finally {
            Recorder.record = recording;
        }
        if (values != null && recording) {
            record(items, values);
        }
        return values;
    }

    /** Below the fields, brought up to date whenever one of them changes. */
    private void addForecast(GenericDialog dialog, List<ModuleItem<?>> items, ForecastLine line) {
        Map<String, String> defaults = new LinkedHashMap<>();
        items.forEach(item -> defaults.put(item.getName(), defaultText(item)));
        Forecast first = runner.forecast(info, defaults);
        if (first == null) {
            return;
        }
        Panel panel = new Panel(new BorderLayout());
        panel.add(line);
        dialog.addPanel(panel);
        line.ask(() -> first);
        dialog.addDialogListener((changed, event) -> {
            Map<String, String> values = read(dialog, items);
            line.ask(() -> runner.forecast(info, values));
            // The command itself checks what it is given.
            return true;
        });
    }

    private static void addField(HelpfulDialog dialog, ModuleItem<?> item) {
        String label = dialogLabel(item);
        String value = defaultText(item);
        if (isFlag(item)) {
            dialog.addCheckbox(label, Boolean.parseBoolean(value));
        } else if (isChoice(item)) {
            dialog.addChoice(label, choices(item), value);
        } else if (item.getType() == File.class && FOLDER_STYLES.contains(String.valueOf(item.getWidgetStyle()))) {
            dialog.addDirectoryField(label, value, COLUMNS);
        } else if (item.getType() == File.class && FileWidget.SAVE_STYLE.equals(item.getWidgetStyle())) {
            dialog.addSaveField(label, value, COLUMNS);
        } else if (item.getType() == File.class) {
            dialog.addFileField(label, value, COLUMNS);
        } else {
            dialog.addStringField(label, value, item.getType().isPrimitive() ? NUMBER_COLUMNS : COLUMNS);
        }
    }

    private static Map<String, String> read(GenericDialog dialog, List<ModuleItem<?>> items) {
        Map<String, String> values = new LinkedHashMap<>();
        for (ModuleItem<?> item : items) {
            String value = isFlag(item) ? String.valueOf(dialog.getNextBoolean())
                    : isChoice(item) ? dialog.getNextChoice() : dialog.getNextString();
            values.put(item.getName(), value.trim());
        }
        return values;
    }

    private static void record(List<ModuleItem<?>> items, Map<String, String> values) {
        for (ModuleItem<?> item : items) {
            String value = values.get(item.getName());
            if (!value.equals(defaultText(item)) || item.getType() == ImagePlus.class && !value.isEmpty()) {
                Recorder.recordOption(item.getName(), value);
            }
        }
    }

    /** ImageJ takes the label's first word for the key and shows underscores as blanks. */
    static String dialogLabel(ModuleItem<?> item) {
        String key = item.getName();
        return key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1)
                + item.getLabel().substring(key.length());
    }

    private static boolean isFlag(ModuleItem<?> item) {
        return item.getType() == boolean.class || item.getType() == Boolean.class;
    }

    private static boolean isChoice(ModuleItem<?> item) {
        return choices(item).length > 0;
    }

    /** An image is chosen among the open ones; the first, empty choice stands for none. */
    private static String[] choices(ModuleItem<?> item) {
        if (item.getType() == ImagePlus.class) {
            return Stream.concat(Stream.of(""), Arrays.stream(WindowManager.getImageTitles())).toArray(String[]::new);
        }
        List<?> choices = item.getChoices();
        return choices == null ? new String[0] : choices.stream().map(String::valueOf).toArray(String[]::new);
    }

    private static String defaultText(ModuleItem<?> item) {
        if (item.getType() == ImagePlus.class) {
            ImagePlus current = WindowManager.getCurrentImage();
            return current == null ? "" : current.getTitle();
        }
        Object value = item.getDefaultValue();
        return value == null ? "" : value.toString();
    }
}
