package org.coverfiji.image.label;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;

/**
 * Which label file belongs to which image file. Names decide, whatever their extension and case: equal names first,
 * then names that are equal without what marks a label ("_mask", "labels_", …), then without what marks an image
 * ("_image", "_0000", …).
 */
public final class LabelPairs {

    private static final int EXAMPLES = 3;

    /** More pairs than these are only counted in the report. */
    private static final int SHOWN = 10;

    private static final Words LABELLED = new Words("image", "label",
            "give each label its image's name, or that name with _label, _mask or _seg.");
    private static final Words COMPARED = new Words("prediction", "true label image",
            "give both the same name, which may have _label, _mask or _seg at its end.");

    private final List<LabelPair> pairs = new ArrayList<>();
    private final Words words;
    private final List<FileGroup> images;
    private final List<FileGroup> labels;
    /** Which places are matched with which now. */
    private Places places = Places.ANY;

    private LabelPairs(Words words, List<FileGroup> images, List<FileGroup> labels) {
        this.words = words;
        this.images = new ArrayList<>(images);
        this.labels = new ArrayList<>(labels);
    }

    /**
     * Pairs the files of two folders, which may be the same one, or two files whatever their names.
     *
     * @throws CoverException if nothing matches, or an image has two labels or a label two images
     */
    public static LabelPairs match(File images, File labels) {
        return match(images, labels, new ImageReader(2, 0));
    }

    /**
     * As {@link #match(File, File)}, but in 3D a DICOM series is one image, whose name is that of its first file or
     * its folder; series may lie in folders inside the folder.
     *
     * @param reader knows the dimensions
     */
    public static LabelPairs match(File images, File labels, ImageReader reader) {
        LabelPairs pairs = isSame(images, labels) && images.isDirectory() ? inOneFolder(images, false, reader)
                : new LabelPairs(LABELLED, groups(images, reader, ImageFiles::list),
                        labelGroups(labels, reader));
        return pairs.matched(images, labels, LabelPairs::match, Places.ANY);
    }

    /**
     * As {@link #match(File, File, ImageReader)}, with all folders inside both: a label belongs to an image in the
     * folder of the same path, one that lies in no folder inside to an image in any.
     */
    public static LabelPairs matchInside(File images, File labels, ImageReader reader) {
        LabelPairs pairs = isSame(images, labels) && images.isDirectory() ? inOneFolder(images, true, reader)
                : new LabelPairs(LABELLED, reader.group(ImageFiles.list(images, true, null)),
                        reader.group(ImageFiles.labels(labels, true)));
        return pairs.matched(images, labels, LabelPairs::match, Places.alike(images, labels),
                Places.fromOutside(labels));
    }

    /**
     * Pairs predicted with true label images, in two folders or files. The predictions are the pairs' images.
     *
     * @param reader knows the dimensions
     * @throws CoverException as {@link #match(File, File)}
     */
    public static LabelPairs matchLabels(File predictions, File truths, ImageReader reader) {
        if (isSame(predictions, truths)) {
            throw new CoverException("predictions and truth are the same, " + truths + "; give two folders or files.");
        }
        return new LabelPairs(COMPARED, labelGroups(predictions, reader), labelGroups(truths, reader))
                .matched(predictions, truths, LabelPairs::matchLabels, Places.ANY);
    }

    private static List<FileGroup> labelGroups(File place, ImageReader reader) {
        return groups(place, reader, (folder, recursive, filter) -> ImageFiles.labels(folder, recursive));
    }

    /** Pairs by names of some kind of both. */
    @FunctionalInterface
    private interface Matching {
        void match(LabelPairs pairs, Function<FileGroup, String> imageName, Function<FileGroup, String> labelName);
    }

    /** Where images and labels lie that may belong together. */
    private static final class Places {

        static final Places ANY = new Places(group -> "", group -> "");

        /** Of those that belong together both give the same. */
        final Function<FileGroup, String> ofImage;
        /** Null for a label that belongs to none. */
        final Function<FileGroup, String> ofLabel;

        private Places(Function<FileGroup, String> ofImage, Function<FileGroup, String> ofLabel) {
            this.ofImage = ofImage;
            this.ofLabel = ofLabel;
        }

