package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

/** Which value of label images is which class, and the classes' names. Immutable. */
public final class LabelClasses {

    /** More different values than this are taken for object numbers or intensities, unless the user says so. */
    static final int MOST_FOUND = 64;

    static final int NO_LABEL = -2;

    private static final int SHOWN = 5;

    private final boolean instances;
    private final boolean colour;
    /** Ascending. */
    private final int[] values;
    /** Of the values, in their order. */
    private final int[] classes;
    private final List<String> names;
    /** What indexed label images show the values in; empty for others. */
    private final Map<Integer, Integer> colourOf;

    private LabelClasses(boolean instances, boolean colour, int[] values, int[] classes, List<String> names) {
        this(instances, colour, values, classes, names, Map.of());
    }

    private LabelClasses(boolean instances, boolean colour, int[] values, int[] classes, List<String> names,
            Map<Integer, Integer> colourOf) {
        this.colourOf = colourOf;
        this.instances = instances;
        this.colour = colour;
        this.values = values;
        this.classes = classes;
        this.names = Collections.unmodifiableList(names);
    }

    /**
     * Classes whose numbers are the label images' values, as predictions have them.
     *
     * @param names from class 0 on
     */
    public static LabelClasses of(List<String> names) {
        int[] numbers = IntStream.range(0, names.size()).toArray();
        return new LabelClasses(false, false, numbers, numbers, new ArrayList<>(names));
    }

    /** Every value above 0 is an object of the one class. */
    static LabelClasses instances() {
        return new LabelClasses(true, false, new int[0], new int[0], List.of("background", "foreground"));
    }

    /** Classes whose number the rule says, by their numbers, whether label images show them or not. */
    static LabelClasses numbered(LabelRule rule) {
        int first = rule.unlabelledIsIgnored() ? 1 : 0;
        return withValues(first == 0, false, IntStream.range(first, first + rule.classes()).toArray());
    }

    /** @throws CoverException if the values do not fit the rule */
    static LabelClasses of(LabelRule rule, LabelValues found) {
        int[] values = found.sorted();
        boolean zeroIsClass = !rule.unlabelledIsIgnored();
        int[] labels = zeroIsClass ? values : Arrays.stream(values).filter(v -> v != 0).toArray();
        requireLabels(rule, found, labels);
        if (rule.instancesAreOneClass()) {
            return instances();
        }
        int shift = zeroIsClass ? 0 : 1;
        boolean numbers = !found.isColour() && rule.classes() > 0
                && labels[labels.length - 1] < rule.classes() + shift;
        int[] classValues = numbers ? IntStream.range(shift, rule.classes() + shift).toArray() : labels;
        requireCount(rule, found, classValues);
        LabelClasses classes = withValues(zeroIsClass, found.isColour(), classValues);
        return new LabelClasses(false, classes.colour, classes.values, classes.classes, classes.names,
                found.isColour() ? Map.of() : found.colourOfNumbers());
    }

    private static LabelClasses withValues(boolean zeroIsClass, boolean colour, int[] classValues) {
        boolean mask = Arrays.equals(classValues, new int[] {0, 255});
        List<String> names = Arrays.stream(classValues)
                .mapToObj(value -> mask && value == 255 ? "foreground" : name(value, colour))
                .collect(Collectors.toList());
        int[] classes = IntStream.range(0, classValues.length).toArray();
        if (zeroIsClass) {
            return new LabelClasses(false, colour, classValues, classes, names);
        }
        int[] values = new int[classValues.length + 1];
        System.arraycopy(classValues, 0, values, 1, classValues.length);
        int[] withIgnored = new int[values.length];
        withIgnored[0] = LabelImage.IGNORE;
        System.arraycopy(classes, 0, withIgnored, 1, classes.length);
        return new LabelClasses(false, colour, values, withIgnored, names);
    }

    private static String name(int value, boolean colour) {
        return value == 0 ? "background"
                : colour ? String.format(Locale.ROOT, "#%06x", value) : "class " + value;
    }

    private static void requireLabels(LabelRule rule, LabelValues found, int[] labels) {
        if (rule.unlabelledIsIgnored() && labels.length == 0) {
            throw new CoverException("No pixel is labelled: every pixel of the label images (" + found.firstName()
                    + ", …) is 0; draw some labels, or choose another folder.");
        }
        if (labels.length < 2 && rule.unlabelledIsIgnored()) {
            throw new CoverException("The label images (" + found.firstName() + ", …) have the single class "
                    + name(labels[0], found.isColour()) + "; if unlabelled pixels are to be ignored, label pixels of"
                    + " at least two classes, for instance of the background too.");
        }
        if (labels.length < 2) {
            boolean background = labels.length == 0 || labels[0] == 0;
            throw new CoverException("The label images (" + found.firstName() + ", …) show "
                    + (background ? "nothing but background" : "the value " + labels[0] + " only")
                    + "; at least two classes must be labelled.");
        }
    }

