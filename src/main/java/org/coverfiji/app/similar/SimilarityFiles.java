package org.coverfiji.app.similar;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.app.files.FileNames;
import org.coverfiji.app.files.ResultRecord;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.file.OutputTable;
import org.coverfiji.file.Table;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.read.OwnOutputs;

import ij.ImagePlus;

/**
 * Writes similarity maps into a folder: {@code <name>_similarity.tif} (32-bit hyperstack),
 * {@code <name>_made_from.txt}, which says what made it, and {@code best_matches.csv} with the best places of all
 * images.
 */
public final class SimilarityFiles {

    private static final String TABLE = "best_matches.csv";

    private final File folder;
    private final String maker;
    private final int matches;

    /**
     * @param model fingerprint of the model
     * @param query what is looked for, as people read it
     * @param matches best places per image
     * @throws CoverException if the folder cannot be made, or a file there is in the table's way
     */
    public SimilarityFiles(File folder, String model, String query, int matches) {
        this.folder = folder;
        this.matches = matches;
        maker = "similarity model SHA-256: " + model + "\nquery: " + query;
        FileNames.makeFolder(folder);
        OutputTable.requireReplaceable(table(), MatchTable.COLUMNS);
    }

    /** Where the table is written. */
    public File table() {
        return new File(folder, TABLE);
    }

    /**
     * Searches every image; one that cannot be searched is named and passed over.
     *
     * @param root the folder that was searched
     * @param images as {@link ImageReader#group} gives them
     * @param query a vector of length 1
     * @param log takes a line for every file that is written or passed over
     * @return the best matches of all
     * @throws CoverException if no image at all could be searched
     */
    public Table writeAll(File root, List<FileGroup> images, ImageReader reader, FeatureExtractor extractor,
            float[] query, Consumer<String> log) {
        FileNames names = new FileNames(root);
        MatchTable best = new MatchTable();
        int done = EachFile.run(images, files -> {
            String name = names.of(files);
            ResultRecord record = ResultRecord.of(names.path(files), files, maker);
            try (OutputClaim claim = ResultRecord.claim(folder, name)) {
                record.requireOwn(folder, name, root);
                extractor.requireMemory(files.name(), reader.geometry(files), SimilaritySearch.USE);
                FileImages read = reader.readWhole(files);
                read.notes().forEach(log);
                FeatureStack stack = new FeatureStack(extractor, read.images(), read.geometry());
                best.add(names.path(files), write(new SimilaritySearch(stack, query), name, record, log));
            }
        }, log);
        CsvFile.write(table(), best.table());
        log.accept(done + " of " + Counted.of(images.size(), "image") + " searched; wrote " + table());
        return best.table();
    }

    /** Writes the maps of an open image, and returns its best matches. */
    public Table write(SimilaritySearch search, String name, Consumer<String> log) {
        MatchTable best = new MatchTable();
        try (OutputClaim claim = ResultRecord.claim(folder, name)) {
            best.add(name, write(search, name, ResultRecord.of(name, maker), log));
        }
        CsvFile.write(table(), best.table());
        log.accept("Wrote " + table());
        return best.table();
    }

    private List<Match> write(SimilaritySearch search, String name, ResultRecord record, Consumer<String> log) {
        OwnOutputs.record(folder, name).delete();
        File map = new File(folder, name + "_similarity.tif");
        ImagePlus image = search.image(name);
        TiffWriter.write(map, image);
        record.write(folder, name);
        log.accept("Wrote " + map);
        return search.best(matches);
    }
}
