package org.coverfiji.app.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.image.ImageNames;
import org.coverfiji.image.read.FileGroup;

/**
 * The names of a folder run's results: each input's path without its ending, flat. A name depends on its own input
 * only, so that a later run, with other files beside it, finds it again.
 */
public final class FileNames {

    private final File root;
    private final Map<String, FileGroup> used = new HashMap<>();

    /** @param root the folder that was searched; files in its sub-folders get their path's parts in their names */
    public FileNames(File root) {
        this.root = root;
    }

    /**
     * The name of an input's results.
     *
     * @throws CoverException if another input has had it, such as a.png and a.tif
     */
    public String of(FileGroup files) {
        String name = ImageNames.withoutEnding(path(files).replace('/', '_'));
        FileGroup other = used.putIfAbsent(name, files);
        if (other != null && !other.first().equals(files.first())) {
            throw new CoverException("Its results would have the same names (" + name + "_…) as those of "
                    + path(other) + "; rename one of the two, or choose one by name_filter.");
        }
        return name;
    }

    /** The path of an input's first file in the folder that was searched, the same on every system. */
    public String path(FileGroup files) {
        File file = files.first();
        String path = root.isDirectory() ? root.toPath().relativize(file.toPath()).toString() : file.getName();
        return path.replace('\\', '/');
    }

    /**
     * Makes the folder for the results, and tries to write there: the work itself would find out image by image.
     *
     * @throws CoverException if no files can be made in it
     */
    public static void makeFolder(File folder) {
        makeFolder("output_folder", folder);
    }

    /**
     * As above.
     *
     * @param key the parameter that names it
     */
    public static void makeFolder(String key, File folder) {
        try {
            Files.createDirectories(folder.toPath());
            AtomicFile.tryFolder(folder);
        } catch (IOException e) {
            throw new CoverException(key + " " + folder + " is not a folder in which files can be made; choose"
                    + " another.", e);
        }
    }
}
