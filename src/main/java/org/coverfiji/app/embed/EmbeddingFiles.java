package org.coverfiji.app.embed;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.app.files.FileNames;
import org.coverfiji.app.files.ResultRecord;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.image.NpyWriter;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;

import ij.ImagePlus;
import ij.io.FileSaver;

/**
 * Writes embeddings into a folder: {@code <name>_embedding.tif} (float hyperstack), {@code <name>_embedding.npy} and,
 * if wanted, {@code <name>_pca.tif} (RGB); {@code <name>_made_from.txt} says what made them.
 */
public final class EmbeddingFiles {

    private final File folder;
    private final boolean colours;

    /** @throws CoverException if the folder cannot be made */
    public EmbeddingFiles(File folder, boolean colours) {
        this.folder = folder;
        this.colours = colours;
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
            record.requireOwn(folder, name, root);
            FileImages read = reader.readWhole(files);
            read.notes().forEach(log);
            write(embedding.of(read.images(), name, read.geometry()), record).forEach(log);
        }, log);
        log.accept(written + " of " + images.size() + " images embedded in " + folder + ".");
    }

    /** Writes the embedding of an open image; returns lines that name the files. */
    public List<String> write(StackEmbedding.Result result) {
        return write(result, ResultRecord.of(result.name(), result.maker()));
    }

    private List<String> write(StackEmbedding.Result result, ResultRecord record) {
        File tiff = new File(folder, result.name() + "_embedding.tif");
        TiffWriter.write(tiff, result.image());
        File npy = new File(folder, result.name() + "_embedding.npy");
        NpyWriter.write(npy, result.embedding());
        List<String> report = new ArrayList<>(List.of("Wrote " + tiff, "Wrote " + npy));
        if (colours) {
            File pca = new File(folder, result.name() + "_pca.tif");
            ImagePlus image = result.colours();
            byte[] bytes = new FileSaver(image).serialize();
            AtomicFile.write(pca, stream -> stream.write(bytes));
            report.add("Wrote " + pca);
        }
        record.write(folder, result.name());
        return report;
    }
}
