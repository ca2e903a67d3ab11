package org.coverfiji.app.exchange;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.show.Panels;
import org.coverfiji.show.PcaColours;

/**
 * The picture that shows a model to people, as PNG: the sample and, beside it, its classes or the colours of its
 * features; of a classification the sample alone. Twice as wide as high, or a square.
 */
final class CoverPicture {

    private static final int SIDE = 256;
    private static final double OPACITY = 0.5;

    private CoverPicture() {
    }

    static byte[] png(ModelDescription model, TestTile tile) {
        FloatImage image = tile.image();
        int slice = Panels.middle(image);
        BufferedImage left = Panels.image(image, slice);
        BufferedImage right = right(model, tile, slice);
        BufferedImage picture = new BufferedImage(right == null ? SIDE : 2 * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        draw(graphics, left, 0);
        if (right != null) {
            draw(graphics, right, SIDE);
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void draw(Graphics2D graphics, BufferedImage panel, int x) {
        int side = Math.max(panel.getWidth(), panel.getHeight());
        int width = panel.getWidth() * SIDE / side;
        int height = panel.getHeight() * SIDE / side;
        graphics.drawImage(panel, x + (SIDE - width) / 2, (SIDE - height) / 2, width, height, null);
    }

    private static BufferedImage right(ModelDescription model, TestTile tile, int slice) {
        FloatImage image = tile.image();
        Tensor[] outputs = tile.outputs();
        if (model.kind().equals(ModelDescription.SEGMENTATION)) {
            return Panels.overlay(image, new LabelImage(image.name(), classes(outputs[0]), image.size()), slice,
                    OPACITY);
        }
        if (model.kind().equals(ModelDescription.CLASSIFICATION)) {
            return null;
        }
        Tensor finest = outputs[outputs.length - 1];
        double[] weights = new double[finest.size(1)];
        Arrays.fill(weights, 1);
        return PcaColours.of(image.withData(finest.data(), finest.size(1)), weights, "", model.seed())
                .getStack().getProcessor(slice + 1).getBufferedImage();
    }

    /** @param probabilities [1, K, (D,) H, W] */
    private static int[] classes(Tensor probabilities) {
        int count = probabilities.size(1);
        int pixels = probabilities.data().length / count;
        int[] classes = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            for (int k = 1; k < count; k++) {
                if (probabilities.data()[k * pixels + i] > probabilities.data()[classes[i] * pixels + i]) {
                    classes[i] = k;
                }
            }
        }
        return classes;
    }
}
