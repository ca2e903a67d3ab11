package org.coverfiji.app.similar;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureImages;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;

/** What is planted twice is found at its other place. */
public class SimilaritySearchTest {

    private static final int SIDE = 48;
    private static final int[] HERE = {16, 16};
    private static final int[] THERE = {64, 96};
    /** The middle of the square, where all levels see the square alone. */
    private static final Place QUERY = new Place(16 + 24, 16 + 24, 0, 0);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FeatureExtractor extractor = FeatureImages.extractor(2);

    private static FloatImage planted() {
        FloatImage image = FeatureImages.noise(1, 128, 160);
        FeatureImages.plant(image, HERE, image, THERE, SIDE);
        return image;
    }

    @Test
    public void theCopyIsAsSimilarAsTheOriginal() {
        FeatureStack stack = FeatureImages.stack(extractor, FeatureImages.window("planted", planted()));
        SimilaritySearch search = new SimilaritySearch(stack, stack.mean(List.of(QUERY)));
        FloatImage map = search.map(0);
        assertEquals(1, map.data()[40 * 160 + 40], 1e-4);
        assertEquals(1, map.data()[(64 + 24) * 160 + 96 + 24], 1e-4);
        List<Match> best = search.best(3);
        assertEquals(3, best.size());
        assertEquals("40,40", best.get(0).place().toString());
        assertEquals("120,88", best.get(1).place().toString());
        assertTrue("no other is: " + best.get(2).similarity(), best.get(2).similarity() < 0.999);
    }

    @Test
    public void aStackIsSearchedSliceBySlice() {
        FloatImage other = FeatureImages.noise(2, 128, 160);
        FeatureImages.plant(planted(), HERE, other, THERE, SIDE);
        ImagePlus window = FeatureImages.window("stack", FeatureImages.noise(3, 128, 160), planted(), other);
        FeatureStack stack = FeatureImages.stack(extractor, window);
        SimilaritySearch search = new SimilaritySearch(stack, stack.mean(List.of(new Place(40, 40, 1, 0))));
        assertEquals("[40,40,2, 120,88,2, 120,88,3]", places(search.best(3)).toString());
        ImagePlus maps = search.image("stack");
        assertEquals("stack similarity", maps.getTitle());
        assertArrayEquals(new int[] {160, 128, 1, 3, 1}, maps.getDimensions());
        for (int slice = 0; slice < 3; slice++) {
            assertArrayEquals(search.map(slice).data(), (float[]) maps.getStack().getPixels(slice + 1), 0);
        }
    }

    private static List<Place> places(List<Match> matches) {
        List<Place> places = new ArrayList<>();
        matches.forEach(match -> places.add(match.place()));
        return places;
    }

    @Test
    public void aVolumeIsSearchedWhole() {
        FloatImage volume = FeatureImages.noise(1, 48, 48, 96);
        FeatureImages.plant(volume, new int[] {0, 0, 0}, volume, new int[] {0, 0, 48}, SIDE);
        FeatureStack stack = FeatureImages.stack(FeatureImages.extractor(3), FeatureImages.window("volume", volume));
        SimilaritySearch search = new SimilaritySearch(stack, stack.mean(List.of(new Place(20, 24, 24, 0))));
        assertEquals("20,24,25", search.best(2).get(0).place().toString());
        assertEquals("68,24,25", search.best(2).get(1).place().toString());
        assertArrayEquals(new int[] {96, 48, 1, 48, 1}, search.image("volume").getDimensions());
    }

    @Test
    public void aFolderIsSearchedIntoFiles() {
        File images = folder.getRoot();
        TiffWriter.write(new File(images, "a.tif"), planted());
        TiffWriter.write(new File(images, "b.tif"), FeatureImages.noise(2, 128, 160));
        FeatureStack stack = FeatureImages.stack(extractor, FeatureImages.window("a.tif", planted()));
        float[] query = stack.mean(List.of(QUERY));
        ImageReader reader = new ImageReader(extractor.model().network());
        List<String> log = new ArrayList<>();
        // Into the folder that is searched: a second run must not search what the first has written.
        for (int run = 0; run < 2; run++) {
            Table table = new SimilarityFiles(images, extractor.fingerprint(), "40,40 in a.tif", 2).writeAll(images,
                    reader.group(ImageFiles.list(images, false, "")), reader, extractor, query, log::add);
            assertEquals(log.toString(), 4, table.rows().size());
            assertEquals("a.tif", table.get(1, "image"));
            assertEquals(120.0, table.get(1, "x"));
            assertEquals(1.0, (double) table.get(1, "similarity"), 1e-4);
            assertEquals("b.tif", table.get(2, "image"));
        }
        ImagePlus map = IJ.openImage(new File(images, "a_similarity.tif").getPath());
        assertEquals(1, map.getProcessor().getf(40, 40), 1e-4);
        assertTrue(new File(images, "best_matches.csv").isFile());
        assertTrue(new File(images, "b_made_from.txt").isFile());
    }
}
