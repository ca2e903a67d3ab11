package org.coverfiji.app.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.metric.ClassificationScores;


/** Classifies images one after the other and keeps a table of the classes' probabilities. */
public final class ImageClassification {

    /** By which a table of classes is known. */
    public static final List<String> FIRST_COLUMNS = List.of("image", "class");

    private final Classifier classifier;
    private final Table table;

    public ImageClassification(Classifier classifier) {
        this.classifier = classifier;
        List<String> columns = new ArrayList<>(FIRST_COLUMNS);
        columns.addAll(classifier.model().classes());
        table = new Table(columns);
    }

    /** Adds a row. @throws CoverException if the image does not fit the model */
    public void add(FloatImage image) {
        float[] probabilities = classifier.probabilities(image);
        List<Object> row = new ArrayList<>();
        row.add(image.name());
        row.add(classifier.model().classes().get(ClassificationScores.mostProbable(probabilities)));
        for (float probability : probabilities) {
            row.add((double) probability);
        }
        table.add(row);
    }

    /**
     * Adds images; one that cannot be classified is named and passed over.
     *
     * @param images as {@link ImageReader#group} gives them
     * @param listener hears before every image how many files are done; what it ends by an exception stays in the table
     * @throws CoverException if no image at all could be classified
     */
    public void addAll(List<FileGroup> images, ImageReader reader, Consumer<String> log, TileListener listener) {
        int[] begun = {0};
        EachFile.run(images, files -> {
            int done = begun[0]++;
            listener.tilesDone(done, images.size());
            classifier.requireMemory(files.name(), reader.geometry(files));
            FileImages read = reader.readWhole(files);
            read.notes().forEach(log);
            for (FloatImage image : read.images()) {
                listener.tilesDone(done, images.size());
                add(image);
            }
        }, log);
        listener.tilesDone(images.size(), images.size());
    }

    /** A row per image: its name, its class, and every class's probability. */
    public Table table() {
        return table;
    }
}
