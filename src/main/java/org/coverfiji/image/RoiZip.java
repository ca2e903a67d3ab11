package org.coverfiji.image;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
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

    /** The earliest that an archive can tell: the same outlines give the same file. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

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
                ZipEntry entry = new ZipEntry(unique(roi.getName(), names) + ".roi");
                entry.setTimeLocal(ALWAYS);
                zip.putNextEntry(entry);
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
