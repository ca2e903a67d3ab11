package org.coverfiji.app.featuremap;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.file.Table;
import org.coverfiji.show.ContactSheet;
import org.coverfiji.show.LabelColours;
import org.coverfiji.show.Panels;
import org.coverfiji.show.ScatterPlot;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;

/** Features of labelled pixels in the plane, of several models: scores, points and pictures. Immutable. */
public final class FeatureMap {

    /** By which the table of scores is known. */
    public static final List<String> FIRST_COLUMNS = List.of("model", "method", "projection");
    /** Of the table of points. */
    public static final List<String> POINT_COLUMNS = List.of("model", "image", "x", "y", "z", "class", "name",
            "held_out", "u", "v");

    private static final int PANEL = 320;
    private static final double OPACITY = 0.5;

    private final FeatureMapSettings settings;
    private final InspectedImages images;
    private final PixelSample sample;
    private final List<ModelMap> maps;

    FeatureMap(FeatureMapSettings settings, InspectedImages images, PixelSample sample, List<ModelMap> maps) {
        this.settings = settings;
        this.images = images;
        this.sample = sample;
        this.maps = List.copyOf(maps);
    }

    private String projection() {
        return settings.projection().name().toLowerCase(Locale.ROOT);
    }

    /** A row per model. The scores are those of the features, whatever the projection. */
    public Table scores() {
        List<String> columns = new ArrayList<>(FIRST_COLUMNS);
        columns.addAll(List.of("points", "silhouette", "neighbour_purity", "linear_separability"));
        Table table = new Table(columns);
        for (ModelMap map : maps) {
            table.add(map.model.name(), map.model.method(), projection(), map.plane.length, map.scores.silhouette(),
                    map.scores.purity(), map.separability.accuracy());
        }
        return table;
    }

    /** A row per model and pixel: where it is in its image and in the plane. */
    public Table points() {
        Table table = new Table(POINT_COLUMNS);
        int[] classes = sample.classes();
        boolean[] held = sample.held();
        for (ModelMap map : maps) {
            int next = 0;
            for (int i = 0; i < images.size(); i++) {
                for (int[] point : sample.points(i)) {
                    int last = point.length - 1;
                    table.add(map.model.name(), images.image(i).name(), point[last], point[last - 1],
                            last == 2 ? point[0] : 0, classes[next], images.classes().get(classes[next]),
                            held[next] ? 1 : 0, (double) map.plane[next][0], (double) map.plane[next][1]);
                    next++;
                }
            }
        }
        return table;
    }

    /** A column per model: the plane, then the features of some images as colours beside their labels. */
    public BufferedImage picture() {
        String[] columns = new String[maps.size() + 1];
        columns[0] = "";
        for (int m = 0; m < maps.size(); m++) {
            columns[m + 1] = maps.get(m).model.name();
        }
        ContactSheet sheet = new ContactSheet(PANEL, columns);
        BufferedImage[] planes = new BufferedImage[columns.length];
        planes[0] = key();
        StringBuilder caption = new StringBuilder(projection().toUpperCase(Locale.ROOT)
                + " of the features (silhouette, neighbour purity, linear separability): ");
        for (int m = 0; m < maps.size(); m++) {
            ModelMap map = maps.get(m);
            planes[m + 1] = ScatterPlot.draw(map.plane, sample.classes(), PANEL);
            caption.append(String.format(Locale.ROOT, "%s%s %.2f, %.2f, %.2f", m == 0 ? "" : "; ", map.model.name(),
                    map.scores.silhouette(), map.scores.purity(), map.separability.accuracy()));
        }
        sheet.add(caption.toString(), planes);
        for (int i = 0; i < maps.get(0).colours.size(); i++) {
            BufferedImage[] row = new BufferedImage[columns.length];
            row[0] = Panels.overlay(images.image(i), images.label(i), Panels.fullest(images.label(i)), OPACITY);
            for (int m = 0; m < maps.size(); m++) {
                row[m + 1] = maps.get(m).colours.get(i);
            }
            sheet.add(images.image(i).name() + ": labels, and features as colours (first three components)", row);
        }
        return sheet.toImage();
    }

    /** The classes in their colours. */
    private BufferedImage key() {
        BufferedImage key = new BufferedImage(PANEL, PANEL, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = key.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, PANEL, PANEL);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        for (int c = 0; c < images.classes().size(); c++) {
            int y = 24 + 22 * c;
            graphics.setColor(LabelColours.colour(c));
            graphics.fillOval(16, y - 11, 12, 12);
            graphics.setColor(Color.BLACK);
            graphics.drawString(images.classes().get(c), 36, y);
        }
        graphics.dispose();
        return key;
    }

    /** The first image's features as colours, on its grid: a slice per model. */
    public ImagePlus colours() {
        BufferedImage first = maps.get(0).colours.get(0);
        ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
        for (ModelMap map : maps) {
            stack.addSlice(map.model.name(), new ColorProcessor(map.colours.get(0)));
        }
        return new ImagePlus(images.image(0).name() + " feature colours", stack);
    }
}
