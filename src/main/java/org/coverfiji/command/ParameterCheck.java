package org.coverfiji.command;

import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.scijava.module.ModuleItem;

/** Checks a parameter's value against its declaration, which SciJava leaves to the widgets of its dialogs. */
final class ParameterCheck {

    private ParameterCheck() {
    }

    /** @throws CoverException if the value is none of the choices, or outside the range */
    static void check(ModuleItem<?> item, Object value) {
        if (value == null) {
            return;
        }
        List<?> choices = item.getChoices();
        if (choices != null && !choices.isEmpty() && !choices.contains(value)) {
            throw new CoverException(item.getName() + "=" + value + " is unknown; it must be " + alternatives(choices)
                    + ".");
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

    private static String alternatives(List<?> choices) {
        if (choices.size() == 1) {
            return String.valueOf(choices.get(0));
        }
        return choices.subList(0, choices.size() - 1).stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " or " + choices.get(choices.size() - 1);
    }
}
