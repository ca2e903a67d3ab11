package org.coverfiji.image;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.coverfiji.file.AtomicFile;

import ij.gui.Roi;
import ij.io.RoiEncoder;

/** Writes ROIs to a file that the ROI Manager opens. Needs no display, unlike the ROI Manager itself. */
public final class RoiZip {

    private RoiZip() {
    }

    /**
     * @param rois with names; equal ones get numbers, as in the ROI Manager
     * @throws org.coverfiji.CoverException if the file cannot be written
     */
    public static void write(File file, List<Roi> rois) {
        AtomicFile.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            Set<String> names = new HashSet<>();
            for (Roi roi : rois) {
                zip.putNextEntry(new ZipEntry(unique(roi.getName(), names) + ".roi"));
                zip.write(RoiEncoder.saveAsByteArray(roi));
                zip.closeEntry();
            }
            zip.finish();
        });
    }

    private static String unique(String name, Set<String> taken) {
        // A slash would make a folder, which the ROI Manager passes over.
        String plain = name.replace('/', '_').replace('\\', '_');
        String free = plain;
        for (int number = 1; !taken.add(free); number++) {
            free = plain + "-" + number;
        }
        return free;
    }
}
