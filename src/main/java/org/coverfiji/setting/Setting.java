package org.coverfiji.setting;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/**
 * One value that a user chooses: the key that names it in macros, model files and messages, its default, which values
 * are right, and what it is for. Immutable; declared as a constant.
 *
 * <pre>{@code
 * static final Setting<Integer> BATCH = Setting.whole("batch", 4).atLeast(1).help("view pairs per step");
 * }</pre>
 *
 * <p>A setting that was made from another, with another default or range, is equal to it: it is one value that is
 * asked for in two ways. Settings that merely have the same key are not.
 *
 * @param <T> the value's type
 */
public final class Setting<T> {

    /** Stands for a value that is found out. */
    public static final String AUTO = "auto";

    private final String key;
    private final T standard;
    private final Function<String, T> reader;
    private final Function<T, String> writer;
    private final Predicate<T> valid;
    private final String right;
    /** What could be meant by a wrong value; null for no idea. */
    private final UnaryOperator<T> nearest;
    private final String help;
    /** All right values, as texts; empty where they are not so few. */
    private final List<String> choices;
    /** The one from which all that are equal to it were made. */
    private final Setting<T> first;

    private Setting(Setting<T> made, String key, T standard, Function<String, T> reader, Function<T, String> writer,
            Predicate<T> valid, String right, UnaryOperator<T> nearest, String help, List<String> choices) {
        first = made == null ? this : made.first;
        this.key = key;
        this.standard = standard;
        this.reader = reader;
        this.writer = writer;
        this.valid = valid;
        this.right = right;
        this.nearest = nearest;
        this.help = help;
        this.choices = choices;
    }

    /**
     * A value of another kind, written as {@link String#valueOf} does.
     *
     * @param reader throws {@link IllegalArgumentException} for what it cannot read
     * @param right what is right, to follow "must be"
     */
    public static <T> Setting<T> of(String key, T standard, Function<String, T> reader, String right) {
        return new Setting<>(null, key, standard, reader, String::valueOf, value -> value != null, right, null, "",
                List.of());
    }

    public static Setting<Integer> whole(String key, int standard) {
        return of(key, standard, Integer::valueOf, "a whole number");
    }

    /** A whole number that others divide into, such as a side that is halved several times. */
    public static Setting<Integer> multiple(String key, int standard, int of) {
        return new Setting<>(null, key, standard, Integer::valueOf, String::valueOf,
                value -> value != null && value > 0 && value % of == 0, "a positive multiple of " + of,
                value -> Math.max(1, Math.round(value / (float) of)) * of, "", List.of());
    }

    public static Setting<Long> seed(String key, long standard) {
        return of(key, standard, Long::valueOf, "a whole number");
    }

    public static Setting<Double> number(String key, double standard) {
        return of(key, standard, Double::valueOf, "a number").right(value -> !Double.isNaN(value), "a number");
    }

    public static Setting<Boolean> flag(String key, boolean standard) {
        return of(key, standard, Setting::flag, "true or false");
    }