        static Places alike(File images, File labels) {
            return new Places(group -> inside(images, group), group -> inside(labels, group));
        }

        static Places fromOutside(File labels) {
            return new Places(group -> "", group -> inside(labels, group).isEmpty() ? "" : null);
        }

        /** The folder inside the root in which the file lies, or the one that is a series; empty for the root. */
        private static String inside(File root, FileGroup group) {
            File folder = group.first().getParentFile();
            Path place = (group.isSeries() ? folder.getParentFile() : folder).toPath();
            return root.isDirectory() && place.startsWith(root.toPath())
                    ? root.toPath().relativize(place).toString().toLowerCase(Locale.ROOT) : "";
        }
    }

    /** @param rounds one after the other, of those that have no partner yet */
    private LabelPairs matched(File imagePlace, File labelPlace, Matching matching, Places... rounds) {
        if (imagePlace.isFile() && labelPlace.isFile() || isOneSeries()) {
            pairs.add(new LabelPair(images.remove(0), labels.remove(0)));
            return this;
        }
        for (Places round : rounds) {
            places = round;
            matching.match(this, group -> group.first().getName(), group -> group.first().getName());
            matching.match(this, LabelPairs::folderName, group -> group.first().getName());
            matching.match(this, group -> group.first().getName(), LabelPairs::folderName);
            matching.match(this, LabelPairs::folderName, LabelPairs::folderName);
        }
        if (pairs.isEmpty()) {
            throw new CoverException("No " + words.label + " matches " + words.article() + words.image
                    + " by its name: the " + words.image + "s in " + imagePlace + " are called " + examples(images)
                    + ", the " + words.label + "s in " + labelPlace + " " + examples(labels) + "; " + words.remedy);
        }
        pairs.sort((a, b) -> a.image().first().getName().compareTo(b.image().first().getName()));
        return this;
    }

    /** What the two of a pair are called. */
    private static final class Words {
        final String image;
        final String label;
        /** What to do if nothing matches. */
        final String remedy;

        Words(String image, String label, String remedy) {
            this.image = image;
            this.label = label;
            this.remedy = remedy;
        }

        String article() {
            return image.startsWith("i") ? "an " : "a ";
        }
    }

    /** How the files of a folder are listed. */
    @FunctionalInterface
    private interface Listing {
        List<File> list(File place, boolean recursive, String nameFilter);
    }

    private static List<FileGroup> groups(File place, ImageReader reader, Listing listing) {
        if (reader.dimensions() == 2 || place.isFile()) {
            return reader.group(listing.list(place, false, null));
        }
        Path root = place.toPath();
        List<File> files = listing.list(place, true, null).stream()
                .filter(file -> root.relativize(file.toPath()).getNameCount() <= 2).collect(Collectors.toList());
        List<FileGroup> groups = reader.group(files).stream()
                .filter(group -> group.isSeries() || group.first().getParentFile().equals(place))
                .collect(Collectors.toList());
        // Says what is wrong with a folder that holds nothing of that kind.
        return groups.isEmpty() ? reader.group(listing.list(place, false, null)) : groups;
    }

    private boolean isOneSeries() {
        return images.size() == 1 && labels.size() == 1 && images.get(0).isSeries();
    }

    /** The folder's name stands for a series. */
    private static String folderName(FileGroup group) {
        return group.isSeries() ? group.first().getAbsoluteFile().getParentFile().getName() : null;
    }

    private static boolean isSame(File images, File labels) {
        try {
            return images.getCanonicalFile().equals(labels.getCanonicalFile());
        } catch (IOException e) {
            return images.getAbsoluteFile().equals(labels.getAbsoluteFile());
        }
    }

    /** Labels are what is marked as such. */
    private static LabelPairs inOneFolder(File folder, boolean inside, ImageReader reader) {
        Map<Boolean, List<File>> marked = ImageFiles.list(folder, inside, null).stream()
                .collect(Collectors.partitioningBy(file -> LabelNames.isMarkedAsLabel(file.getName())));
        return new LabelPairs(LABELLED, reader.group(marked.get(false)), reader.group(marked.get(true)));
    }

