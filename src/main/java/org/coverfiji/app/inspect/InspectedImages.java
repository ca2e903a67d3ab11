package org.coverfiji.app.inspect;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;

import ij.ImagePlus;

/** A few images, perhaps with labels, that models are looked at with. Immutable. */
public final class InspectedImages {

    private final List<FloatImage> images;
    /** Empty where there are none. */
    private final List<LabelImage> labels;
    private final List<String> classes;

    private InspectedImages(List<FloatImage> images, List<LabelImage> labels, List<String> classes) {
        this.images = List.copyOf(images);
        this.labels = List.copyOf(labels);
        this.classes = List.copyOf(classes);
    }

    /** Images without labels. */
    public static InspectedImages of(List<FloatImage> images) {
        return new InspectedImages(images, List.of(), List.of());
    }

    /** @param most images of them, evenly chosen */
    public static InspectedImages of(LabelledImages labelled, int most) {
        List<FloatImage> images = new ArrayList<>();
        List<LabelImage> labels = new ArrayList<>();
        int count = Math.min(most, labelled.size());
        for (int i = 0; i < count; i++) {
            int chosen = (int) ((long) i * labelled.size() / count);
            images.add(labelled.get(chosen).image());
            labels.add(labelled.get(chosen).label());
        }
        return new InspectedImages(images, labels, labelled.classes().names());
    }

    /**
     * Some of the images of a folder.
     *
     * @param labels folder of label images; null or an empty path for none
     * @param most so many files, evenly chosen
     * @param log takes a line for what cannot be used
     * @throws CoverException if nothing can be used
     */
    public static InspectedImages read(File folder, File labels, LabelRule rule, ImageReader reader, int most,
            Consumer<String> log) {
        if (labels != null && !labels.getPath().isEmpty()) {
            LabelledImages labelled = LabelledImages.read(LabelPairs.match(folder, labels, reader), rule, reader);
            labelled.notes().forEach(log);
            return of(labelled, most);
        }
        List<FileGroup> files = reader.group(ImageFiles.list(folder, false, null));
        int count = Math.min(most, files.size());
        List<FileGroup> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(files.get((int) ((long) i * files.size() / count)));
        }
        List<FloatImage> images = new ArrayList<>();
        EachFile.run(chosen, file -> images.addAll(reader.read(file)), log);
        return of(images);
    }

    /** The open image, all of its slices or time points. */
    public static InspectedImages of(ImagePlus open, ImageReader reader) {
        return of(reader.convert(open));
    }

    public int size() {
        return images.size();
    }

    /** Raw intensities. */
    public FloatImage image(int index) {
        return images.get(index);
    }

    public boolean hasLabels() {
        return !labels.isEmpty();
    }

    /** Null where there are none. */
    public LabelImage label(int index) {
        return labels.isEmpty() ? null : labels.get(index);
    }

    /** Empty without labels. */
    public List<String> classes() {
        return classes;
    }
}
