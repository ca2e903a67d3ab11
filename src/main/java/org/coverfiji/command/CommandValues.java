package org.coverfiji.command;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;

/** Gives a command's parameters the values that were written as text. */
public final class CommandValues {

    private final ConvertService convert;

    public CommandValues(ConvertService convert) {
        this.convert = convert;
    }

    /**
     * Sets the parameters that are named; the others keep their defaults.
     *
     * @param values by key
     * @throws CoverException if a key is unknown, a value is of the wrong kind, or a required one is missing
     */
    public void fill(Module module, Map<String, String> values) {
        rejectUnknown(module.getInfo(), values);
        for (ModuleItem<?> item : CommandRunner.parameters(module.getInfo())) {
            String text = values.get(item.getName());
            if (text != null && !isImage(item.getValue(module), text)) {
                module.setInput(item.getName(), value(item, text));
            }
            if (item.isRequired() && item.getValue(module) == null) {
                throw new CoverException("The parameter " + item.getName() + " is missing; it is "
                        + item.getDescription() + ".");
            }
        }
    }

    /** Whether Fiji has found the image already. */
    private static boolean isImage(Object value, String title) {
        return value instanceof ImagePlus && title.equals(((ImagePlus) value).getTitle());
    }

    private static void rejectUnknown(ModuleInfo info, Map<String, String> values) {
        List<String> known = CommandRunner.parameters(info).stream().map(ModuleItem::getName)
                .collect(Collectors.toList());
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new CoverException(CommandRunner.label(info) + (known.isEmpty()
                        ? " has no parameters, so " + key + " cannot be given."
                        : " has no parameter " + key + "; its parameters are " + String.join(", ", known) + "."));
            }
        }
    }

    /**
     * What a text means to a parameter; null for an empty text that is no string.
     *
     * @throws CoverException if it is of the wrong kind
     */
    Object value(ModuleItem<?> item, String text) {
        Class<?> type = item.getType();
        if (type == boolean.class || type == Boolean.class) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw wrong(item, text, "true or false");
            }
            return Boolean.valueOf(text.toLowerCase(Locale.ROOT));
        }
        if (text.isEmpty() && !type.isPrimitive()) {
            return type == String.class ? "" : null;
        }
        if (type == File.class) {
            return new File(text);
        }
        if (type == String.class && item.getChoices() != null) {
            return choice(item.getChoices(), text);
        }
        // SciJava would make zero of what is no number.
        Object value = type == int.class || type == long.class || type == double.class ? number(text, type)
                : convert.supports(text, type) ? convert.convert(text, type) : null;
        if (value == null && type == ImagePlus.class) {
            value = ImagePlusConverter.image(text);
        }
        // An ImageJ that cannot open a file may give an image without pixels.
        if (value == null || value instanceof ImagePlus && ((ImagePlus) value).getWidth() == 0) {
            throw wrong(item, text, kind(type));
        }
        return value;
    }

    /** The choice that is meant, in upper or lower case; what is none is left to be refused. */
    private static String choice(List<?> choices, String text) {
        return choices.stream().map(String::valueOf).filter(text::equalsIgnoreCase).findFirst().orElse(text);
    }

    private static Number number(String text, Class<?> type) {
        try {
            if (type == int.class) {
                return Integer.valueOf(text.trim());
            }
            return type == long.class ? (Number) Long.valueOf(text.trim()) : Double.valueOf(text.trim());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static CoverException wrong(ModuleItem<?> item, String text, String right) {
        return new CoverException(item.getName() + "=" + text + " is not possible; it must be " + right + ".");
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        return "an open image's title or an image file";
    }
}