    private static void requireCount(LabelRule rule, LabelValues found, int[] labels) {
        if (rule.classes() == 0 && labels.length > MOST_FOUND) {
            throw new CoverException("The label images (" + found.firstName() + ", …) have " + labels.length
                    + (found.isColour() ? " different colours (" : " different values (") + examples(labels, found)
                    + "); if they number objects, give instances=true; if they are classes, give each"
                    + " a name (class_names); if they were saved as JPEG or with smooth edges, save them as PNG or"
                    + " TIFF.");
        }
        if (rule.classes() > 0 && labels.length != rule.classes()) {
            throw new CoverException("The label images (" + found.firstName() + ", …) have " + labels.length
                    + (found.isColour() ? " colours (" : " values (") + examples(labels, found) + "), "
                    + (labels.length > rule.classes() ? "more classes" : "which do not fit")
                    + (labels.length > rule.classes() ? " than the " : " the ") + rule.classes() + " that were named;"
                    + " correct class_names, or the labels.");
        }
    }

    private static String examples(int[] labels, LabelValues found) {
        return Arrays.stream(labels).limit(SHOWN)
                .mapToObj(value -> found.isColour() ? String.format(Locale.ROOT, "#%06x", value) : "" + value)
                .collect(Collectors.joining(", ")) + (labels.length > SHOWN ? ", …" : "");
    }

    /** How many classes there are. */
    public int count() {
        return names.size();
    }

    /** Class names, such as "background", "class 2", "#ff0000". */
    public List<String> names() {
        return names;
    }

    /**
     * The same classes under other names.
     *
     * @throws CoverException if there are more or fewer
     */
    public LabelClasses named(List<String> newNames) {
        if (newNames.size() != names.size()) {
            throw new CoverException("There are " + newNames.size() + " class names (" + String.join(", ", newNames)
                    + ") for " + names.size() + " classes (" + String.join(", ", names)
                    + "); give one name for each, in this order.");
        }
        return new LabelClasses(instances, colour, values, classes, new ArrayList<>(newNames), colourOf);
    }

    /** Of two sets of indexed images, the numbers mean the same only if their colours do. */
    private void requireColour(FloatImage raw, int value) {
        Integer known = colourOf.get(value);
        if (known != null && LabelValues.isIndexed(raw) && raw.palette().colour(value) != known) {
            throw new CoverException(String.format(Locale.ROOT,
                    "The label image %s shows the value %d as #%06x, which is"
                    + " #%06x in the label images that the classes are from; save all with the same lookup table, or as"
                    + " grey values.", raw.name(), value, raw.palette().colour(value), known));
        }
    }

    /**
     * A label image's classes.
     *
     * @throws CoverException if it holds a value that is no class, or shows one in another class's colour
     */
    public LabelImage apply(FloatImage raw) {
        int[] result = new int[raw.pixels()];
        int last = LabelImage.IGNORE;
        int lastClass = LabelImage.IGNORE;
        for (int i = 0; i < result.length; i++) {
            int value = LabelValues.value(raw, i);
            if (value != last) {
                last = value;
                requireColour(raw, value);
                lastClass = value == LabelImage.IGNORE ? value : classOf(raw, value);
            }
            result[i] = lastClass;
        }
        return new LabelImage(raw.name(), result, raw.size());
    }

    /** The class of a number, {@link LabelImage#IGNORE} if it means none; {@link #NO_LABEL} if it is no label. */
    int classOfNumber(int number) {
        int place = Arrays.binarySearch(values, number);
        return place < 0 ? NO_LABEL : classes[place];
    }

    private int classOf(FloatImage raw, int value) {
        if (instances) {
            return value == 0 ? 0 : 1;
        }
        int place = Arrays.binarySearch(values, LabelValues.meaning(raw, value, colour));
        if (place < 0) {
            throw new CoverException("The label image " + raw.name() + " holds the "
                    + (raw.channels() == 3 ? String.format(Locale.ROOT, "colour #%06x", value) : "value " + value)
                    + ", which is none of the " + names.size() + " classes (" + String.join(", ", names)
                    + "); correct the label.");
        }
        return classes[place];
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
