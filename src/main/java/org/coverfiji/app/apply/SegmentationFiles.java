package org.coverfiji.app.apply;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.EachFile;
import org.coverfiji.file.FileNames;
import org.coverfiji.file.Table;
import org.coverfiji.image.ImageReader;
import org.coverfiji.image.RoiZip;
import org.coverfiji.image.TiffWriter;

/**
 * Segments files into a folder: {@code <name>_labels.tif}, if wanted {@code <name>_probabilities.tif} and
 * {@code <name>_rois.zip}, and {@code <name>_measurements.csv} for each. A file that cannot be segmented is named and
 * passed over.
 */
public final class SegmentationFiles {

    private final File folder;
    private final boolean probabilities;
    private final boolean rois;

    /**
     * @param probabilities whether to write the class probabilities too
     * @param rois whether to write outlines of the classes too
     * @throws CoverException if the folder cannot be made
     */
    public SegmentationFiles(File folder, boolean probabilities, boolean rois) {
        this.folder = folder;
        this.probabilities = probabilities;
        this.rois = rois;
        FileNames.makeFolder(folder);
    }

    /**
     * Segments every file.
     *
     * @param root the folder that was searched
     * @param resume leave out files whose results are there already
     * @param log takes a line per file
     * @throws CoverException if no file at all could be segmented
     */
    public void writeAll(File root, List<File> files, ImageReader reader, Segmenter segmenter, boolean resume,
            Consumer<String> log) {
        if (files.isEmpty()) {
            throw new CoverException("There is no image to segment in " + root + ".");
        }
        FileNames names = new FileNames(root);
        int done = EachFile.run(files, file -> {
            String name = names.of(file);
            if (resume && measurementFile(name).isFile()) {
                log.accept(file.getName() + " has its results already.");
            } else {
                write(new ImageSegmentation(segmenter, reader.read(file), name, reader.geometry(file), probabilities),
                        log);
            }
        }, log);
        log.accept(done + " of " + files.size() + " files segmented in " + folder + ".");
    }

    /** Writes one segmentation; the measurements come last and tell that it is complete. */
    public void write(ImageSegmentation segmentation, Consumer<String> log) {
        File labels = new File(folder, segmentation.name() + "_labels.tif");
        TiffWriter.write(labels, segmentation.labelImage());
        if (probabilities) {
            TiffWriter.write(new File(folder, segmentation.name() + "_probabilities.tif"),
                    segmentation.probabilityImage());
        }
        if (rois) {
            RoiZip.write(new File(folder, segmentation.name() + "_rois.zip"),
                    segmentation.contours(segmentation.labelImage()));
        }
        Table measurements = segmentation.measurements();
        CsvFile.write(measurementFile(segmentation.name()), measurements);
        log.accept("Wrote " + labels);
    }

    private File measurementFile(String name) {
        return new File(folder, name + "_measurements.csv");
    }
}
