package org.coverfiji.samples;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.BeforeClass;
import org.junit.Test;

import ij.ImagePlus;
import ij.io.Opener;

/**
 * Holds {@code sample-data/} to what its generator makes. With {@code -Dcover.samples.write=true} it writes the
 * folder first.
 */
public class SampleDataTest {

    private static final File FOLDER = new File(System.getProperty("basedir", "."), "sample-data");
    private static final long LIMIT_BYTES = 5_000_000;

    private static Map<String, ImagePlus> made;

    @BeforeClass
    public static void makeImages() throws IOException {
        if (Boolean.getBoolean("cover.samples.write")) {
            SampleData.write(FOLDER);
        }
        made = SampleData.images();
    }

    @Test
    public void committedFilesAreWhatTheGeneratorMakes() {
        made.forEach((path, expected) -> {
            ImagePlus file = open(path);
            assertArrayEquals(path, expected.getDimensions(), file.getDimensions());
            assertEquals(path, expected.getBitDepth(), file.getBitDepth());
            for (int slice = 1; slice <= expected.getStackSize(); slice++) {
                Object pixels = expected.getStack().getPixels(slice);
                if (pixels instanceof byte[]) {
                    assertArrayEquals(path, (byte[]) pixels, (byte[]) file.getStack().getPixels(slice));
                } else {
                    assertArrayEquals(path, (short[]) pixels, (short[]) file.getStack().getPixels(slice));
                }
            }
            assertEquals(path, expected.getCalibration().getUnit(), file.getCalibration().getUnit());
            assertEquals(path, expected.getCalibration().pixelWidth, file.getCalibration().pixelWidth, 1e-4);
            assertEquals(path, expected.getCalibration().pixelHeight, file.getCalibration().pixelHeight, 1e-4);
            assertEquals(path, expected.getCalibration().pixelDepth, file.getCalibration().pixelDepth, 1e-4);
        });
    }

