package org.coverfiji.app.embed;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.image.zarr.ZarrReader;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

/** What is written window by window is what is computed in one piece, to the last bit. */
public class ZarrEmbeddingTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static ModelFile model(int dimensions, int resize) {
        NetworkConfiguration network = TestModels.network(dimensions, 1);
        float[][] zero = new float[5][];
        float[][] one = new float[5][];
        for (int level = 0; level < 5; level++) {
            zero[level] = new float[network.levelChannels(level)];
            one[level] = new float[network.levelChannels(level)];
            Arrays.fill(one[level], 1);
        }
        return TestModels.model(TestModels.description(network, 16).resize(resize)
                .featureStatistics(new FeatureStatistics(zero, one)).build());
    }

    private static ImagePlus image(int width, int height, int slices, int frames) {
        ImagePlus image = IJ.createImage("image", "32-bit ramp", width, height, slices * frames);
        for (int i = 1; i <= slices * frames; i++) {
            for (int y = 0; y < height; y++) {
                image.getStack().getProcessor(i).setf((7 * y + i) % width, y, (y * i % 10) / 10f);
            }
        }
        image.setDimensions(1, slices, frames);
        image.setOpenAsHyperStack(true);
        image.getCalibration().setUnit("mm");
        return image;
    }

    private void assertSame(ImagePlus image, int dimensions, int resize, EmbedSettings settings, int... shape)
            throws IOException {
        ImageReader reader = new ImageReader(dimensions, 1);
        List<FloatImage> images = reader.convert(image);
        Geometry geometry = reader.geometry(image);
        File target = new File(folder.getRoot(), "a.ome.zarr");
        float[] expected;
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(dimensions, resize), settings)) {
            StackEmbedding embedding = new StackEmbedding(embedder, settings, TileListener.SILENT);
            expected = embedding.of(images, "a", geometry).embedding().data();
            embedding.write(images, "a", geometry, target, EmbeddingFormat.OME_ZARR, false);
        }
        Tensor written = ZarrReader.read(target);
        assertArrayEquals(shape, written.shape());
        // In memory, time points lie one behind the other along the slices, inside the channels.
        int frames = shape.length == 5 ? shape[0] : 1;
        int channels = shape.length == 5 ? shape[1] : shape[0];
        int length = written.data().length / frames / channels;
        for (int t = 0; t < frames; t++) {
            for (int c = 0; c < channels; c++) {
                int there = (c * frames + t) * length;
                int here = (t * channels + c) * length;
                assertArrayEquals(Arrays.copyOfRange(expected, there, there + length),
                        Arrays.copyOfRange(written.data(), here, here + length), 0);
            }
        }
    }

    @Test
    public void aPlaneWithAllFeatures() throws IOException {
        assertSame(image(60, 90, 1, 1), 2, 0, EmbedSettings.builder().build(), 72, 90, 60);
    }

    @Test
    public void aPlaneWithComponentsOfLength1() throws IOException {
        assertSame(image(60, 90, 1, 1), 2, 0, EmbedSettings.builder().features(3).normalize(true).build(), 3, 90, 60);
    }

    @Test
    public void aPlaneThatIsResizedBothWays() throws IOException {
        assertSame(image(60, 90, 1, 1), 2, 40, EmbedSettings.builder().normalize(true).build(), 72, 90, 60);
        assertSame(image(60, 90, 1, 1), 2, 120, EmbedSettings.builder().level(4).build(), 8, 90, 60);
    }

    @Test
    public void slicesAndTimePoints() throws IOException {
        assertSame(image(24, 16, 3, 1), 2, 0, EmbedSettings.builder().features(2).build(), 2, 3, 16, 24);
        assertSame(image(24, 16, 3, 2), 2, 0, EmbedSettings.builder().level(4).build(), 2, 8, 3, 16, 24);
    }

    @Test
    public void volumesAndTheirTimePoints() throws IOException {
        assertSame(image(24, 16, 20, 1), 3, 0, EmbedSettings.builder().level(3).build(), 8, 20, 16, 24);
        assertSame(image(24, 16, 20, 2), 3, 0, EmbedSettings.builder().level(3).build(), 2, 8, 20, 16, 24);
    }

    @Test
    public void aFolderGivesZarrColoursAndARecord() throws IOException {
        new FileSaver(image(24, 16, 1, 1)).saveAsTiff(new File(folder.getRoot(), "scan.tif").getPath());
        File output = folder.newFolder("out");
        List<String> log = new ArrayList<>();
        EmbedSettings settings = EmbedSettings.builder().features(4).build();
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(2, 0), settings)) {
            new EmbeddingFiles(output, true, EmbeddingFormat.OME_ZARR).writeAll(folder.getRoot(),
                    List.of(FileGroup.of(new File(folder.getRoot(), "scan.tif"))), new ImageReader(2, 1),
                    new StackEmbedding(embedder, settings, TileListener.SILENT), log::add);
        }
        String[] names = output.list();
        Arrays.sort(names);
        assertArrayEquals(new String[] {"scan_embedding.ome.zarr", "scan_made_from.txt", "scan_pca.tif"}, names);
        assertEquals(24, IJ.openImage(new File(output, "scan_pca.tif").getPath()).getWidth());
        assertEquals(log.toString(), "Wrote " + new File(output, "scan_embedding.ome.zarr"), log.get(0));
        List<File> found = ImageFiles.list(folder.getRoot(), true, "");
        assertEquals("chunks are no images", List.of(new File(folder.getRoot(), "scan.tif")), found);
    }

    @Test
    public void allFeaturesHaveNoColours() {
        ImagePlus image = image(24, 16, 1, 1);
        ImageReader reader = new ImageReader(2, 1);
        EmbedSettings settings = EmbedSettings.builder().level(4).build();
        List<String> log = new ArrayList<>();
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(2, 0), settings)) {
            assertNull(new EmbeddingFiles(folder.getRoot(), true, EmbeddingFormat.OME_ZARR).writeZarr(
                    reader.convert(image), "a", reader.geometry(image),
                    new StackEmbedding(embedder, settings, TileListener.SILENT), log::add));
        }
        assertEquals("Colours need principal components: give features=16, say.", log.get(1));
    }

    @Test
    public void whatIsCancelledLeavesNothing() {
        ImagePlus image = image(60, 90, 1, 1);
        ImageReader reader = new ImageReader(2, 1);
        EmbedSettings settings = EmbedSettings.builder().level(4).build();
        try (Embedder embedder = new Embedder(new PyramidEngine(), model(2, 0), settings)) {
            StackEmbedding embedding = new StackEmbedding(embedder, settings, (done, total) -> {
                throw new CancelledException("enough");
            });
            assertThrows(CancelledException.class, () -> embedding.write(reader.convert(image), "a",
                    reader.geometry(image), new File(folder.getRoot(), "a.ome.zarr"),
                    EmbeddingFormat.OME_ZARR, false));
        }
        assertEquals(0, folder.getRoot().list().length);
    }

    @Test
    public void formatsHaveNames() {
        assertEquals(EmbeddingFormat.OME_ZARR, EmbeddingFormat.named("ome-zarr"));
        CoverException refused = assertThrows(CoverException.class, () -> EmbeddingFormat.named("HDF5"));
        assertTrue(refused.getMessage(), refused.getMessage().contains("it must be TIFF and NumPy, TIFF, NumPy,"));
    }
}
