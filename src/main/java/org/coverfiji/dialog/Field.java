package org.coverfiji.dialog;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.CoverException;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.DialogHints;
import org.coverfiji.method.Recipe;
import org.coverfiji.setting.Setting;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;

/** One value that a dialog asks for, as text: a parameter of a command, or a setting of a method. Immutable. */
final class Field {

    /** What it is typed or chosen in. */
    enum Kind {
        FLAG, CHOICE, NUMBER, TEXT, FILE, IMAGE,
        /** Several files with commas between. */
        FILES
    }

    private final String id;
    private final String key;
    private final Kind kind;
    private String label = "";
    private String unit = "";
    private String help = "";
    private String standard = "";
    private String fileStyle = "";
    private List<String> choices = List.of();
    /** Stands for an automatic value; null if none does. */
    private String automatic;
    private String meaning = "";
    private boolean basic;
    private String onlyFor;
    private String needed;
    /** Names of those whose field it is; empty for all. */
    private List<String> methods = List.of();
    private Consumer<String> check = text -> { };

    private Field(String id, String key, Kind kind) {
        this.id = id;
        this.key = key;
        this.kind = kind;
    }

    /** The field of a parameter. */
    static Field of(ModuleItem<?> item, CommandRunner runner) {
        Field field = new Field(item.getName(), item.getName(), kind(item));
        boolean named = item.getLabel() != null && !item.getLabel().isEmpty();
        field.label = named ? item.getLabel() : words(item.getName());
        field.unit = text(item.get(DialogHints.UNIT));
        field.help = text(item.getDescription());
        field.standard = item.getDefaultValue() == null ? "" : item.getDefaultValue().toString();
        field.fileStyle = text(item.getWidgetStyle());
        field.choices = item.getChoices() == null ? List.of()
                : item.getChoices().stream().map(String::valueOf).collect(Collectors.toList());
        field.automatic = DialogHints.automatic(item);
        field.meaning = DialogHints.meaning(item);
        field.basic = item.get(DialogHints.BASIC) != null;
        field.onlyFor = item.get(DialogHints.ONLY_FOR);
        field.needed = item.get(DialogHints.NEEDED);
        if (field.kind != Kind.IMAGE) {
            field.check = value -> runner.check(item, value);
        }
        return field;
    }

    private static Kind kind(ModuleItem<?> item) {
        Class<?> type = item.getType();
        if (type == boolean.class || type == Boolean.class) {
            return Kind.FLAG;
        }
        if (type == File.class) {
            return Kind.FILE;
        }
        if (type == ImagePlus.class) {
            return Kind.IMAGE;
        }
        if (item.get(DialogHints.FILES) != null) {
            return Kind.FILES;
        }
        return item.getChoices() != null && !item.getChoices().isEmpty() ? Kind.CHOICE
                : type.isPrimitive() ? Kind.NUMBER : Kind.TEXT;
    }

    /**
     * The field of a setting that the command has no parameter for. Where the value depends on preset or dimensions,
     * nothing is chosen at first.
     */
    static <T> Field of(Recipe recipe, Setting<T> setting) {
        boolean flag = setting.standard() instanceof Boolean;
        boolean choice = !setting.choices().isEmpty();
        boolean fixed = (flag || choice) && isFixed(recipe, setting);
        Field field = new Field(recipe.name() + "/" + setting.key(), setting.key(), flag && fixed ? Kind.FLAG
                : flag || choice ? Kind.CHOICE : setting.standard() instanceof Number ? Kind.NUMBER : Kind.TEXT);
        field.label = words(setting.key());
        field.help = setting.help();
        field.methods = List.of(recipe.name());
        field.check = setting::read;
        if (fixed) {
            field.standard = setting.write(setting.standard());
            field.choices = setting.choices();
        } else {
            field.automatic = "";
            field.meaning = setting.write(recipe.defaults(2).get(setting));
            field.choices = Stream.concat(Stream.of(""), flag ? Stream.of("true", "false")
                    : setting.choices().stream()).collect(Collectors.toList());
        }
        return field;
    }