    /** Pairs by names, the plainest first. */
    private void match(Function<FileGroup, String> imageName, Function<FileGroup, String> labelName) {
        match(imageName, LabelNames::plain, labelName, LabelNames::plain);
        match(imageName, LabelNames::plain, labelName, LabelNames::withoutLabelMark);
        match(imageName, LabelNames::withoutImageMark, labelName, LabelNames::withoutLabelMark);
    }

    /** Labels may be marked as such on both sides. */
    private void matchLabels(Function<FileGroup, String> imageName, Function<FileGroup, String> labelName) {
        match(imageName, LabelNames::plain, labelName, LabelNames::plain);
        match(imageName, LabelNames::plain, labelName, LabelNames::withoutLabelMark);
        match(imageName, LabelNames::withoutLabelMark, labelName, LabelNames::plain);
        match(imageName, LabelNames::withoutLabelMark, labelName, LabelNames::withoutLabelMark);
    }

    /** Pairs what has no partner yet. */
    private void match(Function<FileGroup, String> imageName, UnaryOperator<String> imageKey,
            Function<FileGroup, String> labelName, UnaryOperator<String> labelKey) {
        Map<String, List<FileGroup>> byKey = new LinkedHashMap<>();
        for (FileGroup label : labels) {
            String place = places.ofLabel.apply(label);
            if (place != null && labelName.apply(label) != null) {
                byKey.computeIfAbsent(place + "/" + labelKey.apply(labelName.apply(label)), key -> new ArrayList<>())
                        .add(label);
            }
        }
        Map<FileGroup, FileGroup> imageOfLabel = new LinkedHashMap<>();
        for (FileGroup image : images) {
            if (imageName.apply(image) == null) {
                continue;
            }
            List<FileGroup> candidates = byKey.getOrDefault(places.ofImage.apply(image) + "/"
                    + imageKey.apply(imageName.apply(image)), List.of());
            if (candidates.size() > 1) {
                throw new CoverException("The " + words.image + " " + image.name() + " has several " + words.label
                        + "s (" + examples(candidates) + "); keep one of them in the folder.");
            }
            for (FileGroup label : candidates) {
                FileGroup other = imageOfLabel.put(label, image);
                if (other != null) {
                    throw new CoverException("The " + words.label + " " + label.name() + " matches several "
                            + words.image + "s ("
                            + examples(List.of(other, image)) + "); keep one of them in the folder.");
                }
            }
        }
        imageOfLabel.forEach((label, image) -> pairs.add(new LabelPair(image, label)));
        images.removeAll(imageOfLabel.values());
        labels.removeAll(imageOfLabel.keySet());
    }

    private static String examples(List<FileGroup> files) {
        return files.isEmpty() ? "(none)" : files.stream().limit(EXAMPLES).map(FileGroup::name)
                .collect(Collectors.joining(", ")) + (files.size() > EXAMPLES ? ", …" : "");
    }

    /** Sorted by the images' names; at least one. */
    public List<LabelPair> pairs() {
        return Collections.unmodifiableList(pairs);
    }

    /** Names of images without label. */
    public List<String> unmatchedImages() {
        return names(images);
    }

    /** Names of labels without image. */
    public List<String> unmatchedLabels() {
        return names(labels);
    }

    private static List<String> names(List<FileGroup> files) {
        return files.stream().map(FileGroup::name).collect(Collectors.toUnmodifiableList());
    }

    /** What was matched with what and what was not, in several lines. */
    public String report() {
        StringBuilder report = new StringBuilder().append(Counted.of(pairs.size(), words.image))
                .append(" with ")
                .append(words.label).append("s:");
        for (LabelPair pair : pairs.subList(0, Math.min(SHOWN, pairs.size()))) {
            report.append("\n  ").append(pair);
        }
        if (pairs.size() > SHOWN) {
            report.append("\n  and ").append(pairs.size() - SHOWN).append(" more");
        }
        append(report, images, words.image, "without " + words.label);
        append(report, labels, words.label, "without " + words.image);
        return report.toString();
    }

    private static void append(StringBuilder report, List<FileGroup> files, String what, String without) {
        if (!files.isEmpty()) {
            report.append('\n').append(Counted.of(files.size(), what)).append(' ').append(without)
                    .append(": ").append(String.join(", ", names(files)));
        }
    }
}
