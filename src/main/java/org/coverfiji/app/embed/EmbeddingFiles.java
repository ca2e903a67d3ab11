package org.coverfiji.app.embed;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.CancelledException;
import org.coverfiji.file.EachFile;
import org.coverfiji.file.FileNames;
import org.coverfiji.image.ImageReader;
import org.coverfiji.image.NpyWriter;
import org.coverfiji.image.TiffWriter;

import ij.ImagePlus;
import ij.io.FileSaver;

/**
 * Writes embeddings into a folder: {@code <name>_embedding.tif} (float hyperstack), {@code <name>_embedding.npy} and,
 * if wanted, {@code <name>_pca.tif} (RGB).
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
     * Embeds every file; one that cannot be embedded is named and passed over.
     *
     * @param root the folder that was searched; files in its sub-folders get their path's parts in their names
     * @param log takes a line for every file that is written or passed over
     * @throws org.coverfiji.CancelledException if the user ended the work
     * @throws CoverException if no file at all could be embedded
     */
    public void writeAll(File root, List<File> files, ImageReader reader, StackEmbedding embedding,
            Consumer<String> log) {
        FileNames names = new FileNames(root);
        int written = EachFile.run(files, file -> write(embedding.of(reader.read(file), names.of(file),
                reader.geometry(file))).forEach(log), log);
        log.accept(written + " of " + files.size() + " files embedded in " + folder + ".");
    }

    /** Writes one embedding; returns lines that name the files. */
    public List<String> write(StackEmbedding.Result result) {
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
        return report;
    }
}
