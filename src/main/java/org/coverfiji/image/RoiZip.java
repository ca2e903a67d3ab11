package org.coverfiji.image;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;

/** ROIs in files as the ROI Manager has them. Needs no display, unlike the ROI Manager itself. */
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

    /**
     * The ROIs of a file: of one that the ROI Manager saved, or a single one ({@code .roi}).
     *
     * @return at least one, with names
     * @throws CoverException if it is missing, damaged, or holds none
     */
    public static List<Roi> read(File file) {
        List<Roi> rois = new ArrayList<>();
        try {
            if (file.getName().toLowerCase(Locale.ROOT).endsWith(".roi")) {
                add(rois, Files.readAllBytes(file.toPath()), file.getName());
            } else {
                try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file.toPath()))) {
                    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        add(rois, zip.readAllBytes(), entry.getName());
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new CoverException("Cannot read the ROIs in " + file + "; give a .roi or .zip file that the ROI"
                    + " Manager saved.", e);
        }
        if (rois.isEmpty()) {
            throw new CoverException("There are no ROIs in " + file + "; give a .roi or .zip file that the ROI Manager"
                    + " saved.");
        }
        return rois;
    }

    /** What else is in the archive is left out. */
    private static void add(List<Roi> rois, byte[] bytes, String name) {
        if (name.toLowerCase(Locale.ROOT).endsWith(".roi")) {
            String plain = name.substring(name.lastIndexOf('/') + 1, name.length() - ".roi".length());
            Roi roi = RoiDecoder.openFromByteArray(bytes);
            if (roi == null) {
                throw new IllegalArgumentException(name + " is no ROI");
            }
            roi.setName(plain);
            rois.add(roi);
        }
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
