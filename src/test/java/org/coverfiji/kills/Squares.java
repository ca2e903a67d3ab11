package org.coverfiji.kills;

import java.io.File;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

/** Images of squares that move, with their labels. */
final class Squares {

    private Squares() {
    }

    /** @param data gets a folder of images and one of labels, in groups of two */
    static void make(File data) throws IOException {
        File images = new File(data, "images");
        File labels = new File(data, "labels");
        Stream.of(images, labels).forEach(File::mkdir);
        SplittableRandom noise = new SplittableRandom(1);
        int side = 40;
        for (int n = 0; n < 10; n++) {
            ByteProcessor image = new ByteProcessor(side, side);
            ByteProcessor label = new ByteProcessor(side, side);
            for (int i = 0; i < side * side; i++) {
                boolean object = Math.abs(i % side - 10 - 2 * n) < 7 && Math.abs(i / side - 19) < 9;
                image.set(i, (object ? 150 : 20) + noise.nextInt(60));
                label.set(i, object ? 255 : 0);
            }
            String name = "p" + n / 2 + "_" + n + ".tif";
            if (!IJ.saveAsTiff(new ImagePlus("", image), new File(images, name).getPath())
                    || !IJ.saveAsTiff(new ImagePlus("", label), new File(labels, name).getPath())) {
                throw new IOException(name);
            }
        }
    }
}
