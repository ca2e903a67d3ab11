package org.coverfiji.image;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;

/** Files of a folder. */
public final class ImageFiles {

    private ImageFiles() {
    }

    /** @throws CoverException if there is none */
    public static List<File> list(File folderOrFile, boolean recursive, String nameFilter) {
        File[] files = folderOrFile.isFile() ? new File[] {folderOrFile} : folderOrFile.listFiles(File::isFile);
        if (files == null || files.length == 0) {
            throw new CoverException("The folder " + folderOrFile + " is missing or has no image.");
        }
        Arrays.sort(files);
        return new ArrayList<>(Arrays.asList(files));
    }
}
