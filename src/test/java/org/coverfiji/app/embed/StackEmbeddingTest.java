package org.coverfiji.app.embed;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.coverfiji.show.ColourOverlay;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

public class StackEmbeddingTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final EmbedSettings settings = EmbedSettings.builder().level(4).build();

    /** Slices and time points that differ, 0.5 × 0.5 × 3 µm. */
    private static ImagePlus hyperstack(int slices, int frames) {
        ImagePlus image = IJ.createImage("stack", "32-bit ramp", 24, 16, slices * frames);
        for (int i = 1; i <= slices * frames; i++) {
            image.getStack().getProcessor(i).setf(i, 3, 1 + i * 0.1f);
        }
        image.setDimensions(1, slices, frames);
        image.setOpenAsHyperStack(true);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        image.getCalibration().pixelDepth = 3;
        image.getCalibration().setUnit("micron");
        return image;
    }

    private static ModelFile model(int dimensions) {
        NetworkConfiguration network = TestModels.network(dimensions, 1);
        float[][] zero = new float[5][];
        float[][] one = new float[5][];
        for (int level = 0; level < 5; level++) {
            zero[level] = new float[network.levelChannels(level)];
            one[level] = new float[network.levelChannels(level)];
            Arrays.fill(one[level], 1);
        }
        return TestModels.model(TestModels.description(network, 16)
                .featureStatistics(new FeatureStatistics(zero, one)).build());
    }

    private StackEmbedding.Result embed(ImagePlus image, int dimensions) {
        ImageReader reader = new ImageReader(dimensions, 1);
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(dimensions), settings)) {
            return new StackEmbedding(embedder, settings, TileListener.SILENT).of(reader.convert(image), "stack",
                    reader.geometry(image));
        }
    }

    @Test
    public void slicesAndTimePointsKeepTheirPlaces() {
        ImagePlus image = hyperstack(3, 2);
        ImagePlus embedding = embed(image, 2).image();
        assertArrayEquals(new int[] {24, 16, 8, 3, 2}, embedding.getDimensions());
        assertEquals(3, embedding.getCalibration().pixelDepth, 0);
        assertEquals(0.5, embedding.getCalibration().pixelWidth, 0);
        List<FloatImage> planes = new ImageReader(2, 1).convert(image);
        for (int t = 1; t <= 2; t++) {
            for (int z = 1; z <= 3; z++) {
                FloatImage alone;
                try (Embedder embedder = new Embedder(new PyramidEngine(), model(2), settings)) {
                    alone = embedder.embed(planes.get((t - 1) * 3 + z - 1));
                }
                float[] pixels = (float[]) embedding.getStack().getPixels(embedding.getStackIndex(2, z, t));
                assertArrayEquals(z + ", " + t, Arrays.copyOfRange(alone.data(), 24 * 16, 2 * 24 * 16), pixels, 0);
            }
        }
    }

    @Test
    public void volumesOfTimePointsKeepTheirPlaces() {
        ImagePlus embedding = embed(hyperstack(5, 2), 3).image();
        assertArrayEquals(new int[] {24, 16, 8, 5, 2}, embedding.getDimensions());
        assertEquals(3, embedding.getCalibration().pixelDepth, 0);
    }

    @Test
    public void coloursLieOnTheSlicesThatTheyAreOf() {
        ImagePlus image = hyperstack(3, 2);
        ImagePlus colours;
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(2), settings)) {
            ImageReader reader = new ImageReader(2, 1);
            colours = new StackEmbedding(embedder, settings, TileListener.SILENT)
                    .of(reader.convert(image), "stack", reader.geometry(image)).colours();
        }
        assertArrayEquals(new int[] {24, 16, 1, 3, 2}, colours.getDimensions());
        ColourOverlay.put(colours, image);
        assertEquals(6, image.getOverlay().size());
        assertEquals(2, image.getOverlay().get(4).getZPosition());
        assertEquals(2, image.getOverlay().get(4).getTPosition());
    }

    @Test
    public void filesKeepTimePointsAndTheSpacingOfSlices() throws Exception {
        File input = folder.newFile("time.tif");
        new FileSaver(hyperstack(3, 2)).saveAsTiff(input.getPath());
        File output = folder.newFolder("out");
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(2), settings)) {
            new EmbeddingFiles(output, true)
                    .writeAll(folder.getRoot(), List.of(FileGroup.of(input)), new ImageReader(2, 1),
                    new StackEmbedding(embedder, settings, TileListener.SILENT), line -> { });
        }
        for (String name : new String[] {"time_embedding.tif", "time_pca.tif"}) {
            ImagePlus written = IJ.openImage(new File(output, name).getPath());
            assertEquals(name, 3, written.getNSlices());
            assertEquals(name, 2, written.getNFrames());
            assertEquals(name, 3, written.getCalibration().pixelDepth, 0);
            assertEquals(name, 0.5, written.getCalibration().pixelHeight, 0);
        }
    }

    @Test
    public void oneFileThatCannotBeEmbeddedDoesNotEndTheOthers() throws Exception {
        List<String> log = writeTwo(new CoverException("It is too large."));
        assertEquals(List.of("Skipped a.tif: It is too large.",
                "Wrote " + new File(folder.getRoot(), "out/b_embedding.tif"),
                "Wrote " + new File(folder.getRoot(), "out/b_embedding.npy"),
                "1 of 2 images embedded in " + new File(folder.getRoot(), "out") + "."), log);
    }

    @Test
    public void cancellingEndsAllFiles() {
        assertEquals("Enough.",
                assertThrows(CancelledException.class, () -> writeTwo(new CancelledException("Enough.")))
                .getMessage());
        assertEquals(0, new File(folder.getRoot(), "out").list().length);
    }

    /** The first file's embedding fails; returns what the log says. */
    private List<String> writeTwo(CoverException failure) throws Exception {
        List<File> files = List.of(new File(folder.getRoot(), "a.tif"), new File(folder.getRoot(), "b.tif"));
        for (File file : files) {
            new FileSaver(hyperstack(1, 1)).saveAsTiff(file.getPath());
        }
        List<String> log = new ArrayList<>();
        boolean[] failed = new boolean[1];
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(2), settings)) {
            StackEmbedding embedding = new StackEmbedding(embedder, settings, (done, total) -> {
                if (!failed[0]) {
                    failed[0] = true;
                    throw failure;
                }
            });
            new EmbeddingFiles(new File(folder.getRoot(), "out"), false).writeAll(folder.getRoot(),
                    new ImageReader(2, 1).group(files), new ImageReader(2, 1), embedding, log::add);
        }
        return log;
    }
}
