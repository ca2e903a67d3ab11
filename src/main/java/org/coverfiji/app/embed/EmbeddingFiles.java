package org.coverfiji.app.embed;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.app.files.FileNames;
import org.coverfiji.app.files.ResultRecord;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.NpyWriter;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;

import ij.ImagePlus;
import ij.io.FileSaver;

/**
 * Writes embeddings into a folder: {@code <name>_embedding.tif} (float hyperstack), {@code <name>_embedding.npy} or
 * {@code <name>_embedding.ome.zarr}, as the format says, and, if wanted, {@code <name>_pca.tif} (RGB);
 * {@code <name>_made_from.txt} says what made them.
 */
public final class EmbeddingFiles {

    private final File folder;
    private final boolean colours;
    private final EmbeddingFormat format;

    /** As TIFF and for NumPy. @throws CoverException if the folder cannot be made */
    public EmbeddingFiles(File folder, boolean colours) {
        this(folder, colours, EmbeddingFormat.TIFF_AND_NUMPY);
    }

    /** @throws CoverException if the folder cannot be made */
    public EmbeddingFiles(File folder, boolean colours, EmbeddingFormat format) {
        this.folder = folder;
        this.colours = colours;
        this.format = format;
        FileNames.makeFolder(folder);
    }

    /**
     * Embeds every image; one that cannot be embedded is named and passed over.
     *
     * @param root the folder that was searched; files in its sub-folders get their path's parts in their names
     * @param images as {@link ImageReader#group} gives them
     * @param log takes a line for every file that is written or passed over
     * @throws CancelledException if the user ended the work
     * @throws CoverException if no image at all could be embedded
     */
    public void writeAll(File root, List<FileGroup> images, ImageReader reader, StackEmbedding embedding,
            Consumer<String> log) {
        FileNames names = new FileNames(root);
        int written = EachFile.run(images, files -> {
            String name = names.of(files);
            ResultRecord record = ResultRecord.of(names.path(files), files, embedding.maker());
            try (OutputClaim claim = ResultRecord.claim(folder, name)) {
                record.requireOwn(folder, name, root);
                embedding.requireMemory(files.name(), reader.geometry(files), format);
                FileImages read = reader.readWhole(files);
                read.notes().forEach(log);
                if (format.isChunked()) {
                    writeZarr(read.images(), name, read.geometry(), embedding, record, log);
                } else {
                    write(embedding.of(read.images(), name, read.geometry()), record).forEach(log);
                }
            }
        }, log);
        log.accept(written + " of " + Counted.of(images.size(), "image") + " embedded in " + folder + ".");
    }

    /** Writes the embedding of an open image; returns lines that name the files. */
    public List<String> write(StackEmbedding.Result result) {
        try (OutputClaim claim = ResultRecord.claim(folder, result.name())) {
            return write(result, ResultRecord.of(result.name(), result.maker()));
        }
    }

    /**
     * Writes the embedding of an open image as OME-Zarr, packed where the format says so.
     *
     * @param log takes lines that name the files
     * @return its colours; null if they are not wanted, or there are no components to make them of
     */
    public ImagePlus writeZarr(List<FloatImage> images, String name, Geometry geometry, StackEmbedding embedding,
            Consumer<String> log) {
        try (OutputClaim claim = ResultRecord.claim(folder, name)) {
            return writeZarr(images, name, geometry, embedding, ResultRecord.of(name, embedding.maker()), log);
        }
    }

    private ImagePlus writeZarr(List<FloatImage> images, String name, Geometry geometry, StackEmbedding embedding,
            ResultRecord record, Consumer<String> log) {
        File zarr = new File(folder, name + "_embedding.ome.zarr");
        ImagePlus shown = embedding.write(images, name, geometry, zarr, format, colours);
        log.accept("Wrote " + zarr);
        if (shown != null) {
            log.accept(writeColours(name, shown));
        } else if (colours) {
            log.accept("Colours need principal components: give features=16, say.");
        }
        record.write(folder, name);
        return shown;
    }

    private List<String> write(StackEmbedding.Result result, ResultRecord record) {
        List<String> report = new ArrayList<>();
        if (format.hasTiff()) {
            File tiff = new File(folder, result.name() + "_embedding.tif");
            TiffWriter.write(tiff, result.image());
            report.add("Wrote " + tiff);
        }
        if (format.hasNumpy()) {
            File npy = new File(folder, result.name() + "_embedding.npy");
            NpyWriter.write(npy, result.embedding());
            report.add("Wrote " + npy);
        }
        if (colours) {
            report.add(writeColours(result.name(), result.colours()));
        }
        record.write(folder, result.name());
        return report;
    }

    private String writeColours(String name, ImagePlus image) {
        File pca = new File(folder, name + "_pca.tif");
        byte[] bytes = new FileSaver(image).serialize();
        AtomicFile.write(pca, stream -> stream.write(bytes));
        return "Wrote " + pca;
    }
}
