package org.coverfiji.image.label;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.ImageReader;

/**
 * A set of images with labels, all of the same dimensions and channels. Files are read when their images are asked
 * for and kept as long as there is memory; {@link #get} may be called by several threads. Immutable.
 */
public final class LabelledImages {

    private final List<Entry> entries;
    private final LabelClasses classes;
    private final List<String> skipped;
    private final List<String> notes;

    private LabelledImages(List<Entry> entries, LabelClasses classes, List<String> skipped, List<String> notes) {
        this.entries = Collections.unmodifiableList(entries);
        this.classes = classes;
        this.skipped = Collections.unmodifiableList(skipped);
        this.notes = Collections.unmodifiableList(notes);
    }

    /**
     * Files, of which the classes are to be found. A pair that cannot be used, because a file cannot be read or the two
     * do not go together, is left out and told in the {@link #notes()}.
     *
     * @param reader dimensions and channels; for 2D every slice of a stack is an image of its own
     * @throws CoverException if no pair can be used, or the labels do not fit the rule
     */
    public static LabelledImages read(LabelPairs pairs, LabelRule rule, ImageReader reader) {
        ImageReader labelReader = new ImageReader(reader.dimensions(), 0);
        PairWork work = new PairWork();
        Map<LabelPair, LabelValues> values = new IdentityHashMap<>();
        List<LabelPair> left = work.each(pairs.pairs(), pair -> {
            reader.geometry(pair.image());
            LabelValues own = new LabelValues();
            labelReader.read(pair.label()).forEach(own::add);
            values.put(pair, own);
        });
        while (true) {
            LabelValues all = new LabelValues();
            left.forEach(pair -> all.addAll(values.get(pair)));
            LabelClasses classes = LabelClasses.of(rule, all);
            Stored stored = new Stored(classes, reader);
            List<LabelPair> together = work.each(left, stored::add);
            if (together.size() == left.size()) {
                return stored.checked(work);
            }
            // What only pairs that are left out show is no class.
            left = together;
        }
    }

    /**
     * Files whose classes are known, as for validation.
     *
     * @throws CoverException as above
     */
    public static LabelledImages read(LabelPairs pairs, LabelClasses classes, ImageReader reader) {
        PairWork work = new PairWork();
        Stored stored = new Stored(classes, reader);
        work.each(pairs.pairs(), stored::add);
        return stored.checked(work);
    }

    /** The pairs of a set that go together. */
    private static final class Stored {

        private final LabelClasses classes;
        private final ImageReader reader;
        private final List<Entry> entries = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Stored(LabelClasses classes, ImageReader reader) {
            this.classes = classes;
            this.reader = reader;
        }

        void add(LabelPair pair) {
            StoredPair stored = new StoredPair(pair, classes, reader);
            List<LabelledImage> images = stored.images();
            for (int i = 0; i < images.size(); i++) {
                entries.add(new Entry(stored, i, images.get(i), classes.count()));
            }
            notes.addAll(stored.notes());
        }

        LabelledImages checked(PairWork work) {
            work.note(notes);
            return LabelledImages.checked(entries, classes, work.notes());
        }
    }

    /**
     * Images in memory.
     *
     * @throws CoverException if there is none, or they do not go together
     */
    public static LabelledImages of(List<LabelledImage> images, LabelClasses classes) {
        return of(images, classes, "");
    }

    /**
     * Slices and time points of one open image.
     *
     * @param title the image's
     * @throws CoverException as above
     */
    public static LabelledImages ofOne(String title, List<LabelledImage> images, LabelClasses classes) {
        return of(images, classes, title);
    }

    private static LabelledImages of(List<LabelledImage> images, LabelClasses classes, String file) {
        StoredPair memory = new StoredPair(images, file);
        return checked(IntStream.range(0, images.size())
                .mapToObj(i -> new Entry(memory, i, images.get(i), classes.count())).collect(Collectors.toList()),
                classes, List.of());
    }

