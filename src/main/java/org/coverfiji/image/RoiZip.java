package org.coverfiji.image;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.coverfiji.file.AtomicFile;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;

/** ROIs in files as the ROI Manager has them. Needs no display, unlike the ROI Manager itself. */
public final class RoiZip {

    /** The earliest that an archive can tell: the same outlines give the same file. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** Archives of the ROI Manager have no comment: those that it saves are never taken for ours. */
    private static final String MARK = "COVER for Fiji, ROIs";

    private RoiZip() {
    }

    /**
     * @param rois with names; equal ones get numbers, as in the ROI Manager
     * @throws org.coverfiji.CoverException if the file cannot be written
     */
    public static void write(File file, List<Roi> rois) {
        AtomicFile.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            zip.setComment(MARK);
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

    /** @throws CoverException if there is a file with content that was not written here, as ROIs of the user's are */
    public static void requireReplaceable(File file) {
        if (!file.isFile() || file.length() == 0) {
            return;
        }
        try (ZipFile zip = new ZipFile(file)) {
            if (MARK.equals(zip.getComment())) {
                return;
            }
        } catch (IOException e) {
            // It is no archive, which is not ours to replace either.
        }
        throw new CoverException(file + " exists and holds no ROIs of this command that could be replaced; choose"
                + " another name, or move that file away.");
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
            if (isRoi(file.getName())) {
                try (InputStream in = Files.newInputStream(file.toPath())) {
                    rois.add(roi(in, file.getName()));
                }
            } else {
                try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file.toPath()))) {
                    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        // What else is in the archive is left out.
                        if (isRoi(entry.getName())) {
                            rois.add(roi(zip, entry.getName()));
                        }
                    }
                }
            }
        } catch (CoverException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // ImageJ's decoder makes room for as many points as a file says that it has.
            throw new CoverException("Cannot read the ROIs in " + file + "; give a .roi or .zip file that the ROI"
                    + " Manager saved.", e);
        }
        if (rois.isEmpty()) {
            throw new CoverException("There are no ROIs in " + file + "; give a .roi or .zip file that the ROI Manager"
                    + " saved.");
        }
        return rois;
    }

    private static boolean isRoi(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".roi");
    }

    private static Roi roi(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(Limits.ROI + 1);
        if (isImage(bytes)) {
            throw new CoverException(name + " is an image that is laid over others, which is no region; delete it in"
                    + " the ROI Manager and save the others.");
        }
        Roi roi = bytes.length > Limits.ROI ? null : RoiDecoder.openFromByteArray(bytes);
        if (roi == null) {
            throw new IOException(name + " is no ROI");
        }
        roi.setName(name.substring(name.lastIndexOf('/') + 1, name.length() - ".roi".length()));
        return roi;
    }

    /** That would be a TIFF file inside, whose notes ImageJ's decoder makes Java objects of. */
    private static boolean isImage(byte[] roi) {
        return roi.length > RoiDecoder.SUBTYPE + 1
                && (roi[RoiDecoder.SUBTYPE] << 8 | roi[RoiDecoder.SUBTYPE + 1]) == RoiDecoder.IMAGE;
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
