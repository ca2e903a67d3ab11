package org.coverfiji.cluster;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

/** Small images of grey squares, whose bright ones are labelled. */
final class TestPictures {

    private static final int WIDTH = 48;
    private static final int HEIGHT = 40;

    private TestPictures() {
    }

    /** Writes {@code image<number>.png} into a folder of images and one of labels. */
    static void write(int number, File images, File labels) throws IOException {
        BufferedImage image = image(number);
        ImageIO.write(image, "png", new File(images, "image" + number + ".png"));
        ImageIO.write(brightParts(image), "png", new File(labels, "image" + number + ".png"));
    }

    /** Trains a classification of four of them, in two classes. @param folder a new one, for them */
    static void classify(File folder, File model) throws IOException {
        for (int i = 0; i < 4; i++) {
            File own = new File(folder, i % 2 == 0 ? "even" : "odd");
            Files.createDirectories(own.toPath());
            ImageIO.write(image(i), "png", new File(own, "image" + i + ".png"));
        }
        Program.host().runCommand("COVER Fine-tune Classification...", "input='" + folder + "', output='" + model
                + "', patch=32, width=8, batch=2, iterations=4, validation=0");
    }

    private static BufferedImage image(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < HEIGHT; y += 4) {
            for (int x = 0; x < WIDTH; x += 4) {
                int grey = random.nextInt(256);
                for (int i = 0; i < 16; i++) {
                    image.getRaster().setSample(x + i % 4, y + i / 4, 0, grey);
                }
            }
        }
        return image;
    }

    private static BufferedImage brightParts(BufferedImage image) {
        BufferedImage label = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                label.getRaster().setSample(x, y, 0, image.getRaster().getSample(x, y, 0) / 128);
            }
        }
        return label;
    }
}
