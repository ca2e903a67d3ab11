package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.FloatImage;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchPreview;

/**
 * The pictures of methods of contrast: an image with the boxes of its two crops, and the crops as the network sees
 * them.
 */
public final class CropPictures implements Preview {

    private static final Color FIRST = new Color(0x56b4e9);
    private static final Color SECOND = new Color(0xffb000);

    private final BatchPreview preview;

    /** @param preview whose batch has two crops and their boxes */
    public CropPictures(BatchPreview preview) {
        this.preview = preview;
    }

    @Override
    public long iteration() {
        return preview.iteration();
    }

    @Override
    public List<String> choices() {
        return List.of(preview.image().name());
    }

    @Override
    public List<Picture> pictures(int choice, int side) {
        return Arrays.asList(new Picture("Image" + Grey.where(preview.image().size()), boxes(side)),
                new Picture("First crop", Grey.paint(preview.batch().get(CropSampler.VIEW_1))),
                new Picture("Second crop", Grey.paint(preview.batch().get(CropSampler.VIEW_2))));
    }

    private BufferedImage boxes(int side) {
        FloatImage image = preview.image();
        int[] size = image.size();
        BufferedImage below = Grey.paint(image.data(), image.channels(), size);
        double zoom = (double) side / Math.max(below.getWidth(), below.getHeight());
        BufferedImage picture = new BufferedImage(Math.max(1, (int) Math.round(below.getWidth() * zoom)),
                Math.max(1, (int) Math.round(below.getHeight() * zoom)), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.drawImage(below, 0, 0, picture.getWidth(), picture.getHeight(), null);
        draw(graphics, preview.batch().get(CropSampler.BOX_1).data(), FIRST, picture);
        draw(graphics, preview.batch().get(CropSampler.BOX_2).data(), SECOND, picture);
        graphics.dispose();
        return picture;
    }

    /** @param box first pixels of all axes, then last ones, as parts of the image; either may come first */
    private static void draw(Graphics2D graphics, float[] box, Color colour, BufferedImage picture) {
        int axes = box.length / 2;
        int[] from = new int[2];
        int[] to = new int[2];
        for (int i = 0; i < 2; i++) {
            int axis = axes - 1 - i;
            int extent = (i == 0 ? picture.getWidth() : picture.getHeight()) - 1;
            from[i] = Math.round(extent * Math.min(box[axis], box[axes + axis]));
            to[i] = Math.round(extent * Math.max(box[axis], box[axes + axis]));
        }
        graphics.setColor(colour);
        graphics.drawRect(from[0], from[1], to[0] - from[0], to[1] - from[1]);
    }

    @Override
    public List<Picture> keys(int choice, int side) {
        return Arrays.asList(key("first crop", FIRST, side), key("second crop", SECOND, side));
    }

    private static Picture key(String name, Color colour, int side) {
        BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            square.setRGB(i % side, i / side, colour.getRGB());
        }
        return new Picture(name, square);
    }
}
