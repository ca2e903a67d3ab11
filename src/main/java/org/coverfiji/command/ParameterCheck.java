package org.coverfiji.command;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

/** Checks a parameter's value against its declaration, which SciJava leaves to the widgets of its dialogs. */
final class ParameterCheck {

    private ParameterCheck() {
    }

    /** @throws CoverException if the value is none of the choices, outside the range, or a file of another ending */
    static void check(ModuleItem<?> item, Object value) {
        if (value == null) {
            return;
        }
        List<?> choices = item.getChoices();
        if (choices != null && !choices.isEmpty() && !choices.contains(value)) {
            throw new CoverException(item.getName() + "=" + value + " is unknown; it must be " + alternatives(choices)
                    + ".");
        }
        if (value instanceof File && FileWidget.SAVE_STYLE.equals(item.getWidgetStyle())) {
            checkEnding(item, (File) value);
        }
        if (value instanceof Number) {
            double number = ((Number) value).doubleValue();
            Object minimum = item.getMinimumValue();
            Object maximum = item.getMaximumValue();
            if (Double.isNaN(number)) {
                throw new CoverException(item.getName() + "=" + value + " must be a number.");
            }
            if (minimum instanceof Number && number < ((Number) minimum).doubleValue()) {
                throw new CoverException(item.getName() + "=" + value + " must be at least " + minimum + ".");
            }
            if (maximum instanceof Number && number > ((Number) maximum).doubleValue()) {
                throw new CoverException(item.getName() + "=" + value + " must be at most " + maximum + ".");
            }
        }
    }

    /** A file that is written says by its name what it is. What is no file, the command itself refuses. */
    private static void checkEnding(ModuleItem<?> item, File file) {
        String ending = item.get(DialogHints.UNIT);
        boolean absent = file.getPath().isEmpty() || file.exists() && !file.isFile();
        if (ending != null && !absent && !file.getName().toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw new CoverException(item.getName() + " is " + file + "; it must end in " + ending + ".");
        }
    }

    private static String alternatives(List<?> choices) {
        if (choices.size() == 1) {
            return String.valueOf(choices.get(0));
        }
        return choices.subList(0, choices.size() - 1).stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " or " + choices.get(choices.size() - 1);
    }
}
