package org.coverfiji.image.label;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.image.ImageFiles;

/**
 * Which label file belongs to which image file. Names decide, whatever their extension and case: equal names first,
 * then names that are equal without what marks a label ("_mask", "labels_", …), then without what marks an image
 * ("_image", "_0000", …).
 */
public final class LabelPairs {

    private static final int EXAMPLES = 3;

    /** More pairs than these are only counted in the report. */
    private static final int SHOWN = 10;

    private final List<LabelPair> pairs = new ArrayList<>();
    private final List<File> images;
    private final List<File> labels;

    private LabelPairs(List<File> images, List<File> labels) {
        this.images = new ArrayList<>(images);
        this.labels = new ArrayList<>(labels);
    }

    /**
     * Pairs two folders, which may be the same one, or two files whatever their names.
     *
     * @throws CoverException if nothing matches, or an image has two labels or a label two images
     */
    public static LabelPairs match(File images, File labels) {
        if (images.isFile() && labels.isFile()) {
            LabelPairs one = new LabelPairs(List.of(), List.of());
            one.pairs.add(new LabelPair(images, labels));
            return one;
        }
        LabelPairs pairs = isSame(images, labels) ? inOneFolder(images)
                : new LabelPairs(ImageFiles.list(images, false, null), ImageFiles.list(labels, false, null));
        pairs.match(LabelNames::plain, LabelNames::plain);
        pairs.match(LabelNames::plain, LabelNames::withoutLabelMark);
        pairs.match(LabelNames::withoutImageMark, LabelNames::withoutLabelMark);
        if (pairs.pairs.isEmpty()) {
            throw new CoverException("No label matches an image by its name: the images in " + images + " are called "
                    + examples(pairs.images) + ", the labels in " + labels + " " + examples(pairs.labels)
                    + "; give each label its image's name, or that name with _label, _mask or _seg.");
        }
        pairs.pairs.sort((a, b) -> a.image().getName().compareTo(b.image().getName()));
        return pairs;
    }

    private static boolean isSame(File images, File labels) {
        try {
            return images.getCanonicalFile().equals(labels.getCanonicalFile());
        } catch (IOException e) {
            return images.getAbsoluteFile().equals(labels.getAbsoluteFile());
        }
    }

    /** Labels are what is marked as such. */
    private static LabelPairs inOneFolder(File folder) {
        Map<Boolean, List<File>> marked = ImageFiles.list(folder, false, null).stream()
                .collect(Collectors.partitioningBy(file -> LabelNames.isMarkedAsLabel(file.getName())));
        return new LabelPairs(marked.get(false), marked.get(true));
    }

    /** Pairs what has no partner yet. */
    private void match(UnaryOperator<String> imageKey, UnaryOperator<String> labelKey) {
        Map<String, List<File>> byKey = new LinkedHashMap<>();
        for (File label : labels) {
            byKey.computeIfAbsent(labelKey.apply(label.getName()), key -> new ArrayList<>()).add(label);
        }
        Map<File, File> imageOfLabel = new LinkedHashMap<>();
        for (File image : images) {
            List<File> candidates = byKey.getOrDefault(imageKey.apply(image.getName()), List.of());
            if (candidates.size() > 1) {
                throw new CoverException("The image " + image.getName() + " has several labels ("
                        + examples(candidates) + "); keep one of them in the folder.");
            }
            for (File label : candidates) {
                File other = imageOfLabel.put(label, image);
                if (other != null) {
                    throw new CoverException("The label " + label.getName() + " matches several images ("
                            + examples(List.of(other, image)) + "); keep one of them in the folder.");
                }
            }
        }
        imageOfLabel.forEach((label, image) -> pairs.add(new LabelPair(image, label)));
        images.removeAll(imageOfLabel.values());
        labels.removeAll(imageOfLabel.keySet());
    }

    private static String examples(List<File> files) {
        return files.isEmpty() ? "(none)" : files.stream().limit(EXAMPLES).map(File::getName)
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

    private static List<String> names(List<File> files) {
        return files.stream().map(File::getName).collect(Collectors.toUnmodifiableList());
    }

    /** What was matched with what and what was not, in several lines. */
    public String report() {
        StringBuilder report = new StringBuilder().append(pairs.size())
                .append(pairs.size() == 1 ? " image with labels:" : " images with labels:");
        for (LabelPair pair : pairs.subList(0, Math.min(SHOWN, pairs.size()))) {
            report.append("\n  ").append(pair);
        }
        if (pairs.size() > SHOWN) {
            report.append("\n  and ").append(pairs.size() - SHOWN).append(" more");
        }
        append(report, images, "image", "without label");
        append(report, labels, "label", "without image");
        return report.toString();
    }

    private static void append(StringBuilder report, List<File> files, String what, String without) {
        if (!files.isEmpty()) {
            report.append('\n').append(files.size()).append(' ').append(what).append(files.size() == 1 ? " " : "s ")
                    .append(without).append(": ").append(String.join(", ", names(files)));
        }
    }
}
