package org.coverfiji.image.read;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files of one image: a single one, or the slices of a DICOM series. Immutable. */
public final class FileGroup {

    private final List<File> files;

    /** @param files at least one; the slices of a series in any order */
    FileGroup(List<File> files) {
        List<File> sorted = new ArrayList<>(files);
        Collections.sort(sorted);
        this.files = Collections.unmodifiableList(sorted);
    }

    public static FileGroup of(File file) {
        return new FileGroup(List.of(file));
    }

    /** By path. */
    public List<File> files() {
        return files;
    }

    /** The first by path, after which results are named. */
    public File first() {
        return files.get(0);
    }

    /** Whether it is more than one file. */
    public boolean isSeries() {
        return files.size() > 1;
    }

    /** For messages: the file's name, or the first one's and how many others there are. */
    public String name() {
        return first().getName() + others();
    }

    private String others() {
        return files.size() == 1 ? "" : files.size() == 2 ? " and another slice"
                : " and " + (files.size() - 1) + " other slices";
    }

    /** With its path. */
    @Override
    public String toString() {
        return first() + others();
    }
}
