package org.coverfiji.app.vectors;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.PixelSizes;
import org.coverfiji.show.ContactSheet;
import org.coverfiji.show.FieldArrows;
import org.coverfiji.show.FieldColours;
import org.coverfiji.show.live.Grey;
import org.coverfiji.show.live.PreviewSlice;
import org.coverfiji.train.view.FieldPreview;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;

/**
 * The field after every level, the moving image warped by it, and the error: the distance from the true displacement
 * where that is known, else how far the warped image is from the fixed one. All at full resolution of the window that
 * the network saw. Immutable.
 */
public final class ShownVectors {

    /** By which the table is known. */
    public static final List<String> FIRST_COLUMNS = List.of("level", "error");

    private static final int PANEL = 224;
    private static final int ARROWS_PER_SIDE = 14;
    private static final Color ARROW = new Color(0xffb000);
    private static final Color TRUE_ARROW = new Color(0x56b4e9);

    private final FieldPreview preview;
    private final FloatImage window;
    private final boolean known;
    private final int slices;

    ShownVectors(FieldPreview preview, FloatImage window, boolean known) {
        this.preview = preview;
        this.window = window;
        this.known = known;
        slices = window.dimensions() == 3 ? window.size()[0] : 1;
    }

    /** Whether the true displacement is known. */
    public boolean isKnown() {
        return known;
    }

    /** A row per level: mean error, and the error relative to that of no displacement at all. */
    public Table table() {
        List<String> columns = new ArrayList<>(FIRST_COLUMNS);
        columns.addAll(List.of("relative_error", "unit"));
        Table table = new Table(columns);
        double without = mean(-1);
        for (int level = 0; level < preview.levels(); level++) {
            double error = mean(level);
            table.add(level, error, error / without, known ? "pixel" : "intensity");
        }
        return table;
    }

    /** Mean error where the mask is 1, of all slices. @param level −1 for no displacement */
    private double mean(int level) {
        double sum = 0;
        long count = 0;
        for (int slice = 0; slice < slices; slice++) {
            PreviewSlice plane = new PreviewSlice(preview, Math.max(0, level), slice);
            float[] error = level < 0 ? errorOfNothing(plane) : error(plane);
            for (int i = 0; i < error.length; i++) {
                if (plane.mask()[i] > 0) {
                    sum += error[i];
                    count++;
                }
            }
        }
        return sum / count;
    }

    private float[] errorOfNothing(PreviewSlice plane) {
        return known ? length(plane.truth()) : difference(plane.fixed(), plane.moving());
    }

    /** Of every pixel of a plane: pixels, or intensity. */
    private float[] error(PreviewSlice plane) {
        return known ? difference(plane.predicted(), plane.truth()) : difference(plane.fixed(), plane.warped());
    }

    private static float[] length(float[][] components) {
        return difference(components, new float[components.length][components[0].length]);
    }

    private static float[] difference(float[][] a, float[][] b) {
        float[] result = new float[a[0].length];
        for (int i = 0; i < result.length; i++) {
            double squares = 0;
            for (int c = 0; c < a.length; c++) {
                squares += (a[c][i] - b[c][i]) * (a[c][i] - b[c][i]);
            }
            result[i] = (float) Math.sqrt(squares);
        }
        return result;
    }

    /** A row per level, the true displacement or both images above; of volumes the middle slice. */
    public BufferedImage picture() {
        ContactSheet sheet = new ContactSheet(PANEL, "field", "arrows on the fixed image", "moving image, warped",
                "error");
        int finest = preview.levels() - 1;
        PreviewSlice end = new PreviewSlice(preview, finest);
        double brightest = known ? end.largest() : Math.max(1, largest(end.predicted()));
        double worst = IntStream.rangeClosed(-1, finest).mapToDouble(level -> {
            PreviewSlice plane = new PreviewSlice(preview, Math.max(0, level));
            return most(level < 0 ? errorOfNothing(plane) : error(plane), plane.mask());
        }).max().getAsDouble();
        Table table = table();
        sheet.add((known ? "true displacement" : "no displacement") + String.format(Locale.ROOT,
                "; full brightness: %.0f pixels; fixed and moving image; error of no displacement (white: %s)",
                brightest, unit(worst)), known ? field(end, end.truth(), brightest) : null,
                Grey.paint(end.fixed(), end.width()), Grey.paint(end.moving(), end.width()),
                grey(errorOfNothing(end), end, worst));
        for (int level = 0; level <= finest; level++) {
            PreviewSlice plane = new PreviewSlice(preview, level);
            sheet.add(String.format(Locale.ROOT, "after level %d%s: mean error %s, %.2f of that without displacement",
                    level, level == 0 ? " (deepest)" : level == finest ? " (full resolution)" : "",
                    unit((double) table.get(level, "error")), (double) table.get(level, "relative_error")),
                    field(plane, plane.predicted(), brightest), arrows(plane),
                    Grey.paint(plane.warped(), plane.width()), grey(error(plane), plane, worst));
        }
        return sheet.toImage();
    }

