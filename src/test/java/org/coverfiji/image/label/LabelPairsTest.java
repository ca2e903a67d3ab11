package org.coverfiji.image.label;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.image.Expect;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LabelPairsTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private File files(String name, String... files) {
        File place = new File(folder.getRoot(), name);
        place.mkdirs();
        for (String file : files) {
            try {
                Files.createFile(new File(place, file).toPath());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return place;
    }

    private static String matches(LabelPairs pairs) {
        return pairs.pairs().stream().map(LabelPair::toString).collect(Collectors.joining("; "));
    }

    private String match(String image, String label) {
        String name = "case" + folder.getRoot().list().length;
        return matches(LabelPairs.match(files(name + "i", image, "other.png"), files(name + "l", label)));
    }

    @Test
    public void namesThatBelongTogether() {
        String[][] cases = {{"a.png", "a.png"}, {"a.png", "a.tif"}, {"Case_1.TIF", "case_1.png"},
                {"a.png", "a_label.png"}, {"a.png", "a_labels.tif"}, {"a.png", "a_mask.gif"}, {"a.png", "a-masks.png"},
                {"a.jpg", "a_seg.png"}, {"a.jpg", "A_Segmentation.png"}, {"a.jpg", "a.segmentation.png"},
                {"a.jpg", "a_gt.png"}, {"a.jpg", "label_a.png"}, {"a.jpg", "mask a.png"},
                {"h_01.nii.gz", "h_01.nii"}, {"h_01.nii.gz", "h_01_label.nii.gz"}, {"h_01_0000.nii.gz", "h_01.nii.gz"},
                {"a_image.png", "a_mask.png"}, {"img_3.tif", "mask_3.tif"}, {"a.ome.tif", "a.png"},
                {"p.1.2.png", "p.1.2_mask.png"}, {"1.2.840", "1.2.840_mask"}, {"mask.png", "mask_mask.png"}};
        for (String[] names : cases) {
            assertEquals(names[0] + " with " + names[1], match(names[0], names[1]));
        }
    }

    @Test
    public void namesThatDoNot() {
        String[][] cases = {{"a.png", "ab.png"}, {"a.png", "amask.png"}, {"img.png", "seg.png"},
                {"p.1.png", "p.2.png"}, {"1.2.840", "1.2.841"}, {"case_1.png", "case_10_mask.png"}};
        for (String[] names : cases) {
            Expect.failure(() -> match(names[0], names[1]), "No label matches", names[0], names[1]);
        }
    }

    @Test
    public void theReportTellsWhatDidNotMatch() {
        LabelPairs pairs = LabelPairs.match(files("i", "b.png", "a.png", "c.png", "notes.txt"),
                files("l", "b_mask.png", "a_mask.png", "x_mask.png"));
        assertEquals("a.png with a_mask.png; b.png with b_mask.png", matches(pairs));
        assertEquals(List.of("c.png"), pairs.unmatchedImages());
        assertEquals(List.of("x_mask.png"), pairs.unmatchedLabels());
        assertEquals("2 images with labels:\n  a.png with a_mask.png\n  b.png with b_mask.png\n"
                + "1 image without label: c.png\n1 label without image: x_mask.png", pairs.report());
    }

    @Test
    public void manyPairsAreCountedInTheReport() {
        String[] names = IntStream.range(0, 64).mapToObj(i -> String.format(Locale.ROOT, "%02d.png", i))
                .toArray(String[]::new);
        String[] lines = LabelPairs.match(files("i", names), files("l", names)).report().split("\n");
        assertEquals(12, lines.length);
        assertEquals("64 images with labels:", lines[0]);
        assertEquals("  and 54 more", lines[11]);
    }

    @Test
    public void equalNamesGoFirst() {
        LabelPairs pairs = LabelPairs.match(files("i", "a.png", "a_mask.png"), files("l", "a.png", "a_mask.png"));
        assertEquals("a.png with a.png; a_mask.png with a_mask.png", matches(pairs));
    }

    @Test
    public void imagesAndLabelsInOneFolder() {
        File one = files("both", "a.png", "a_mask.png", "b.png", "b_label.tif", "c.png");
        LabelPairs pairs = LabelPairs.match(one, new File(one, "../both"));
        assertEquals("a.png with a_mask.png; b.png with b_label.tif", matches(pairs));
        assertEquals(List.of("c.png"), pairs.unmatchedImages());
    }

    @Test
    public void foldersInsideAreMatchedByTheirPaths() {
        File images = files("i", "a.png", "top.png");
        files("i/one", "a.png", "b.png");
        files("i/two", "a.png");
        File labels = files("l", "top_mask.png", "b.png");
        files("l/One", "a_label.png");
        files("l/three", "a.png");
        LabelPairs pairs = LabelPairs.matchInside(images, labels, new ImageReader(2, 0));
        assertEquals(Map.of("one/a.png", "One/a_label.png", "top.png", "top_mask.png", "one/b.png", "b.png"),
                pairs.pairs().stream().collect(Collectors.toMap(pair -> inside(images, pair.image()),
                        pair -> inside(labels, pair.label()))));
        assertEquals(List.of("a.png"), pairs.unmatchedLabels());
        File both = files("both/sub", "x.png", "x_mask.png", "y.png").getParentFile();
        assertEquals("x.png with x_mask.png", matches(LabelPairs.matchInside(both, both, new ImageReader(2, 0))));
    }

    private static String inside(File root, FileGroup files) {
        return root.toPath().relativize(files.first().toPath()).toString().replace('\\', '/');
    }

    @Test
    public void twoFilesWhateverTheirNames() {
        File one = files("x", "image.tif", "drawn by hand.png");
        assertEquals("image.tif with drawn by hand.png", matches(LabelPairs.match(new File(one, "image.tif"),
                new File(one, "drawn by hand.png"))));
    }

    @Test
    public void ambiguousNames() {
        File images = files("i", "a.png");
        String message = Expect.failure(() -> LabelPairs.match(images, files("l", "a_mask.png", "a_seg.png")),
                "The image a.png has several labels", "a_mask.png, a_seg.png");
        assertTrue(message, message.contains("keep one"));
        Expect.failure(() -> LabelPairs.match(files("i2", "a.png", "a.tif"), files("l2", "a.png")),
                "The label a.png matches several images", "a.tif");
    }

    @Test
    public void nothingMatchesOrNothingIsThere() {
        File images = files("i", "a.png", "b.png", "c.png", "d.png");
        Expect.failure(() -> LabelPairs.match(images, files("l", "x.png", "y.png")), "a.png, b.png, c.png, …",
                "x.png, y.png", "_mask");
        Expect.failure(() -> LabelPairs.match(images, images), "(none)");
        Expect.failure(() -> LabelPairs.match(images, files("empty")), "empty", "no images");
        Expect.failure(() -> LabelPairs.match(images, new File(folder.getRoot(), "missing")), "missing");
    }
}
