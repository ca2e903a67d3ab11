package org.coverfiji.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;

import org.coverfiji.CoverException;

/** The names of a folder run's results: each input's path without its ending, flat and unique. */
public final class FileNames {

    private final File root;
    private final Set<String> used = new HashSet<>();

    /** @param root the folder that was searched; files in its sub-folders get their path's parts in their names */
    public FileNames(File root) {
        this.root = root;
    }

    /** The name of a file's results; another one for every call. */
    public String of(File file) {
        String path = root.isDirectory() ? root.toPath().relativize(file.toPath()).toString() : file.getName();
        String flat = path.replace('\\', '_').replace('/', '_');
        String name = flat.replaceFirst("(?i)(\\.nii)?\\.[A-Za-z0-9]+$", "");
        String candidate = name;
        for (int i = 2; !used.add(candidate); i++) {
            candidate = name + "-" + i;
        }
        return candidate;
    }

    /** @throws CoverException if the folder for the results cannot be made */
    public static void makeFolder(File folder) {
        try {
            Files.createDirectories(folder.toPath());
        } catch (IOException e) {
            throw new CoverException("output_folder " + folder + " cannot be made; choose a folder that you may write to.",
                    e);
        }
    }
}