    private static LabelledImages checked(List<Entry> entries, LabelClasses classes, List<String> notes) {
        List<String> skipped = entries.stream().filter(entry -> entry.labelled() == 0).map(entry -> entry.name)
                .collect(Collectors.toList());
        List<Entry> usable = entries.stream().filter(entry -> entry.labelled() > 0).collect(Collectors.toList());
        if (usable.isEmpty()) {
            throw new CoverException("No pixel of any image is labelled; draw some labels, or choose other files.");
        }
        Map<Integer, Long> counts = usable.stream()
                .collect(Collectors.groupingBy(entry -> entry.channels, LinkedHashMap::new, Collectors.counting()));
        int usual = counts.entrySet().stream().max(Map.Entry.comparingByValue()).get().getKey();
        Entry other = usable.stream().filter(entry -> entry.channels != usable.get(0).channels).findFirst()
                .orElse(null);
        if (2 * counts.get(usual) <= usable.size() && other != null) {
            throw new CoverException("The image " + other.name + " has " + other.channels + " channels, but "
                    + usable.get(0).name + " has " + usable.get(0).channels + "; give images of one kind.");
        }
        List<String> told = new ArrayList<>(notes);
        usable.stream().filter(entry -> entry.channels != usual)
                .forEach(entry -> told.add("Left out " + entry.name + ": it has " + entry.channels
                        + " channels, but most of the images have " + usual + "."));
        usable.removeIf(entry -> entry.channels != usual);
        return new LabelledImages(usable, classes, skipped, told);
    }

    public int size() {
        return entries.size();
    }

    /** @throws CoverException if the file has become unreadable */
    public LabelledImage get(int index) {
        Entry entry = entries.get(index);
        return entry.pair.images().get(entry.index);
    }

    /** An image's name, with its slice or time point where a file holds several. */
    public String name(int index) {
        return entries.get(index).name;
    }

    /** By what an image stands with others on one side of a split: its group or patient, else its file or itself. */
    public String together(int index) {
        Entry entry = entries.get(index);
        if (!entry.group.isEmpty() || entry.pair.file().isEmpty()) {
            return entry.group.isEmpty() ? entry.name : entry.group;
        }
        // Slices of series have equal names in other folders; whole paths tell too much.
        File file = new File(entry.pair.file());
        return file.getParentFile() == null ? file.getName() : file.getParentFile().getName() + "/" + file.getName();
    }

    /** Tells an image and its labels from others. */
    public String fingerprint(int index) {
        return entries.get(index).content + " " + entries.get(index).label;
    }

    /** An image's extents, array order. */
    public int[] imageSize(int index) {
        return entries.get(index).size.clone();
    }

    /** An image's own pixel size, array order. */
    public double[] spacing(int index) {
        return entries.get(index).spacing.clone();
    }

    /** The unit of an image's pixel size. */
    public String unit(int index) {
        return entries.get(index).unit;
    }

    /** What stands for all of them, as they are. */
    public UsualShape shape() {
        UsualShape.Collector shapes = new UsualShape.Collector();
        entries.forEach(entry -> shapes.add(entry.size, entry.spacing, entry.unit));
        return shapes.median();
    }

    /** The images' channels. */
    public int channels() {
        return entries.get(0).channels;
    }

    public LabelClasses classes() {
        return classes;
    }

    /**
     * The same images with classes of other names.
     *
     * @throws CoverException if there are more or fewer names than classes
     */
    public LabelledImages named(List<String> names) {
        return new LabelledImages(entries, classes.named(names), skipped, notes);
    }

    /** Sentences for the user: which pairs cannot be used and why, what is odd about others. */
    public List<String> notes() {
        return notes;
    }

    /** Slices without any labelled pixel, which were left out. */
    public List<String> skipped() {
        return skipped;
    }

    /** How many pixels each class has in all images. */
    public long[] classPixels() {
        long[] sum = new long[classes.count()];
        for (Entry entry : entries) {
            Arrays.setAll(sum, c -> sum[c] + entry.classPixels[c]);
        }
        return sum;
    }

    /**
     * Makes sure that every class can be learnt.
     *
     * @throws CoverException if no pixel of these images is of some class
     */
    public void requireEveryClass() {
        long[] pixels = classPixels();
        List<String> absent = IntStream.range(0, pixels.length).filter(c -> pixels[c] == 0)
                .mapToObj(classes.names()::get).collect(Collectors.toList());
        if (!absent.isEmpty()) {
            throw new CoverException("No training image shows " + String.join(", ", absent) + " ("
                    + Counted.of(size(), "image") + " for " + classes.count() + " classes); add images that"
                    + " do, hold back fewer for validation, or correct class_names.");
        }
    }

