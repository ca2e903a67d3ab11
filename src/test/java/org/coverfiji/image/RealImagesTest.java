package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;

import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.junit.Test;

import ij.IJ;
import ij.ImagePlus;

/** Reads real images where they are present (system property cover.data). */
public class RealImagesTest {

    private static File data(String name) {
        File folder = new File(System.getProperty("cover.data", "../shared/data"), name);
        assumeTrue("no real images at " + folder + "; set -Dcover.data", folder.isDirectory());
        return folder;
    }

    @Test
    public void radiographsOneOfWhichIsRgba() {
        FolderImageSource source = new FolderImageSource(ImageFiles.list(data("chest-xray"), false, ""),
                new ImageReader(2, 0), new ImagePreparation(Normalization.DEFAULT, 128, 128, 128),
                FolderImageSource.defaultCacheBytes());
        assertEquals(source.skipped().toString(), 20, source.size());
        assertEquals(1, source.channels());
        for (int i = 0; i < source.size(); i++) {
            assertArrayEquals(new int[] {128, 128}, source.get(i).size());
            double mean = 0;
            for (float value : source.get(i).data()) {
                assertTrue(value >= 0 && value <= 1);
                mean += value / 16384;
            }
            assertTrue(source.get(i).name() + " " + mean, mean > 0.2 && mean < 0.8);
        }
        assertEquals(20L * 1024 * 1024, source.fingerprint().pixels());
    }

    @Test
    public void fileAndOpenImageGiveTheSameValues() {
        ImageReader reader = new ImageReader(2, 1);
        for (String folder : new String[] {"chest-xray", "nuclei/images"}) {
            for (File file : ImageFiles.list(data(folder), false, "*0*.png").subList(0, 5)) {
                ImagePlus opened = IJ.openImage(file.getPath());
                assertArrayEquals(file.getName(), reader.convert(opened).get(0).data(),
                        reader.read(file).get(0).data(), 1e-3f);
            }
        }
    }

    @Test
    public void hippocampusVolumes() {
        FolderImageSource source = new FolderImageSource(ImageFiles.list(data("hippocampus/images"), false, null),
                new ImageReader(3, 1), new ImagePreparation(Normalization.DEFAULT, 0, 32, 32, 32),
                FolderImageSource.defaultCacheBytes());
        assertEquals(source.skipped().toString(), 40, source.size());
        for (int i = 0; i < source.size(); i++) {
            FloatImage volume = source.get(i);
            for (int extent : volume.size()) {
                assertTrue(volume.toString(), extent >= 32 && extent < 70);
            }
            assertArrayEquals(new double[] {1, 1, 1}, volume.spacing(), 1e-3);
            assertEquals("mm", volume.unit());
            assertNotNull(volume.orientation());
        }
    }
}