    private String unit(double value) {
        return String.format(Locale.ROOT, known ? "%.2f pixels" : "%.3f of the intensities' range", value);
    }

    private static double largest(float[][] components) {
        float[] length = length(new float[][] {components[components.length - 2], components[components.length - 1]});
        return IntStream.range(0, length.length).mapToDouble(i -> length[i]).max().orElse(0);
    }

    private static double most(float[] values, float[] mask) {
        return IntStream.range(0, values.length).filter(i -> mask[i] > 0).mapToDouble(i -> values[i]).max().orElse(1);
    }

    private BufferedImage field(PreviewSlice plane, float[][] components, double brightest) {
        return FieldColours.paint(components[components.length - 2], components[components.length - 1],
                known ? plane.mask() : null, plane.width(), brightest);
    }

    private static BufferedImage grey(float[] values, PreviewSlice plane, double worst) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = plane.mask()[i] > 0 ? (float) (values[i] / worst) : 0;
        }
        return Grey.paint(new float[][] {scaled}, plane.width());
    }

    private BufferedImage arrows(PreviewSlice plane) {
        int longest = Math.max(plane.width(), plane.height());
        double zoom = Math.max(1, (double) PANEL / longest);
        BufferedImage picture = new BufferedImage((int) (plane.width() * zoom), (int) (plane.height() * zoom),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.drawImage(Grey.paint(plane.fixed(), plane.width()), 0, 0, picture.getWidth(), picture.getHeight(),
                null);
        FieldArrows arrows = new FieldArrows(plane.width(), plane.height(), Math.max(1, longest / ARROWS_PER_SIDE));
        if (known) {
            draw(arrows, graphics, zoom, plane.truth(), plane.mask(), TRUE_ARROW);
        }
        draw(arrows, graphics, zoom, plane.predicted(), plane.mask(), ARROW);
        graphics.dispose();
        return picture;
    }

    private static void draw(FieldArrows arrows, Graphics2D graphics, double zoom, float[][] components, float[] mask,
            Color colour) {
        arrows.draw(graphics, zoom, components[components.length - 2], components[components.length - 1], mask, colour);
    }

    /** Displacements in pixels: a channel per component (y, x or z, y, x), a time point per level. */
    public ImagePlus fields() {
        ImageStack stack = stack();
        int components = window.dimensions();
        for (int level = 0; level < preview.levels(); level++) {
            for (int slice = 0; slice < slices; slice++) {
                float[][] predicted = new PreviewSlice(preview, level, slice).predicted();
                for (int c = 0; c < components; c++) {
                    stack.addSlice("level " + level + ", " + "zyx".charAt(c + 3 - components), predicted[c]);
                }
            }
        }
        return hyperstack("fields", stack, components, preview.levels());
    }

    /** In time: the moving image, after every level warped, at last the fixed image. */
    public ImagePlus warped() {
        ImageStack stack = stack();
        for (int step = -1; step <= preview.levels(); step++) {
            for (int slice = 0; slice < slices; slice++) {
                PreviewSlice plane = new PreviewSlice(preview, Math.max(0, Math.min(step, preview.levels() - 1)),
                        slice);
                float[][] shown = step < 0 ? plane.moving() : step == preview.levels() ? plane.fixed()
                        : plane.warped();
                for (float[] channel : shown) {
                    stack.addSlice(step < 0 ? "moving" : step == preview.levels() ? "fixed" : "warped, level " + step,
                            channel);
                }
            }
        }
        return hyperstack("warped", stack, window.channels(), preview.levels() + 2);
    }

    /** A time point per level: pixels, or intensity; 0 where nothing counts. */
    public ImagePlus errors() {
        ImageStack stack = stack();
        for (int level = 0; level < preview.levels(); level++) {
            for (int slice = 0; slice < slices; slice++) {
                PreviewSlice plane = new PreviewSlice(preview, level, slice);
                float[] error = error(plane);
                for (int i = 0; i < error.length; i++) {
                    error[i] *= plane.mask()[i];
                }
                stack.addSlice("level " + level, error);
            }
        }
        return hyperstack("error", stack, 1, preview.levels());
    }

    private ImageStack stack() {
        int[] size = window.size();
        return new ImageStack(size[size.length - 1], size[size.length - 2]);
    }

    private ImagePlus hyperstack(String title, ImageStack stack, int channels, int frames) {
        ImagePlus image = new ImagePlus(window.name() + " " + title, stack);
        image.setDimensions(channels, slices, frames);
        image.setCalibration(PixelSizes.of(window));
        image.setOpenAsHyperStack(true);
        ImagePlus shown = channels > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image;
        shown.resetDisplayRange();
        return shown;
    }
}
