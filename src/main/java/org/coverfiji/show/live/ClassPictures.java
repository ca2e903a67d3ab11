package org.coverfiji.show.live;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.coverfiji.image.FloatImage;
import org.coverfiji.train.label.ClassPreview;

/** The pictures of training to classify: some images, framed by whether the network is right, of volumes a slice. */
public final class ClassPictures implements Preview {

    private static final Color RIGHT = new Color(0x009e73);
    private static final Color WRONG = new Color(0xd00000);
    private static final int FRAME = 5;
    private static final int NAME_LENGTH = 14;

    private final ClassPreview preview;

    public ClassPictures(ClassPreview preview) {
        this.preview = preview;
    }

    @Override
    public long iteration() {
        return preview.iteration();
    }

    @Override
    public List<String> choices() {
        return List.of(preview.images().size() + " images");
    }

    @Override
    public List<Picture> pictures(int choice, int side) {
        List<Picture> pictures = new ArrayList<>();
        for (ClassPreview.Judged judged : preview.images()) {
            String said = name(judged.predicted());
            String caption = String.format(Locale.ROOT, "%s, %.0f %%%s", said, 100 * judged.certainty(),
                    judged.predicted() == judged.truth() ? "" : " (" + name(judged.truth()) + ")");
            pictures.add(new Picture(caption, framed(judged, side)));
        }
        return pictures;
    }

    private String name(int classNumber) {
        String name = preview.classNames().get(classNumber);
        return name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH - 1) + "…" : name;
    }

    private static BufferedImage framed(ClassPreview.Judged judged, int side) {
        BufferedImage image = middle(judged.image());
        double zoom = (double) side / Math.max(image.getWidth(), image.getHeight());
        BufferedImage picture = new BufferedImage(Math.max(1, (int) Math.round(image.getWidth() * zoom)),
                Math.max(1, (int) Math.round(image.getHeight() * zoom)), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.drawImage(image, 0, 0, picture.getWidth(), picture.getHeight(), null);
        graphics.setColor(judged.predicted() == judged.truth() ? RIGHT : WRONG);
        graphics.setStroke(new BasicStroke(FRAME));
        graphics.drawRect(FRAME / 2, FRAME / 2, picture.getWidth() - FRAME, picture.getHeight() - FRAME);
        graphics.dispose();
        return picture;
    }

    /** Three or more channels as colours, else the first as grey; of a volume the middle slice. */
    private static BufferedImage middle(FloatImage image) {
        int[] size = image.size();
        int width = size[size.length - 1];
        int height = size[size.length - 2];
        int slices = size.length == 3 ? size[0] : 1;
        int plane = width * height;
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                int channel = image.channels() >= 3 ? c : 0;
                float value = image.data()[(channel * slices + slices / 2) * plane + i];
                rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, value)));
            }
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }

    @Override
    public List<Picture> keys(int choice, int side) {
        return List.of(key("right", RIGHT, side), key("wrong (its class)", WRONG, side));
    }

    private static Picture key(String name, Color colour, int side) {
        BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = square.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, side, side);
        graphics.dispose();
        return new Picture(name, square);
    }
}
