package org.coverfiji.image.read;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.format.StoredImage;

/**
 * What files hold, found by their headers alone: which images there are, where each is stored, and which files
 * cannot be used and why.
 */
public final class ImageIndex {

    /** One image: the number of its stored image, its number in it. */
    static final class Entry {
        final int stored;
        final int index;

        Entry(int stored, int index) {
            this.stored = stored;
            this.index = index;
        }
    }

    private final ImageReader reader;
    private final List<StoredImage> stored = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private long pixels;

    /**
     * @param files as listed by {@link ImageFiles}; in 3D the DICOM slices among them become volumes
     * @param asked dimensions, and channels: 0 means those of most files; others are converted where that is possible,
     *        or skipped
     * @throws CoverException if no file can be used
     */
    public ImageIndex(List<File> files, ImageReader asked) {
        Map<File, String> failures = new LinkedHashMap<>();
        List<StoredImage> found = new ArrayList<>();
        for (StoredImage image : asked.open(files, failures)) {
            CancelledException.ifInterrupted();
            if (isWhole(image, failures)) {
                found.add(image);
            }
        }
        reader = new ImageReader(asked.dimensions(), asked.channels() > 0 ? asked.channels() : commonChannels(found));
        for (StoredImage image : found) {
            String objection = reader.objection(image);
            if (objection == null) {
                add(image);
            } else {
                failures.put(image.files().get(0), objection);
            }
        }
        failures.forEach((file, reason) -> skipped.add(file + ": " + reason));
        if (entries.isEmpty()) {
            throw new CoverException(files.isEmpty() ? "There is no image file to train on; choose another folder."
                    : (files.size() == 1 ? "The only file cannot" : "None of " + files.size() + " files can")
                            + " be used as a " + reader.dimensions() + "D image"
                            + (files.size() == 1 ? ": " : "; the first: ") + skipped.get(0) + ".");
        }
    }

    private static boolean isWhole(StoredImage image, Map<File, String> failures) {
        try {
            image.check();
            Notices.tell(image.files().get(0), image.notice());
            return true;
        } catch (IOException e) {
            failures.put(image.files().get(0), ImageReader.reason(e));
            return false;
        }
    }

    /** The number of channels that most files have; of equally frequent ones, that of the first file. */
    private static int commonChannels(List<StoredImage> images) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (StoredImage image : images) {
            counts.merge(image.geometry().channels(), 1, Integer::sum);
        }
        int common = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            if (common == 0 || count.getValue() > counts.get(common)) {
                common = count.getKey();
            }
        }
        return common;
    }

    private void add(StoredImage image) {
        Geometry geometry = image.geometry();
        for (int index = 0; index < reader.count(geometry); index++) {
            entries.add(new Entry(stored.size(), index));
        }
        stored.add(image);
        pixels += (long) geometry.width() * geometry.height() * geometry.slices() * geometry.frames();
    }

    /** What stands for the images as they are stored. */
    public UsualShape shape() {
        UsualShape.Collector shapes = new UsualShape.Collector();
        for (Entry entry : entries) {
            Geometry geometry = stored.get(entry.stored).geometry();
            shapes.add(geometry.size(reader.dimensions()), geometry.spacing(reader.dimensions()), geometry.unit());
        }
        return shapes.median();
    }

    /** Reads with the channels that the files have agreed on. */
    ImageReader reader() {
        return reader;
    }

    StoredImage stored(int number) {
        return stored.get(number);
    }

    List<Entry> entries() {
        return entries;
    }

    /** Pixels of all images, without their channels. */
    long pixels() {
        return pixels;
    }

    /** Each as "file: reason". */
    List<String> skipped() {
        return skipped;
    }

    /** Sentences for the user on how files are read, such as that slices are missing. */
    List<String> notes() {
        return stored.stream().flatMap(image -> ImageReader.notes(image, new FileGroup(image.files())).stream())
                .collect(Collectors.toList());
    }

    /** All files that are used, sorted. */
    List<File> files() {
        TreeSet<File> files = new TreeSet<>();
        stored.forEach(image -> files.addAll(image.files()));
        return new ArrayList<>(files);
    }
}
