package org.coverfiji.samples;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import ij.ImagePlus;
import ij.io.FileSaver;

/**
 * The images of {@code sample-data/}: synthetic radiographs and volumes, the same whenever and wherever they are made.
 * {@code sample-data/README.md} tells what is in each folder.
 */
public final class SampleData {

    private static final int[][] SIZES = {{192, 192}, {256, 224}, {160, 192}, {224, 256}, {128, 128}, {208, 176},
        {256, 256}, {144, 160}};
    private static final int UNLABELLED_CHESTS = 24;
    private static final int LABELLED_CHESTS = 8;
    private static final int UNLABELLED_ORGANS = 6;
    private static final int LABELLED_ORGANS = 3;
    private static final long CHEST_SEED = 1000;
    private static final long LABELLED_CHEST_SEED = 2000;
    private static final long ORGANS_SEED = 3000;
    private static final long LABELLED_ORGANS_SEED = 4000;

    private SampleData() {
    }

    /** Every image by its path below the folder; {@code .png} is 8-bit, {@code .tif} a stack or 16-bit. */
    public static Map<String, ImagePlus> images() {
        Map<String, ImagePlus> images = new LinkedHashMap<>();
        for (int i = 0; i < UNLABELLED_CHESTS; i++) {
            ChestPhantom chest = chest(CHEST_SEED, i);
            boolean wide = i % 6 == 2;
            String name = String.format(Locale.ROOT, "chest-%02d.%s", i + 1, wide ? "tif" : "png");
            images.put("chest/unlabelled/" + name, wide ? chest.image16(name) : chest.image8(name));
        }
        for (int i = 0; i < LABELLED_CHESTS; i++) {
            ChestPhantom chest = chest(LABELLED_CHEST_SEED, i);
            String name = String.format(Locale.ROOT, "chest-%02d.png", UNLABELLED_CHESTS + i + 1);
            images.put("chest/labelled/images/" + name, chest.image8(name));
            images.put("chest/labelled/labels/" + name, chest.labelImage(name));
        }
        for (int i = 0; i < UNLABELLED_ORGANS; i++) {
            String name = String.format(Locale.ROOT, "organs-%02d.tif", i + 1);
            images.put("organs/unlabelled/" + name, new AbdomenPhantom(ORGANS_SEED + i).image(name));
        }
        for (int i = 0; i < LABELLED_ORGANS; i++) {
            AbdomenPhantom organs = new AbdomenPhantom(LABELLED_ORGANS_SEED + i);
            String name = String.format(Locale.ROOT, "organs-%02d.tif", UNLABELLED_ORGANS + i + 1);
            images.put("organs/labelled/images/" + name, organs.image(name));
            images.put("organs/labelled/labels/" + name, organs.labelImage(name));
        }
        return Collections.unmodifiableMap(images);
    }

    private static ChestPhantom chest(long seed, int index) {
        int[] size = SIZES[index % SIZES.length];
        return new ChestPhantom(seed + index, size[0], size[1]);
    }

    /** Writes every image below a folder, over those already there. */
    public static void write(File folder) throws IOException {
        for (Map.Entry<String, ImagePlus> entry : images().entrySet()) {
            File file = new File(folder, entry.getKey());
            File parent = file.getParentFile();
            if (!parent.isDirectory() && !parent.mkdirs()) {
                throw new IOException(parent + " cannot be made: choose a folder that may be written");
            }
            FileSaver saver = new FileSaver(entry.getValue());
            boolean written = file.getName().endsWith(".png") ? saver.saveAsPng(file.getPath())
                    : entry.getValue().getStackSize() > 1 ? saver.saveAsTiffStack(file.getPath())
                    : saver.saveAsTiff(file.getPath());
            if (!written) {
                throw new IOException(file + " could not be written");
            }
        }
    }

    /** {@code arguments[0]}: the folder, {@code sample-data}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("One argument is needed: the folder to write to, e.g. sample-data");
        }
        write(new File(arguments[0]));
    }
}
