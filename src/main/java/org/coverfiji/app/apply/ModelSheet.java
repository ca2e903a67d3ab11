package org.coverfiji.app.apply;

import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Arrays;
import java.util.Locale;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.metric.SegmentationScores;
import org.coverfiji.show.ContactSheet;
import org.coverfiji.show.Panels;

import ij.ImagePlus;

/** One picture of what models make of labelled images: image, labels, prediction and the colours of its embedding. */
public final class ModelSheet {

    private static final int PANEL = 256;
    private static final double OPACITY = 0.45;
    private static final int COMPONENTS = 3;

    private final Segmenter segmenter;
    private final Embedder embedder;

    /**
     * @param segmenter of a segmentation model
     * @param embedder of the pretrained model
     */
    public ModelSheet(Segmenter segmenter, Embedder embedder) {
        this.segmenter = segmenter;
        this.embedder = embedder;
    }

    /** What an embedder for this sheet keeps: the components that become colours. */
    public static EmbedSettings embedSettings() {
        return EmbedSettings.builder().features(COMPONENTS).build();
    }

    /**
     * Writes the sheet as a PNG file; volumes show the slice with most foreground.
     *
     * @param rows how many images it shows, at most
     * @param listener hears before every image how many rows are done; if it cancels, the rows so far are written
     * @throws CoverException if an image does not fit a model, or the file cannot be written
     */
    public void write(LabelledImages labelled, int rows, File png, TileListener listener) {
        ContactSheet sheet = new ContactSheet(PANEL, "image", "labels", "prediction", "embedding (PCA)");
        int count = Math.min(rows, labelled.size());
        int[] done = {0};
        // Within an image, tiles only ask whether to go on.
        segmenter.setListener((tile, tiles) -> listener.tilesDone(done[0], count));
        embedder.setListener((tile, tiles) -> listener.tilesDone(done[0], count));
        try {
            for (; done[0] < count; done[0]++) {
                listener.tilesDone(done[0], count);
                add(sheet, labelled, done[0]);
            }
            listener.tilesDone(count, count);
        } catch (CancelledException e) {
            if (done[0] > 0) {
                sheet.write(png);
            }
            throw e;
        }
        sheet.write(png);
    }

    private void add(ContactSheet sheet, LabelledImages labelled, int i) {
        FloatImage image = labelled.get(i).image();
        LabelImage truth = labelled.get(i).label();
        LabelImage prediction = segmenter.labels(image);
        SegmentationScores scores = new SegmentationScores(segmenter.model().classes());
        scores.add(truth, prediction, image.spacing(), image.unit());
        int slice = Panels.fullest(truth);
        sheet.add(String.format(Locale.ROOT, "%s, Dice %.3f", labelled.get(i).name(), scores.meanDice()),
                Panels.image(image, slice), Panels.overlay(image, truth, slice, OPACITY),
                Panels.overlay(image, prediction, slice, OPACITY), colours(image, slice));
    }

    private BufferedImage colours(FloatImage image, int slice) {
        ImagePlus colours = embedder.colours(embedder.embed(image), image.name());
        int[] size = image.size();
        int index = Math.min(slice, colours.getStackSize() - 1) + 1;
        if (colours.getWidth() != size[size.length - 1]) {
            throw new IllegalStateException(colours + " for " + Arrays.toString(size));
        }
        return colours.getStack().getProcessor(index).getBufferedImage();
    }
}
