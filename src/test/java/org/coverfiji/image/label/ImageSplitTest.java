package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.image.Expect;
import org.junit.Test;

public class ImageSplitTest {

    private static final List<String> CLASSES = List.of("a", "b");

    private final List<SplitItem> items = new ArrayList<>();

    /** An image by itself that shows some classes. */
    private ImageSplitTest image(String name, int... classes) {
        return image(name, name, "", null, classes);
    }

    private ImageSplitTest image(String name, String content, String group, Part fixed, int... classes) {
        int[] shown = new int[CLASSES.size()];
        Arrays.stream(classes).forEach(c -> shown[c] = 1);
        items.add(new SplitItem(name, content, "label", "file " + name, group, shown, fixed));
        return this;
    }

    private ImageSplit split(double validation, double test, long seed, DataSplit before) {
        return new ImageSplit(items, CLASSES, before).divide(validation, test, seed);
    }

    private Set<String> names(ImageSplit split, Part part) {
        return Arrays.stream(split.indices(part)).mapToObj(i -> items.get(i).name).collect(Collectors.toSet());
    }

    @Test
    public void groupsAreNeverDivided() {
        for (int patient = 0; patient < 20; patient++) {
            for (int i = 0; i <= patient % 3; i++) {
                image("p" + patient + "_" + i, patient + " " + i, "p" + patient, null, patient % 2);
            }
        }
        for (int seed = 0; seed < 20; seed++) {
            ImageSplit split = split(0.25, 0, seed, null);
            Set<String> held = groups(split, Part.VALIDATION);
            assertTrue(groups(split, Part.TRAINING).stream().noneMatch(held::contains));
            for (int c = 0; c < 2; c++) {
                double share = count(split, Part.VALIDATION, c) / (double) (count(split, Part.VALIDATION, c)
                        + count(split, Part.TRAINING, c));
                assertEquals("seed " + seed + ", class " + c, 0.25, share, 0.1);
            }
            assertArrayEquals(split.indices(Part.VALIDATION), split(0.25, 0, seed, null).indices(Part.VALIDATION));
            assertEquals(List.of(), split.warnings());
        }
        assertNotEquals(names(split(0.25, 0, 1, null), Part.VALIDATION),
                names(split(0.25, 0, 2, null), Part.VALIDATION));
    }

    private Set<String> groups(ImageSplit split, Part part) {
        return Arrays.stream(split.indices(part)).mapToObj(i -> items.get(i).group).collect(Collectors.toSet());
    }

    private int count(ImageSplit split, Part part, int c) {
        return Arrays.stream(split.indices(part)).map(i -> items.get(i).classes[c]).sum();
    }

    @Test
    public void threePartsOfEveryClass() {
        for (int i = 0; i < 20; i++) {
            image("image " + i, i % 2);
        }
        ImageSplit split = split(0.2, 0.3, 1, null);
        assertEquals(4, split.indices(Part.VALIDATION).length);
        assertEquals(6, split.indices(Part.TEST).length);
        assertEquals(10, split.indices(Part.TRAINING).length);
        assertEquals(3, count(split, Part.TEST, 0));
        assertEquals(2, count(split, Part.VALIDATION, 1));
        Expect.failure(() -> split(0.5, 0.5, 1, null), "validation is 0.5 and test 0.5", "below 1");
        Expect.failure(() -> split(1, 0, 1, null), "validation is 1.0");
        Expect.failure(() -> split(0, -0.1, 1, null), "test is -0.1");
    }

    @Test
    public void everyClassStaysInTrainingAndIsValidatedWhereItCanBe() {
        // A share of a tenth would be one image, which cannot show both classes.
        for (int i = 0; i < 8; i++) {
            image("common " + i, 0);
        }
        image("rare 1", 1).image("rare 2", 1);
        for (int seed = 0; seed < 10; seed++) {
            ImageSplit split = split(0.1, 0, seed, null);
            assertEquals(1, count(split, Part.VALIDATION, 1));
            assertTrue(count(split, Part.VALIDATION, 0) >= 1);
            assertEquals(List.of(), split.warnings());
        }
        items.remove(items.size() - 1);
        for (int seed = 0; seed < 10; seed++) {
            ImageSplit split = split(0.1, 0, seed, null);
            assertEquals(1, count(split, Part.TRAINING, 1));
            assertEquals(List.of("No validation image shows b: the scores say nothing of it."), split.warnings());
        }
    }

    @Test
    public void nothingCanBeHeldBack() {
        image("one", 0).image("two", 1);
        ImageSplit split = split(0.5, 0, 1, null);
        assertEquals(2, split.indices(Part.TRAINING).length);
        assertTrue(split.warnings().toString(), split.warnings().get(0).startsWith("No image can be held back for"
                + " validation, because then a class would have none left in training (2 groups, 2 images)."));
    }

