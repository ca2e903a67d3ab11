package org.coverfiji.app.next;

import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.show.ContactSheet;
import org.coverfiji.show.Panels;

/**
 * One picture of the images that come first: each beside the one of those before it that it is most like and, with a
 * segmentation model, what that predicts and how unsure it is of every pixel, white where it knows nothing.
 */
public final class NextSheet {

    private static final int PANEL = 192;
    private static final double OPACITY = 0.45;

    private final NextImages next;
    private final Map<String, FileGroup> images;
    private final ImageReader reader;

    /** @param images all that were ranked or labelled, by their names */
    public NextSheet(NextImages next, Map<String, FileGroup> images, ImageReader reader) {
        this.next = next;
        this.images = images;
        this.reader = reader;
    }

    /**
     * Writes the sheet as a PNG file; of several slices or time points, and of volumes, it shows the middle.
     *
     * @param rows how many images it shows, at most
     * @throws org.coverfiji.CoverException if the file cannot be written
     */
    public void write(Ranking ranking, int rows, File png) {
        boolean predicts = next.task() != null && next.task().segments();
        ContactSheet sheet = new ContactSheet(PANEL, predicts
                ? new String[] {"label next", "most like it before", "prediction", "unsure"}
                : new String[] {"label next", "most like it before"});
        List<Ranking.Entry> entries = ranking.entries();
        for (int i = 0; i < Math.min(rows, entries.size()); i++) {
            Ranking.Entry entry = entries.get(i);
            List<BufferedImage> panels = new ArrayList<>();
            FloatImage image = middle(entry.name());
            int slice = Panels.middle(image);
            panels.add(Panels.image(image, slice));
            FloatImage nearest = entry.nearest().isEmpty() ? null : middle(entry.nearest());
            panels.add(nearest == null ? null : Panels.image(nearest, Panels.middle(nearest)));
            if (predicts) {
                FloatImage probabilities = next.task().probabilities(image);
                LabelImage labels = next.task().labels(probabilities);
                panels.add(Panels.overlay(image, labels, slice, OPACITY));
                panels.add(grey(next.task().uncertainties(probabilities), slice));
            }
            sheet.add(caption(i + 1, entry), panels.toArray(new BufferedImage[0]));
        }
        sheet.write(png);
    }

    private FloatImage middle(String name) {
        List<FloatImage> planes = reader.readWhole(images.get(name)).images();
        return planes.get(planes.size() / 2);
    }

    private static String caption(int rank, Ranking.Entry entry) {
        StringBuilder caption = new StringBuilder(rank + ". " + entry.name());
        if (!Double.isNaN(entry.distance())) {
            caption.append(String.format(Locale.ROOT, ", distance %.2f", entry.distance()));
        }
        if (!Double.isNaN(entry.uncertainty())) {
            caption.append(String.format(Locale.ROOT, ", uncertainty %.3f", entry.uncertainty()));
        }
        return caption.toString();
    }

    /** From 0, black, to 1, white, not stretched: rows can be compared. */
    private static BufferedImage grey(FloatImage values, int slice) {
        int[] size = values.size();
        BufferedImage picture = new BufferedImage(size[size.length - 1], size[size.length - 2],
                BufferedImage.TYPE_INT_RGB);
        int plane = picture.getWidth() * picture.getHeight();
        for (int i = 0; i < plane; i++) {
            int grey = Math.round(255 * Math.max(0, Math.min(1, values.data()[slice * plane + i])));
            picture.setRGB(i % picture.getWidth(), i / picture.getWidth(), grey << 16 | grey << 8 | grey);
        }
        return picture;
    }
}