    private static Boolean flag(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    /** Text of any kind, the empty one too. */
    public static Setting<String> text(String key, String standard) {
        return of(key, standard, Function.identity(), "a text");
    }

    /** Text in lower case, in whatever case it is written. */
    public static Setting<String> word(String key, String standard) {
        return of(key, standard, text -> text.toLowerCase(Locale.ROOT), "a text");
    }

    /** One of some words in lower case, in whatever case it is written. */
    public static Setting<String> choice(String key, String standard, String... choices) {
        List<String> all = Arrays.asList(choices);
        String words = String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
        Setting<String> word = word(key, standard).right(all::contains, words);
        return new Setting<>(word, key, standard, word.reader, word.writer, word.valid, words, null, "",
                List.of(choices));
    }

    /** Whole numbers, written with commas between. */
    public static Setting<List<Integer>> wholes(String key, Integer... standard) {
        return new Setting<>(null, key, List.of(standard), Setting::wholes, Setting::commas, value -> value != null,
                "whole numbers with commas between, such as " + commas(Arrays.asList(standard)), null, "", List.of());
    }

    private static List<Integer> wholes(String text) {
        return Arrays.stream(text.split(",")).map(String::trim).map(Integer::valueOf)
                .collect(Collectors.toUnmodifiableList());
    }

    private static String commas(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * The same setting for which only some values are right.
     *
     * @param rightValues never asked about null, which is always wrong
     * @param sentence what is right, to follow "must be"
     */
    public Setting<T> right(Predicate<T> rightValues, String sentence) {
        return new Setting<>(this, key, standard, reader, writer,
                value -> value != null && rightValues.test(value), sentence, null, help, List.of());
    }

    /** The same setting with a least value; for numbers. */
    public Setting<T> atLeast(double least) {
        return right(value -> ((Number) value).doubleValue() >= least, "at least " + plain(least));
    }

    /** The same setting with a least and a greatest value; for numbers. */
    public Setting<T> between(double least, double greatest) {
        return right(value -> ((Number) value).doubleValue() >= least && ((Number) value).doubleValue() <= greatest,
                "between " + plain(least) + " and " + plain(greatest));
    }

    /**
     * The same setting, which may also be {@value #AUTO}: what suits is then found out before the run.
     *
     * @param standIn the value that stands for it, which is no other right one
     */
    public Setting<T> orAuto(T standIn) {
        return new Setting<>(this, key, standard,
                text -> text.equalsIgnoreCase(AUTO) ? standIn : reader.apply(text),
                value -> standIn.equals(value) ? AUTO : writer.apply(value),
                value -> standIn.equals(value) || valid.test(value), right + ", or " + AUTO, nearest, help, List.of());
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** The same setting with another default. */
    public Setting<T> standard(T value) {
        return new Setting<>(this, key, value, reader, writer, valid, right, nearest, help, choices);
    }

    /** The same setting with what it is for: its unit, if it has one, and what its default stands for. */
    public Setting<T> help(String text) {
        return new Setting<>(this, key, standard, reader, writer, valid, right, nearest, text, choices);
    }

    /** As macros, model files and messages name it: lower case, words joined by underscores. */
    public String key() {
        return key;
    }

    /** The default. */
    public T standard() {
        return standard;
    }

    public String help() {
        return help;
    }

    /** All right values as texts, where they are few words; else empty. */
    public List<String> choices() {
        return choices;
    }

    /** What is right, to follow "must be". */
    public String right() {
        return right;
    }

    /** A value as macros and model files write it; {@link #read} understands it. */
    public String write(T value) {
        return value == null ? "null" : writer.apply(value);
    }

    /**
     * A value from its text.
     *
     * @throws CoverException if it cannot be read or is not right
     */
    public T read(String text) {
        T value;
        try {
            value = reader.apply(text.trim());
        } catch (IllegalArgumentException e) {
            throw new CoverException(key + " is '" + text + "', but must be " + kind() + right + ".", e);
        }
        check(value);
        return value;
    }

    /** Of what is no number a range alone would not say what is wrong. */
    private String kind() {
        String number = standard instanceof Double ? "a number " : standard instanceof Number ? "a whole number " : "";
        boolean range = right.startsWith("between ") || right.startsWith("above ");
        return number.isEmpty() ? "" : range ? number : right.startsWith("at least ") ? number + "of " : "";
    }

    /** @throws CoverException if the value is not right */
    public void check(T value) {
        if (!valid.test(value)) {
            String example = nearest == null || value == null ? "" : " such as " + write(nearest.apply(value));
            throw new CoverException(key + " is " + write(value) + ", but must be " + right + example + ".");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Setting && ((Setting<?>) other).first == first;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(first);
    }

    @Override
    public String toString() {
        return key;
    }
}
