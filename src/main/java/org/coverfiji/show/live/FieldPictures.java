package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.coverfiji.show.FieldArrows;
import org.coverfiji.show.FieldColours;
import org.coverfiji.train.view.FieldPreview;

/** The pictures of pretraining: both views, the moving view warped by the predicted field, true and predicted field. */
public final class FieldPictures implements Preview {

    private static final int ARROWS_PER_SIDE = 12;
    private static final float DIMMED = 0.55f;

    private final FieldPreview preview;

    public FieldPictures(FieldPreview preview) {
        this.preview = preview;
    }

    @Override
    public long iteration() {
        return preview.iteration();
    }

    /** The levels of the pyramid, the final field first. */
    @Override
    public List<String> choices() {
        List<String> choices = new ArrayList<>();
        for (int level = preview.levels() - 1; level >= 0; level--) {
            int[] shape = preview.field(level).shape();
            StringBuilder grid = new StringBuilder();
            for (int axis = shape.length - 1; axis >= 2; axis--) {
                grid.append(grid.length() == 0 ? "" : " × ").append(shape[axis]);
            }
            choices.add("Level " + level + (level == preview.levels() - 1 ? " (final)"
                    : level == 0 ? " (coarsest)" : "") + ", " + grid + " pixels");
        }
        return choices;
    }

    @Override
    public List<Picture> pictures(int choice, int side) {
        PreviewSlice slice = slice(choice);
        float[][] truth = inPlane(slice.truth());
        float[][] predicted = inPlane(slice.predicted());
        double brightest = slice.largest();
        String where = slice.slices() == 1 ? "" : ", slice " + (slice.slice() + 1) + " of " + slice.slices();
        return Arrays.asList(
                new Picture("Moving view" + where, Grey.paint(slice.moving(), slice.width())),
                new Picture("Fixed view", Grey.paint(slice.fixed(), slice.width())),
                new Picture("Moving view, warped", Grey.paint(slice.warped(), slice.width())),
                new Picture("True field",
                FieldColours.paint(truth[0], truth[1], slice.mask(), slice.width(), brightest)),
                new Picture(String.format(Locale.ROOT, "Predicted, error %.1f px", slice.error()),
                        FieldColours.paint(predicted[0], predicted[1], slice.mask(), slice.width(), brightest)),
                new Picture("Both as arrows", arrows(slice, truth, predicted, side)));
    }

    @Override
    public List<Picture> keys(int choice, int side) {
        return Arrays.asList(
                new Picture(String.format(Locale.ROOT, "direction and size (rim: %.0f px)", slice(choice).largest()),
                        FieldColours.wheel(side)),
                new Picture("true", bar(FieldArrows.TRUE, side)),
                new Picture("predicted", bar(FieldArrows.PREDICTED, side)),
                new Picture("outside the view", square(side)));
    }

    private PreviewSlice slice(int choice) {
        return new PreviewSlice(preview, preview.levels() - 1 - choice);
    }

    private static float[][] inPlane(float[][] components) {
        return Arrays.copyOfRange(components, components.length - 2, components.length);
    }

    private static BufferedImage arrows(PreviewSlice slice, float[][] truth, float[][] predicted, int side) {
        BufferedImage below = Grey.paint(slice.fixed(), slice.width());
        double zoom = (double) side / Math.max(slice.width(), slice.height());
        BufferedImage picture = new BufferedImage(Math.max(1, (int) Math.round(slice.width() * zoom)),
                Math.max(1, (int) Math.round(slice.height() * zoom)), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(below, 0, 0, picture.getWidth(), picture.getHeight(), null);
        graphics.setColor(new Color(0, 0, 0, DIMMED));
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        FieldArrows arrows = new FieldArrows(slice.width(), slice.height(),
                Math.max(1, Math.max(slice.width(), slice.height()) / ARROWS_PER_SIDE));
        arrows.draw(graphics, zoom, truth[0], truth[1], slice.mask(), FieldArrows.TRUE);
        arrows.draw(graphics, zoom, predicted[0], predicted[1], slice.mask(), FieldArrows.PREDICTED);
        graphics.dispose();
        return picture;
    }

    private static BufferedImage bar(Color colour, int side) {
        BufferedImage bar = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int x = 0; x < side; x++) {
            for (int y = side / 2 - 1; y <= side / 2 + 1; y++) {
                bar.setRGB(x, y, colour.getRGB());
            }
        }
        return bar;
    }

    private static BufferedImage square(int side) {
        float[] nothing = new float[side * side];
        return FieldColours.paint(nothing, nothing, nothing, side, 1);
    }
}