    @Test
    public void equalImagesStayTogether() {
        for (int i = 0; i < 6; i++) {
            image("image " + i, 0);
        }
        image("copy", "image 2", "", null, 0);
        for (int seed = 0; seed < 20; seed++) {
            ImageSplit split = split(0.3, 0, seed, null);
            assertEquals("seed " + seed, names(split, Part.TRAINING).contains("copy"),
                    names(split, Part.TRAINING).contains("image 2"));
        }
    }

    @Test
    public void heldBackImagesAreNotTrainedOn() {
        image("one", 0).image("two", 0).image("copy of two", "two", "", Part.VALIDATION, 0);
        ImageSplit split = split(0, 0, 1, null);
        assertEquals(Set.of("one"), names(split, Part.TRAINING));
        assertEquals(Set.of("copy of two"), names(split, Part.VALIDATION));
        assertTrue(split.warnings().get(0),
                split.warnings().get(0).contains("because they are validation images too (same content): two."));
        image("copy of one", "one", "", Part.TEST, 0);
        Expect.failure(() -> split(0, 0, 1, null), "The images to hold back are those to train on", "same content");
    }

    @Test
    public void onePatientOnBothSidesIsTold() {
        image("p1 a", "1", "p1", null, 0).image("p2 a", "2", "p2", null, 0);
        image("p1 b", "3", "p1", Part.VALIDATION, 0);
        assertTrue(split(0, 0, 1, null).warnings().get(0).startsWith(
                "Images of one patient, file or series are on both sides of the split"));
    }

    @Test
    public void theOnlyPatientIsDividedAndTold() {
        for (int i = 0; i < 5; i++) {
            image("image " + i, "" + i, "p1", null, 0);
        }
        ImageSplit split = split(0.2, 0, 1, null);
        assertEquals(1, split.indices(Part.VALIDATION).length);
        assertTrue(split.warnings().toString(), split.warnings().get(0).startsWith("All images are of one patient"));
        assertEquals(List.of(), split(0, 0, 1, null).warnings());
    }

    @Test
    public void aRunThatGoesOnKeepsItsParts() {
        for (int i = 0; i < 10; i++) {
            image("image " + i, i % 2);
        }
        ImageSplit first = split(0.2, 0.2, 1, null);
        for (long seed = 2; seed < 12; seed++) {
            ImageSplit again = split(0.5, 0, seed, first.record());
            for (Part part : Part.values()) {
                assertArrayEquals(first.indices(part), again.indices(part));
            }
            assertEquals(List.of(), again.warnings());
            assertTrue(again.record().isJudgedLike(first.record()));
        }
        Set<String> held = names(first, Part.VALIDATION);
        String gone = held.iterator().next();
        items.removeIf(item -> item.name.equals(gone));
        items.add(0, new SplitItem("new", "new", "label", "file new", "", new int[] {1, 0}, null));
        ImageSplit changed = split(0.5, 0, 3, first.record());
        assertTrue(names(changed, Part.TRAINING).contains("new"));
        assertTrue(held.containsAll(names(changed, Part.VALIDATION)));
        assertEquals(held.size() - 1, names(changed, Part.VALIDATION).size());
        assertTrue(changed.warnings().get(0), changed.warnings().get(0).startsWith("1 image is new"));
        assertEquals("1 of 2 validation images of the run before are not there or have changed.",
                changed.warnings().get(1));
        assertFalse(changed.record().isJudgedLike(first.record()));
        assertEquals("what was held back stays known", Part.VALIDATION, changed.record().part(gone));
    }

    @Test
    public void newImagesFollowTheirPatient() {
        for (int i = 0; i < 8; i++) {
            image("p" + i, "" + i, "p" + i, null, 0);
        }
        ImageSplit first = split(0.25, 0, 1, null);
        String held = names(first, Part.VALIDATION).iterator().next();
        image("another", "another", held, null, 0);
        assertTrue(names(split(0.25, 0, 1, first.record()), Part.VALIDATION).contains("another"));
    }

    @Test
    public void imagesThatWereTrainedOnAreNotHeldBackLater() {
        IntStream.range(0, 4).forEach(i -> image("image " + i, 0));
        DataSplit first = split(0, 0, 1, null).record();
        image("the same", "image 3", "", Part.VALIDATION, 0);
        Expect.failure(() -> split(0, 0, 1, first), "Training cannot be resumed with the same as a validation image",
                "it was a training image");
        items.clear();
        image("other", 0);
        DataSplit validated = new DataSplit(List.of("x"), List.of("y"), List.of(), "");
        Expect.failure(() -> split(0, 0, 1, validated), "of the 1 image that it was validated on none is there");
    }

    @Test
    public void theStartHasSeenThem() {
        image("one", 0).image("two", "two", "", Part.TEST, 0);
        ImageSplit split = split(0, 0, 1, null).warnOfSeen(new DataSplit(List.of("two"), List.of(), List.of(), ""));
        assertTrue(split.warnings().toString(), split.warnings().get(1).contains("held back now")
                || split.warnings().get(0).contains("held back now"));
    }
}
