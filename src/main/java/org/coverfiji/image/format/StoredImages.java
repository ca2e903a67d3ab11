package org.coverfiji.image.format;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.coverfiji.CancelledException;

/** Finds out what files are, by their content rather than their names, and reads their headers. */
public final class StoredImages {

    private static final int START = 132;

    private StoredImages() {
    }

    /** @throws IOException whose message says, after the file's name, why it cannot be read */
    public static StoredImage open(File file) throws IOException {
        try {
            return openByContent(file);
        } catch (RuntimeException e) {
            throw new UnreadableException("its header is damaged (" + e + "); copy or export it again", e);
        }
    }

    private static StoredImage openByContent(File file) throws IOException {
        if (NiftiHeader.hasSuffix(file)) {
            return new NiftiImage(file);
        }
        byte[] start = start(file);
        if (start.length == 0) {
            throw new UnreadableException("it is empty; copy it again");
        }
        if (begins(start, 0x89, 'P', 'N', 'G') || begins(start, 0xff, 0xd8, 0xff) || begins(start, 'B', 'M')) {
            return new PictureImage(file);
        }
        if (begins(start, 'I', 'I', 42, 0) || begins(start, 'M', 'M', 0, 42)) {
            return openTiff(file);
        }
        if (DicomHeader.matches(start)) {
            return openDicom(file);
        }
        return new ForeignImage(file, false);
    }

    /**
     * Opens many files; slices of one DICOM series in one folder become one volume.
     *
     * @param failed is told of every file that cannot be read, and why
     */
    public static List<StoredImage> openVolumes(List<File> files, BiConsumer<File, IOException> failed) {
        List<StoredImage> images = new ArrayList<>();
        Map<String, List<DicomImage>> series = new LinkedHashMap<>();
        for (File file : files) {
            CancelledException.ifInterrupted();
            try {
                StoredImage image = open(file);
                if (image instanceof DicomImage && image.geometry().slices() == 1) {
                    String key = file.getAbsoluteFile().getParent() + "\n" + ((DicomImage) image).series();
                    series.computeIfAbsent(key, k -> new ArrayList<>()).add((DicomImage) image);
                } else {
                    images.add(image);
                }
            } catch (IOException e) {
                failed.accept(file, e);
            }
        }
        for (List<DicomImage> slices : series.values()) {
            try {
                images.add(new DicomSeries(slices));
            } catch (IOException e) {
                failed.accept(slices.get(0).files().get(0).getAbsoluteFile().getParentFile(), e);
            }
        }
        return images;
    }

    /** ImageJ's decoder first, because it knows hyperstacks; then Java's, which knows tiles; then Fiji's plugins. */
    private static StoredImage openTiff(File file) throws IOException {
        try {
            return new TiffImage(file);
        } catch (UnreadableException e) {
            try {
                return new PictureImage(file);
            } catch (UnreadableException alsoFailed) {
                return openByPlugin(file, e);
            }
        }
    }

    /** Fiji's plugins also know compressed pixels. */
    private static StoredImage openDicom(File file) throws IOException {
        try {
            return new DicomImage(file);
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