    private static <T> boolean isFixed(Recipe recipe, Setting<T> setting) {
        return Stream.of(recipe.defaults(2), recipe.defaults(3), recipe.official(2), recipe.official(3))
                .allMatch(values -> values.get(setting).equals(setting.standard()));
    }

    /** The field of the open image, for a command that has no parameter for it. */
    static Field ofOpenImage() {
        Field field = new Field(DialogHints.IMAGE, "", Kind.IMAGE);
        field.label = "Image";
        field.help = "the open image";
        field.basic = true;
        field.onlyFor = DialogHints.IMAGE;
        return field;
    }

    /** This field, where it is one of some methods alone. */
    Field forMethods(List<String> names) {
        methods = names;
        return this;
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    private static String words(String key) {
        return key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1).replace('_', ' ');
    }

    /** Apart from those of all other fields. */
    String id() {
        return id;
    }

    /** As macros name it. */
    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    /** Whether it is typed, dropped or browsed for: one file or folder, or several files. */
    boolean isPath() {
        return kind == Kind.FILE || kind == Kind.FILES;
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    /** Whether it is one of a method's settings, which the command takes together as one text. */
    boolean isSetting() {
        return !id.equals(key) && !key.isEmpty();
    }

    String help() {
        return help;
    }

    /** The default. */
    String standard() {
        return standard;
    }

    /** What stands in the field at first: nothing where the value is automatic. */
    String first() {
        return automatic != null && same(standard, automatic) ? "" : standard;
    }

    /** Whether two texts are the same value: 0.0 and 0. */
    private boolean same(String a, String b) {
        try {
            return a.equals(b) || kind == Kind.NUMBER && Double.parseDouble(a) == Double.parseDouble(b);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether a value is the default. */
    boolean isStandard(String value) {
        return same(value, standard);
    }

    String fileStyle() {
        return fileStyle;
    }

    /** What can be chosen; an empty text is left to the method. */
    List<String> choices() {
        return choices;
    }

    /** Whether the text is a number or a few, as what has a unit, or a number for its default. */
    boolean isShort() {
        return !unit.isEmpty() || standard.matches("-?[0-9.]+");
    }

    /** What an empty field means; empty for nothing. */
    String meaning() {
        return meaning;
    }

    boolean isBasic() {
        return basic;
    }

    /** Whether it is one of those that depend on whether a folder or the open image is worked on. */
    boolean hasSource() {
        return onlyFor != null;
    }

    /** By which a forecast names it while a method is chosen. */
    String forecastKey(String method) {
        return methods.isEmpty() ? key : method + "/" + key;
    }

    /** Whether it is what is worked on in the place of the open image. */
    boolean isFolder() {
        return kind == Kind.FILE && DialogHints.FOLDER.equals(onlyFor);
    }

    /** Whether it is asked for. */
    boolean isAsked(String source, String method) {
        return (onlyFor == null || onlyFor.equals(source)) && (methods.isEmpty() || methods.contains(method));
    }

    /** Whether the command cannot work without it. */
    boolean isNeeded(String source) {
        return needed != null && (needed.isEmpty() || needed.equals(source));
    }

    /** The value that a text stands for. */
    String value(String text) {
        return text.isEmpty() && automatic != null ? automatic : text;
    }

    /** Why a text cannot be the value, in the command's words; null if it can. */
    String objection(String text, String source) {
        if (text.isEmpty() && isNeeded(source)) {
            return key + " is missing; it is " + help + ".";
        }
        if (text.isEmpty() && (automatic != null || kind == Kind.FILE)) {
            return null;
        }
        try {
            check.accept(text);
            return null;
        } catch (CoverException e) {
            return e.getMessage();
        }
    }
}
