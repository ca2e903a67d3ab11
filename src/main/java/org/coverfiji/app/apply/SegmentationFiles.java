package org.coverfiji.app.apply;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.app.files.FileNames;
import org.coverfiji.app.files.ResultRecord;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.file.Table;
import org.coverfiji.image.RoiZip;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.read.OwnOutputs;
import org.coverfiji.show.SlicePlaces;

/**
 * Segments files into a folder: {@code <name>_labels.tif}, if wanted {@code <name>_probabilities.tif} and
 * {@code <name>_rois.zip}, {@code <name>_measurements.csv}, and {@code <name>_made_from.txt}, which says what made
 * them.
 * An image that cannot be segmented is named and passed over.
 */
public final class SegmentationFiles {

    private final File folder;
    private final boolean probabilities;
    private final boolean rois;
    private final long mostBytes;

    /** The same, taking half of Java's memory for an image. */
    public SegmentationFiles(File folder, boolean probabilities, boolean rois) {
        this(folder, probabilities, rois, Runtime.getRuntime().maxMemory() / 2);
    }

    /**
     * @param probabilities whether to write the class probabilities too
     * @param rois whether to write outlines of the classes too
     * @param mostBytes what an image may need as a whole; larger ones are read, segmented and written row by row
     * @throws CoverException if the folder cannot be made
     */
    SegmentationFiles(File folder, boolean probabilities, boolean rois, long mostBytes) {
        this.folder = folder;
        this.probabilities = probabilities;
        this.rois = rois;
        this.mostBytes = mostBytes;
        FileNames.makeFolder(folder);
    }

    /**
     * Segments every image.
     *
     * @param root the folder that was searched
     * @param images as {@link ImageReader#group} gives them
     * @param resume leave out images whose results are there already, made by the same model and settings from the
     *        same input
     * @param log takes a line per image
     * @throws CoverException if no image at all could be segmented
     */
    public void writeAll(File root, List<FileGroup> images, ImageReader reader, PixelClassifier classifier,
            boolean resume, Consumer<String> log) {
        FileNames names = new FileNames(root);
        int[] present = {0};
        int done = EachFile.run(images, files -> {
            String name = names.of(files);
            ResultRecord record = ResultRecord.of(names.path(files), files, classifier.maker());
            try (OutputClaim claim = ResultRecord.claim(folder, name)) {
                record.requireOwn(folder, name, root);
                if (resume && isComplete(name, record)) {
                    present[0]++;
                    log.accept(files.name() + " has its results already.");
                } else {
                    segment(files, name, reader, classifier, record, log);
                }
            }
        }, log);
        log.accept(done - present[0] + " of " + Counted.of(images.size(), "image") + " segmented in " + folder
                + (present[0] > 0 ? "; " + present[0] + " had their results already" : "") + ".");
    }

    private void segment(FileGroup files, String name, ImageReader reader, PixelClassifier classifier,
            ResultRecord record, Consumer<String> log) {
        if (classifier.byRows() != null && isLarge(files, reader)) {
            writeRows(files, name, reader, classifier, record, log);
            return;
        }
        classifier.requireMemory(files.name(), reader.geometry(files), probabilities);
        FileImages read = reader.readWhole(files);
        read.notes().forEach(log);
        write(new ImageSegmentation(classifier, read.images(), name, read.geometry(), probabilities),
                files.first().getName(), record, log);
        tell(classifier, files.name(), log);
    }

    /** Of 2D images only: a volume is seen as a whole. */
    private boolean isLarge(FileGroup files, ImageReader reader) {
        return reader.dimensions() == 2 && LargeImage.bytes(reader.geometry(files)) > mostBytes;
    }

    private void writeRows(FileGroup files, String name, ImageReader reader, PixelClassifier classifier,
            ResultRecord record, Consumer<String> log) {
        if (probabilities || rois) {
            throw new CoverException(files.name() + " does not fit into the memory as a whole, and what is segmented"
                    + " row by row has neither probabilities nor ROIs; leave them out, give Java more memory, or crop"
                    + " it.");
        }
        log.accept(files.name() + " does not fit into the memory as a whole and is segmented row by row.");
        LargeImage image = new LargeImage(reader.rows(files), name, classifier.classes(),
                classifier.byRows());
        OwnOutputs.record(folder, name).delete();
        CsvFile.write(measurementFile(name), image.write(labelFile(name)));
        record.write(folder, name);
        log.accept("Wrote " + labelFile(name));
    }

    /** Writes the segmentation of an open image. */
    public void write(ImageSegmentation segmentation, PixelClassifier classifier, Consumer<String> log) {
        try (OutputClaim claim = ResultRecord.claim(folder, segmentation.name())) {
            write(segmentation, segmentation.name(), ResultRecord.of(segmentation.name(), classifier.maker()), log);
        }
    }

    /** Says what there is to say of the images classified last, such as how sure their classes are. */
    public static void tell(PixelClassifier classifier, String name, Consumer<String> log) {
        String remark = classifier.remark();
        if (!remark.isEmpty()) {
            log.accept(name + ": " + remark);
        }
    }

    private boolean isComplete(String name, ResultRecord record) {
        return record.isIn(folder, name) && labelFile(name).isFile() && measurementFile(name).isFile()
                && (!probabilities || probabilityFile(name).isFile()) && (!rois || roiFile(name).isFile());
    }

    /** The record comes last and tells that the result is complete. */
    private void write(ImageSegmentation segmentation, String title, ResultRecord record, Consumer<String> log) {
        String name = segmentation.name();
        OwnOutputs.record(folder, name).delete();
        File labels = labelFile(name);
        TiffWriter.write(labels, segmentation.labelImage());
        if (probabilities) {
            TiffWriter.write(probabilityFile(name), segmentation.probabilityImage());
        }
        if (rois) {
            RoiZip.write(roiFile(name), segmentation.contours(SlicePlaces.of(segmentation.labelImage()), title));
        }
        Table measurements = segmentation.measurements();
        CsvFile.write(measurementFile(name), measurements);
        record.write(folder, name);
        log.accept("Wrote " + labels);
    }

    private File labelFile(String name) {
        return new File(folder, name + "_labels.tif");
    }

    private File probabilityFile(String name) {
        return new File(folder, name + "_probabilities.tif");
    }

    private File roiFile(String name) {
        return new File(folder, name + "_rois.zip");
    }

    private File measurementFile(String name) {
        return new File(folder, name + "_measurements.csv");
    }
}
