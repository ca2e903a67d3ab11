package org.coverfiji.image.label;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.DicomPatient;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;

/** The labelled images of one pair of files, read again when memory had to be freed; or images in memory. */
final class StoredPair {

    private final LabelPair files;
    private final LabelClasses classes;
    private final ImageReader reader;
    private final List<LabelledImage> inMemory;
    private final String file;
    private List<String> notes = List.of();
    private SoftReference<List<LabelledImage>> cache = new SoftReference<>(null);

    StoredPair(LabelPair files, LabelClasses classes, ImageReader reader) {
        this.files = files;
        this.classes = classes;
        this.reader = reader;
        inMemory = null;
        file = files.image().first().getAbsolutePath();
    }

    /** @param file what they are slices of; empty if they are images of their own */
    StoredPair(List<LabelledImage> images, String file) {
        this.file = file;
        files = null;
        classes = null;
        reader = null;
        inMemory = Collections.unmodifiableList(new ArrayList<>(images));
    }

    /** What the images are slices or time points of; empty if each is one of its own. */
    String file() {
        return file;
    }

    boolean isFile() {
        return files != null;
    }

    String fileName() {
        return files.image().first().getName();
    }

    /** Whose images they are; empty if the file does not say. */
    String patient() {
        return isFile() ? DicomPatient.of(files.image().first()) : "";
    }

    /** @throws CoverException if a file cannot be read, or the two do not go together */
    synchronized List<LabelledImage> images() {
        List<LabelledImage> images = inMemory != null ? inMemory : cache.get();
        if (images == null) {
            images = read();
            cache = new SoftReference<>(images);
        }
        return images;
    }

    /** Sentences for the user on how the files were read. */
    synchronized List<String> notes() {
        return notes;
    }

    private List<LabelledImage> read() {
        FileImages image = reader.readWhole(files.image());
        FileImages label = new ImageReader(reader.dimensions(), 0).readWhole(files.label());
        List<FloatImage> images = image.images();
        List<FloatImage> labels = label.images();
        if (images.size() != labels.size()) {
            throw new CoverException("The label image " + files.label().name() + " has " + labels.size()
                    + " slices and time points, but its image " + files.image().name() + " has " + images.size()
                    + "; both must have the same size.");
        }
        notes = new ArrayList<>(image.notes());
        notes.addAll(label.notes());
        String place = new LabelPlace(files.image().name(), image.geometry(), files.label().name(), label.geometry())
                .check();
        if (place != null) {
            notes.add(place);
        }
        List<LabelledImage> pairs = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            pairs.add(new LabelledImage(images.get(i), classes.apply(labels.get(i))));
        }
        return Collections.unmodifiableList(pairs);
    }
}
