package org.coverfiji.image.label;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.DicomPatient;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;

/**
 * Image files with a class each, and the group (patient, slide, …) that they belong to: images of one group are never
 * divided between training and validation. Without groups every file is one of its own. Classes are in alphabetical
 * order. Immutable.
 */
public final class ClassificationTable {

    private final List<Row> rows;
    private final List<String> classNames;

    private ClassificationTable(List<Row> rows, List<String> classNames) {
        this.rows = Collections.unmodifiableList(rows);
        this.classNames = Collections.unmodifiableList(classNames);
    }

    /** One image. */
    public static final class Row {
        private final FileGroup files;
        private final String label;
        private final String group;

        Row(File file, String label, String group) {
            this(FileGroup.of(file), label, group);
        }

        Row(FileGroup files, String label, String group) {
            this.files = files;
            this.label = label;
            this.group = group;
        }

        /** The only file, or the first of a series. */
        public File file() {
            return files.first();
        }

        /** One file, or in 3D the slices of a DICOM series. */
        public FileGroup files() {
            return files;
        }

        /** The class's name. */
        public String label() {
            return label;
        }

        public String group() {
            return group;
        }

        @Override
        public String toString() {
            return files.name() + ": " + label;
        }
    }

    /**
     * Reads a folder that holds a folder per class, or a CSV file with the columns file, label and, if there are
     * groups, group. Paths in it are relative to its own folder.
     *
     * @param groupPattern regular expression that finds the group in a file's name (its first capture group, or all
     *        of the match); null or empty for none, or to use the CSV's column
     * @throws CoverException if there are fewer than two classes, files are missing, or the pattern does not fit
     */
    public static ClassificationTable read(File source, String groupPattern) {
        if (!source.exists()) {
            throw new CoverException("There is no folder or file " + source + "; check the path.");
        }
        List<Row> rows = source.isDirectory() ? folders(source) : csv(source);
        GroupPattern pattern = GroupPattern.of(groupPattern);
        if (pattern != null) {
            rows = rows.stream().map(row -> new Row(row.files, row.label, pattern.group(row.file())))
                    .collect(Collectors.toList());
        }
        List<String> names = new ArrayList<>(rows.stream().map(Row::label)
                .collect(Collectors.toCollection(TreeSet::new)));
        if (names.size() < 2) {
            throw new CoverException("The images in " + source + " are all of one class (" + names.get(0)
                    + "); at least two classes are needed.");
        }
        return new ClassificationTable(rows, names);
    }

    private static List<Row> folders(File root) {
        File[] found = root.listFiles(file -> file.isDirectory() && !file.isHidden());
        File[] folders = found == null ? new File[0] : found;
        if (folders.length < 2) {
            throw new CoverException("The folder " + root + " holds " + (folders.length == 0 ? "no folder"
                    : "one folder only") + "; it must hold one folder of images per class, at least two.");
        }
        Arrays.sort(folders);
        List<Row> rows = new ArrayList<>();
        for (File folder : folders) {
            for (File file : ImageFiles.list(folder, true, null)) {
                rows.add(new Row(file, folder.getName(), file.getPath()));
            }
        }
        return rows;
    }

    private static List<Row> csv(File source) {
        CsvTable table = new CsvTable(source);
        if (!table.columns().containsAll(List.of("file", "label"))) {
            throw new CoverException("The table " + source + " has the columns " + String.join(", ", table.columns())
                    + "; it needs the columns file and label, and may have group.");
        }
        Map<File, Row> rows = new LinkedHashMap<>();
        for (int i = 0; i < table.size(); i++) {
            String path = table.get(i, "file");
            String label = table.get(i, "label");
            File file = new File(path).isAbsolute() ? new File(path)
                    : new File(source.getAbsoluteFile().getParentFile(), path);
            if (path.isEmpty() || !file.isFile()) {
                throw new CoverException("The table " + source + " names the file \"" + path + "\", but there is no "
                        + file + "; paths in it are relative to its folder.");
            }
            if (label.isEmpty()) {
                throw new CoverException("The table " + source + " has no label for " + path
                        + "; give every file one, or remove the line.");
            }
            String group = table.get(i, "group");
            Row other = rows.put(file, new Row(file, label, group.isEmpty() ? file.getPath() : group));
            if (other != null) {
                throw new CoverException("The table " + source + " names " + path + " twice; keep one of the lines.");
            }
        }
        if (rows.isEmpty()) {
            throw new CoverException("The table " + source + " names no files; give one file and label per line.");
        }
        return new ArrayList<>(rows.values());
    }

    /**
     * The table in which, for a network in 3D, the slices of every DICOM series are one image.
     *
     * @throws CoverException if slices of one series have different classes or groups
     */
    public ClassificationTable grouped(ImageReader reader) {
        Map<File, Row> byFile = new LinkedHashMap<>();
        rows.forEach(row -> byFile.put(row.file(), row));
        List<Row> grouped = new ArrayList<>();
        for (FileGroup files : reader.group(new ArrayList<>(byFile.keySet()))) {
            Row first = byFile.get(files.first());
            boolean ownGroup = first.group.equals(first.file().getPath());
            for (File file : files.files()) {
                Row row = byFile.get(file);
                if (!row.label.equals(first.label) || !ownGroup && !row.group.equals(first.group)) {
                    throw new CoverException("The files " + first.file() + " and " + file + " are slices of one series,"
                            + " but of different classes or groups (" + first.label + ", " + row.label
                            + "); give a series one class and group.");
                }
            }
            grouped.add(new Row(files, first.label, first.group));
        }
        return new ClassificationTable(grouped, classNames);
    }

    /** Some of the images, in the given order, with the classes of all. */
    public ClassificationTable subset(int... indices) {
        return new ClassificationTable(Arrays.stream(indices).mapToObj(rows::get).collect(Collectors.toList()),
                classNames);
    }

    public int size() {
        return rows.size();
    }

    public List<Row> rows() {
        return rows;
    }

    /** All classes, also in a part in which not all occur. */
    public List<String> classNames() {
        return classNames;
    }

    /** The class number of an image. */
    public int label(int row) {
        return classNames.indexOf(rows.get(row).label);
    }

    /**
     * What a split has to know of an image.
     *
     * @param image one of the row's file, as read
     * @param fixed what it is for; null if that is to be decided
     */
    public SplitItem item(int row, FloatImage image, Part fixed) {
        Row own = rows.get(row);
        String group = own.group.equals(own.file().getPath()) ? DicomPatient.of(own.file()) : own.group;
        int[] classes = new int[classNames.size()];
        classes[label(row)] = 1;
        return new SplitItem(image.name(), DataFingerprint.ofContent(image), own.label, own.file().getAbsolutePath(),
                group, classes, fixed);
    }

    /**
     * The same images with the classes of others, as for testing.
     *
     * @throws CoverException if an image is of another class
     */
    public ClassificationTable withClassesOf(ClassificationTable other) {
        for (Row row : rows) {
            if (!other.classNames.contains(row.label)) {
                throw new CoverException("The test image " + row.file().getName() + " is of the class " + row.label
                        + ", but the classes are " + String.join(", ", other.classNames) + "; correct it.");
            }
        }
        return new ClassificationTable(rows, other.classNames);
    }

    @Override
    public String toString() {
        return size() + " images, classes " + classNames;
    }
}