    @Test
    public void folderHoldsNothingElseAndStaysSmall() throws IOException {
        Set<String> found = new TreeSet<>();
        long bytes = 0;
        // The macros leave their results there.
        Path results = FOLDER.toPath().resolve("results");
        try (Stream<Path> files = Files.walk(FOLDER.toPath())) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.startsWith(results))
                    .collect(Collectors.toList())) {
                found.add(FOLDER.toPath().relativize(file).toString().replace(File.separatorChar, '/'));
                bytes += Files.size(file);
            }
        }
        Set<String> expected = new TreeSet<>(made.keySet());
        expected.add("README.md");
        assertEquals(expected, found);
        assertTrue(bytes + " bytes", bytes < LIMIT_BYTES);
    }

    @Test
    public void everyLabelledImageHasItsLabels() {
        int pairs = 0;
        for (Map.Entry<String, ImagePlus> entry : made.entrySet()) {
            String path = entry.getKey();
            if (path.contains("/labelled/images/")) {
                ImagePlus labels = made.get(path.replace("/images/", "/labels/"));
                assertNotNull(path, labels);
                assertArrayEquals(path, entry.getValue().getDimensions(), labels.getDimensions());
                int[] expected = path.startsWith("chest") ? new int[] {0, 1, 2} : new int[] {0, 1, 2, 3};
                assertArrayEquals(path, expected, counts(labels).keySet().stream().mapToInt(i -> i).toArray());
                pairs++;
            }
        }
        assertEquals(11, pairs);
        assertEquals(pairs, made.keySet().stream().filter(path -> path.contains("/labelled/labels/")).count());
    }

    @Test
    public void chestLabelsLieOnTheAnatomy() {
        forEachLabelledChest((path, image, labels) -> {
            double lungs = mean(image, labels, ChestPhantom.LUNGS);
            double heart = mean(image, labels, ChestPhantom.HEART);
            assertTrue(path + ": heart " + heart + ", lungs " + lungs, heart > lungs + 35);
            assertEquals(path + ": hearts", 1, parts(labels, ChestPhantom.HEART));
            int lungParts = parts(labels, ChestPhantom.LUNGS);
            assertTrue(path + ": " + lungParts + " parts of lung", lungParts >= 2 && lungParts <= 3);
            double area = labels.getWidth() * (double) labels.getHeight();
            double lungShare = counts(labels).get(ChestPhantom.LUNGS) / area;
            double heartShare = counts(labels).get(ChestPhantom.HEART) / area;
            assertTrue(path + ": lungs " + lungShare, lungShare > 0.15 && lungShare < 0.5);
            assertTrue(path + ": heart " + heartShare, heartShare > 0.04 && heartShare < 0.25);
        });
    }

    @Test
    public void organsAreApartInBrightness() {
        made.forEach((path, image) -> {
            if (path.startsWith("organs/labelled/images/")) {
                ImagePlus labels = made.get(path.replace("/images/", "/labels/"));
                double background = mean(image, labels, 0);
                double liver = mean(image, labels, AbdomenPhantom.LIVER);
                double spleen = mean(image, labels, AbdomenPhantom.SPLEEN);
                double kidneys = mean(image, labels, AbdomenPhantom.KIDNEYS);
                String means = path + ": " + background + ", " + liver + ", " + spleen + ", " + kidneys;
                assertTrue(means, background + 30 < liver && liver + 8 < spleen && spleen + 4 < kidneys);
                assertTrue(path, counts(labels).values().stream().allMatch(count -> count > 100));
            }
        });
    }

    @Test
    public void anatomyVariesFromChestToChest() {
        double[] range = {Double.MAX_VALUE, 0};
        forEachLabelledChest((path, image, labels) -> {
            Map<Integer, Integer> counts = counts(labels);
            double ratio = counts.get(ChestPhantom.HEART) / (double) counts.get(ChestPhantom.LUNGS);
            range[0] = Math.min(range[0], ratio);
            range[1] = Math.max(range[1], ratio);
        });
        assertTrue(range[0] + " to " + range[1], range[1] > 1.5 * range[0]);
    }

    private interface ChestCheck {
        void check(String path, ImagePlus image, ImagePlus labels);
    }

    private static void forEachLabelledChest(ChestCheck check) {
        made.forEach((path, image) -> {
            if (path.startsWith("chest/labelled/images/")) {
                check.check(path, image, made.get(path.replace("/images/", "/labels/")));
            }
        });
    }

    private static ImagePlus open(String path) {
        File file = new File(FOLDER, path);
        assertTrue(file + " is missing: sample-data/README.md says how to write it", file.isFile());
        ImagePlus image = new Opener().openImage(file.getPath());
        assertNotNull(path, image);
        return image;
    }

    private static Map<Integer, Integer> counts(ImagePlus labels) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int slice = 1; slice <= labels.getStackSize(); slice++) {
            for (byte label : (byte[]) labels.getStack().getPixels(slice)) {
                counts.merge((int) label, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static double mean(ImagePlus image, ImagePlus labels, int label) {
        double sum = 0;
        int count = 0;
        for (int slice = 1; slice <= labels.getStackSize(); slice++) {
            byte[] grey = (byte[]) image.getStack().getPixels(slice);
            byte[] of = (byte[]) labels.getStack().getPixels(slice);
            for (int i = 0; i < of.length; i++) {
                if (of[i] == label) {
                    sum += grey[i] & 0xff;
                    count++;
                }
            }
        }
        return sum / count;
    }

    /** Number of 8-connected parts of a label in a 2D label image. */
    private static int parts(ImagePlus labels, int label) {
        int width = labels.getWidth();
        int height = labels.getHeight();
        byte[] open = ((byte[]) labels.getProcessor().getPixels()).clone();
        int parts = 0;
        ArrayDeque<Integer> front = new ArrayDeque<>();
        for (int start = 0; start < open.length; start++) {
            if (open[start] != label) {
                continue;
            }
            parts++;
            open[start] = 0;
            front.add(start);
            while (!front.isEmpty()) {
                int at = front.remove();
                for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
                    for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
                        if (open[y * width + x] == label) {
                            open[y * width + x] = 0;
                            front.add(y * width + x);
                        }
                    }
                }
            }
        }
        return parts;
    }
}