    /** Some of the images, in the given order. */
    public LabelledImages subset(int... indices) {
        return new LabelledImages(Arrays.stream(indices).mapToObj(entries::get).collect(Collectors.toList()), classes,
                skipped, notes);
    }

    /**
     * These images and others, whose classes are the same.
     *
     * @param others may be null, for none
     * @throws CoverException if they have other channels
     */
    public LabelledImages with(LabelledImages others) {
        if (others == null) {
            return this;
        }
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(others.entries);
        return checked(all, classes, notes);
    }

    /**
     * These images and others, in place of those that show the same.
     *
     * @param corrected with the same classes
     * @throws CoverException if they have other channels
     */
    public LabelledImages corrected(LabelledImages corrected) {
        Set<String> replaced = corrected.entries.stream().map(entry -> entry.content).collect(Collectors.toSet());
        List<Entry> all = entries.stream().filter(entry -> !replaced.contains(entry.content))
                .collect(Collectors.toCollection(ArrayList::new));
        all.addAll(corrected.entries);
        List<String> told = new ArrayList<>(notes);
        told.addAll(corrected.notes);
        return checked(all, classes, told);
    }

    /**
     * Holds images back at random. Images of one file stay together, unless there is only one file.
     *
     * @param validationFraction of the images; at least one is held back, and one is not, if the fraction is above 0
     *        and training can spare one
     * @return the images to train on, and those held back, which may be null
     * @throws CoverException unless 0 ≤ fraction &lt; 1
     */
    public LabelledImages[] split(double validationFraction, long seed) {
        ImageSplit split = new ImageSplit(items(null), classes.names(), null).divide(validationFraction, 0, seed);
        int[] held = split.indices(Part.VALIDATION);
        return new LabelledImages[] {subset(split.indices(Part.TRAINING)), held.length == 0 ? null : subset(held)};
    }

    /**
     * The same images, kept together by what their files' names say.
     *
     * @param pattern null for none: images of one DICOM patient are kept together
     * @throws CoverException if the pattern does not match a name
     */
    public LabelledImages grouped(GroupPattern pattern) {
        return pattern == null ? this : new LabelledImages(entries.stream()
                .map(entry -> new Entry(entry, pattern.group(entry.pair.isFile() ? entry.pair.fileName() : entry.name)))
                .collect(Collectors.toList()), classes, skipped, notes);
    }

    /**
     * What a split has to know of the images, in their order.
     *
     * @param fixed where they have to be; null if the split decides
     */
    public List<SplitItem> items(Part fixed) {
        return entries.stream().map(entry -> entry.item(fixed)).collect(Collectors.toList());
    }

    @Override
    public String toString() {
        return size() + " labelled images, classes " + classes.names();
    }

    /** What is known of an image without reading it again. */
    private static final class Entry {
        final StoredPair pair;
        final int index;
        final String name;
        final int channels;
        final int[] size;
        final double[] spacing;
        final String unit;
        final long[] classPixels;
        final String content;
        final String label;
        final String group;

        Entry(StoredPair pair, int index, LabelledImage image, int classes) {
            this.pair = pair;
            this.index = index;
            name = image.name();
            channels = image.image().channels();
            size = image.image().size();
            spacing = image.image().spacing();
            unit = image.image().unit();
            classPixels = image.label().count(classes);
            content = DataFingerprint.ofContent(image.image());
            label = DataFingerprint.ofContent(image.label().classes());
            group = pair.patient();
        }

        Entry(Entry other, String group) {
            pair = other.pair;
            index = other.index;
            name = other.name;
            channels = other.channels;
            size = other.size;
            spacing = other.spacing;
            unit = other.unit;
            classPixels = other.classPixels;
            content = other.content;
            label = other.label;
            this.group = group;
        }

        SplitItem item(Part fixed) {
            return new SplitItem(name, content, label, pair.file(), group,
                    Arrays.stream(classPixels).mapToInt(pixels -> pixels > 0 ? 1 : 0).toArray(), fixed);
        }

        long labelled() {
            return Arrays.stream(classPixels).sum();
        }
    }
}
