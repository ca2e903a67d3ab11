package org.coverfiji.image.zarr;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OmeZarrWriterTest {

    private static final String PYTHON = "/usr/bin/python3";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    /** Value of a channel and a place in it: its number in the whole array. */
    private File write(String name, ZarrShape shape, int channels, int images, int... size) {
        return write(name, false, shape, channels, images, size);
    }

    private File write(String name, boolean packed, ZarrShape shape, int channels, int images, int... size) {
        File target = new File(folder.getRoot(), name);
        int rowLength = 1;
        for (int axis = 1; axis < size.length; axis++) {
            rowLength *= size[axis];
        }
        int[] extents = shape.extents();
        int pixels = size[0] * rowLength;
        try (OmeZarrWriter zarr = new OmeZarrWriter(target, "planted", shape, new double[] {3, 0.5, 0.25}, "micron",
                packed)) {
            for (int image = 0; image < images; image++) {
                for (int row = 0; row < size[0]; row += zarr.chunkRows()) {
                    int rows = Math.min(zarr.chunkRows(), size[0] - row);
                    float[][] values = new float[channels][rows * rowLength];
                    for (int c = 0; c < channels; c++) {
                        for (int i = 0; i < values[c].length; i++) {
                            int[] place = shape.place(image);
                            int plane = place[0] * (shape.channelAxis() == 1 ? 1 : 0) * channels + c;
                            int slice = size.length == 2 && images > 1 ? plane * extents[extents.length - 3]
                                    + place[shape.channelAxis() + 1] : plane;
                            values[c][i] = slice * pixels + row * rowLength + i;
                        }
                    }
                    zarr.write(image, 0, row, rows, values);
                }
            }
            zarr.finish();
        }
        return target;
    }

    private static void assertCounts(File target, int... shape) throws IOException {
        Tensor read = ZarrReader.read(target);
        assertArrayEquals(shape, read.shape());
        for (int i = 0; i < read.data().length; i++) {
            assertEquals(i, read.data()[i], 0);
        }
    }

    @Test
    public void planesVolumesAndTimePointsLieWhereTheyShould() throws IOException {
        assertCounts(write("plane.ome.zarr", new ZarrShape(20, new int[] {70, 300}, 1, 1), 20, 1, 70, 300),
                20, 70, 300);
        assertCounts(write("volume.ome.zarr", new ZarrShape(3, new int[] {9, 40, 70}, 1, 1), 3, 1, 9, 40, 70),
                3, 9, 40, 70);
        assertCounts(write("slices.ome.zarr", new ZarrShape(2, new int[] {5, 6}, 4, 1), 2, 4, 5, 6), 2, 4, 5, 6);
        assertCounts(write("times.ome.zarr", new ZarrShape(2, new int[] {5, 6}, 6, 3), 2, 6, 5, 6), 3, 2, 2, 5, 6);
        assertCounts(write("volumes.ome.zarr", new ZarrShape(2, new int[] {4, 5, 6}, 3, 3), 2, 3, 4, 5, 6),
                3, 2, 4, 5, 6);
    }

    @Test
    public void packedChunksAreTheSameAndSmaller() throws IOException {
        ZarrShape shape = new ZarrShape(20, new int[] {40, 50}, 1, 1);
        File packed = write("packed.ome.zarr", true, shape, 20, 1, 40, 50);
        assertCounts(packed, 20, 40, 50);
        File plain = write("plain.ome.zarr", shape, 20, 1, 40, 50);
        String chunk = "0/1/0/0";
        assertTrue(new File(packed, chunk).length() < new File(plain, chunk).length() / 2);
    }

    @Test
    public void axesHaveNamesUnitsAndSizes() throws IOException {
        File target = write("times.ome.zarr", new ZarrShape(2, new int[] {5, 6}, 6, 3), 2, 6, 5, 6);
        assertEquals("[{\"name\":\"t\",\"type\":\"time\"},{\"name\":\"c\",\"type\":\"channel\"},{\"name\":\"z\","
                + "\"type\":\"space\",\"unit\":\"micrometer\"},{\"name\":\"y\",\"type\":\"space\",\"unit\":"
                + "\"micrometer\"},{\"name\":\"x\",\"type\":\"space\",\"unit\":\"micrometer\"}]",
                ZarrReader.attributes(target).get("axes").toString());
        assertEquals("[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1.0,1.0,3.0,0.5,"
                + "0.25]}]}]", ZarrReader.attributes(target).get("datasets").toString().replaceAll(
                        "\\{(\"coordinate.*?\\]\\}\\]),(\"path\":\"0\")\\}", "{$2,$1}"));
        assertEquals("0.4", ZarrReader.attributes(target).get("version").getAsString());
    }

    @Test
    public void anEarlierOneIsReplacedAndSomethingElseIsNot() throws IOException {
        ZarrShape shape = new ZarrShape(1, new int[] {2, 2}, 1, 1);
        File target = write("a.ome.zarr", new ZarrShape(9, new int[] {90, 90}, 1, 1), 9, 1, 90, 90);
        write("a.ome.zarr", shape, 1, 1, 2, 2);
        assertCounts(target, 1, 2, 2);
        assertEquals("nothing else is left", 1, folder.getRoot().list().length);
        File other = folder.newFolder("b.ome.zarr");
        CoverException refused = assertThrows(CoverException.class, () -> new OmeZarrWriter(other, "b", shape,
                new double[] {1, 1}, "mm", false));
        assertTrue(refused.getMessage(), refused.getMessage().contains("there is something else of this name"));
    }

    @Test
    public void whatIsNotFinishedIsDeletedAndWhatWasBeforeStays() throws IOException {
        ZarrShape shape = new ZarrShape(1, new int[] {2, 2}, 1, 1);
        File target = write("a.ome.zarr", shape, 1, 1, 2, 2);
        try (OmeZarrWriter zarr = new OmeZarrWriter(target, "a", shape, new double[] {1, 1, 1}, "mm", false)) {
            zarr.write(0, 0, 0, 2, new float[][] {{9, 9, 9, 9}});
        }
        assertCounts(target, 1, 2, 2);
        assertEquals(1, folder.getRoot().list().length);
    }

    /** Those of processes that live are theirs, and what others named so is others'. */
    @Test
    public void whatAKilledProcessLeftIsDeletedByTheNextThatWritesIt() throws Exception {
        ZarrShape shape = new ZarrShape(1, new int[] {2, 2}, 1, 1);
        File left = new File(folder.getRoot(), folderOfAKilledProcess());
        assertTrue(new File(left, "0/0/0/0").isFile());
        File users = folder.newFolder(".a.ome.zarr.notes.tmp");
        File target = write("a.ome.zarr", shape, 1, 1, 2, 2);
        assertCounts(target, 1, 2, 2);
        assertFalse(left.exists());
        assertTrue(users.exists());
        assertEquals(2, folder.getRoot().list().length);
    }

    /** A child process that writes and ends without closing. */
    private String folderOfAKilledProcess() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(), "-cp",
                System.getProperty("java.class.path"), Killed.class.getName(), folder.getRoot().getPath())
                .redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(output, 137, child.waitFor());
        return folder.getRoot().list()[0];
    }

    /** Writes a part of an OME-Zarr, and kills itself. */
    static final class Killed {

        private Killed() {
        }

        public static void main(String[] arguments) {
            OmeZarrWriter zarr = new OmeZarrWriter(new File(arguments[0], "a.ome.zarr"), "a",
                    new ZarrShape(1, new int[] {2, 2}, 1, 1), new double[] {1, 1, 1}, "mm", false);
            zarr.write(0, 0, 0, 2, new float[][] {{9, 9, 9, 9}});
            Runtime.getRuntime().halt(137);
        }
    }

    @Test
    public void anEarlierOneStaysWhereTheNewOneCannotBeMovedIntoItsPlace() throws IOException {
        ZarrShape shape = new ZarrShape(1, new int[] {2, 2}, 1, 1);
        File target = write("a.ome.zarr", shape, 1, 1, 2, 2);
        try (OmeZarrWriter zarr = new OmeZarrWriter(target, "a", shape, new double[] {1, 1, 1}, "mm", false)) {
            File unfinished = folder.getRoot().listFiles((parent, name) -> name.endsWith(".tmp"))[0];
            assertTrue(unfinished.renameTo(new File(folder.getRoot(), "elsewhere")));
            assertThrows(CoverException.class, zarr::finish);
        }
        assertCounts(target, 1, 2, 2);
    }

    @Test
    public void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        File file = folder.newFile("file");
        CoverException refused = assertThrows(CoverException.class, () -> new OmeZarrWriter(new File(file, "a.zarr"),
                "a", new ZarrShape(1, new int[] {2, 2}, 1, 1), new double[] {1, 1}, "mm", false));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("Cannot write into " + file));
    }

    /** Where there is a Python with Zarr (Debian: python3-zarr). */
    @Test
    public void theReferenceImplementationReadsIt() throws Exception {
        assumeTrue("There is no Zarr in " + PYTHON + "; skipped.",
                new File(PYTHON).canExecute() && run("import zarr").isEmpty());
        for (boolean packed : new boolean[] {false, true}) {
            File target = write("a.ome.zarr", packed, new ZarrShape(20, new int[] {9, 40, 70}, 2, 2), 20, 2, 9, 40, 70);
            assertEquals("(2, 20, 9, 40, 70) float32 True\n", run("import zarr, numpy; a = zarr.open(r'" + target
                    + "', mode='r')['0']; print(a.shape, a.dtype, (a[:].ravel() == numpy.arange(a.size,"
                    + " dtype='float32')).all())"));
        }
    }

    private static String run(String program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(PYTHON, "-c", program).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
