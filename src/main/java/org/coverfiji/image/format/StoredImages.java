package org.coverfiji.image.format;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;

import ij.ImagePlus;

/** Finds out what files are, by their content rather than their names, and reads their headers. */
public final class StoredImages {

    private static final int START = 132;

    private StoredImages() {
    }

    /** @throws IOException whose message says, after the file's name, why it cannot be read */
    public static StoredImage open(File file) throws IOException {
        try {
            return openByContent(file);
        } catch (CoverException e) {
            // Something of the suite itself is missing.
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new UnreadableException("its header is damaged; copy or export it again", e);
        }
    }

    private static StoredImage openByContent(File file) throws IOException {
        if (NiftiHeader.hasSuffix(file)) {
            return new NiftiImage(file);
        }
        ImagePair pair = ImagePair.of(file);
        if (pair != null && NiftiHeader.matches(start(pair.header()))) {
            return new NiftiImage(pair);
        }
        byte[] start = start(file);
        if (start.length == 0) {
            throw new UnreadableException("it is empty; copy it again");
        }
        if (begins(start, 0x89, 'P', 'N', 'G') || begins(start, 0xff, 0xd8, 0xff) || begins(start, 'B', 'M')) {
            return new PictureImage(file);
        }
        if (begins(start, 'I', 'I', 42, 0) || begins(start, 'M', 'M', 0, 42)
                || begins(start, 'I', 'I', 43, 0) || begins(start, 'M', 'M', 0, 43)) {
            return openTiff(file);
        }
        if (DicomHeader.matches(start)) {
            return openDicom(file);
        }
        return new ForeignImage(file, false);
    }

    /**
     * What ImageJ's own opener makes of a file, without its dialogs.
     *
     * @throws IOException as {@link #open(File)}
     */
    public static ImagePlus openByImageJ(File file) throws IOException {
        return QuietOpener.open(file, false);
    }

    /**
     * Opens one image.
     *
     * @param files one file, or the slices of one DICOM series
     * @throws IOException whose message says, after the files' name, why it cannot be read
     */
    public static StoredImage open(List<File> files) throws IOException {
        if (files.size() == 1) {
            return open(files.get(0));
        }
        List<DicomFile> slices = new ArrayList<>();
        for (File file : files) {
            CancelledException.ifInterrupted();
            try {
                slices.add(new DicomFile(file));
            } catch (UnreadableException e) {
                throw new UnreadableException("of its slice " + file.getName() + ": " + e.getMessage(), e);
            }
        }
        return new DicomSeries(slices);
    }

    /**
     * Which files are one volume: the slices of one DICOM series in one folder. Every other file stands for itself,
     * and so does what cannot be read. Reads headers of DICOM files only.
     *
     * @return in the order of the first file of each
     * @throws CancelledException if the thread was interrupted
     */
    public static List<List<File>> volumes(List<File> files) {
        List<List<File>> volumes = new ArrayList<>();
        Map<String, Map<DicomFrame, List<File>>> series = new HashMap<>();
        for (File file : files) {
            CancelledException.ifInterrupted();
            DicomFile slice = slice(file);
            if (slice == null) {
                volumes.add(List.of(file));
                continue;
            }
            DicomFrame frame = slice.frames().get(0);
            Map<DicomFrame, List<File>> parallel = series.computeIfAbsent(file.getAbsoluteFile().getParent() + "\n"
                    + slice.series(), key -> new LinkedHashMap<>());
            List<File> volume = parallel.entrySet().stream().filter(entry -> entry.getKey().isParallel(frame))
                    .map(Map.Entry::getValue).findFirst().orElse(null);
            if (volume == null) {
                volume = new ArrayList<>();
                parallel.put(frame, volume);
                volumes.add(volume);
            }
            volume.add(file);
        }
        return volumes;
    }

    /** A DICOM file of one frame, or null. */
    private static DicomFile slice(File file) {
        try {
            if (NiftiHeader.hasSuffix(file) || !DicomHeader.matches(start(file))) {
                return null;
            }
            DicomFile dicom = new DicomFile(file);
            return dicom.frameCount() == 1 ? dicom : null;
        } catch (IOException | RuntimeException e) {
            // Whoever opens the file will be told.
            return null;
        }
    }

    /** Fiji's plugins know more kinds of pixels; a damaged header is not shown to them. */
    private static StoredImage openTiff(File file) throws IOException {
        TiffHeader header = new TiffHeader(file);
        try {
            return new TiffImage(file, header);
        } catch (UnreadableException e) {
            return openByPlugin(file, e);
        }
    }

    /** Fiji's plugins also know compressed pixels. */
    private static StoredImage openDicom(File file) throws IOException {
        try {
            return new DicomSeries(List.of(new DicomFile(file)));
        } catch (NoImageException e) {
            throw e;
        } catch (UnreadableException e) {
            return openByPlugin(file, e);
        }
    }

    private static StoredImage openByPlugin(File file, UnreadableException reason) throws IOException {
        try {
            return new ForeignImage(file, true);
        } catch (UnreadableException e) {
            throw reason;
        }
    }

    private static byte[] start(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return in.readNBytes(START);
        }
    }

    private static boolean begins(byte[] start, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= start.length || start[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
