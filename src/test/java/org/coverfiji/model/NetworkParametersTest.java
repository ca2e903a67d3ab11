package org.coverfiji.model;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class NetworkParametersTest {

    @Test
    public void shapesFollowFromTheWidths() {
        NetworkConfiguration network = new NetworkConfiguration(3, 2, new int[] {8, 16, 24, 32, 40, 48, 56, 64, 72});
        Map<String, int[]> backbone = NetworkParameters.backbone(network);
        assertEquals(9 * 8, backbone.size());
        assertArrayEquals(new int[] {8, 2, 3, 3, 3}, backbone.get("backbone.inc.double_conv.0.weight"));
        assertArrayEquals(new int[] {40, 40, 3, 3, 3},
                backbone.get("backbone.down4.maxpool_conv.1.double_conv.3.weight"));
        assertArrayEquals(new int[] {48, 32 + 40, 3, 3, 3}, backbone.get("backbone.up1.conv.double_conv.0.weight"));
        assertArrayEquals(new int[] {72, 8 + 64, 3, 3, 3}, backbone.get("backbone.up4.conv.double_conv.0.weight"));
        assertArrayEquals(new int[] {72}, backbone.get("backbone.up4.conv.double_conv.4.bias"));
    }

    @Test
    public void countsNumbers() {
        assertEquals(2 * 3 + 5, NetworkParameters.count(Map.of("a", new int[] {2, 3}, "b", new int[] {5})));
    }

    @Test
    public void namesAndSizesAreThePublishedProgramsIn2D() throws IOException {
        compare("cover2d.npz", new NetworkConfiguration(2, 1, new int[] {8, 16, 16, 32, 32, 32, 16, 16, 8}));
    }

    @Test
    public void namesAndSizesAreThePublishedProgramsIn3D() throws IOException {
        compare("cover3d.npz", new NetworkConfiguration(3, 1, new int[] {8, 8, 16, 16, 32, 16, 16, 8, 8}));
    }

    private static void compare(String name, NetworkConfiguration network) throws IOException {
        File file = new File(System.getProperty("cover.golden", "absent"), name);
        if (!file.isFile()) {
            file = new File("src/test/resources/golden", name);
        }
        assumeTrue(file + " is absent", file.isFile());
        Map<String, Long> published = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file)) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
                String parameter = entry.getName().replaceAll("^param/|\\.npy$", "");
                if (parameter.startsWith("backbone.")) {
                    long values = (entry.getSize() - headerLength(zip, entry)) / Float.BYTES;
                    published.put(parameter, values);
                }
            }
        }
        Map<String, Long> expected = new TreeMap<>();
        NetworkParameters.backbone(network).forEach((parameter, shape) -> expected.put(parameter, Tensor.size(shape)));
        assertEquals(expected, published);
    }

    /** Of an npy file: magic and version (8 bytes), length of the text (2 bytes), the text. */
    private static int headerLength(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] start = in.readNBytes(10);
            return 10 + (start[8] & 0xff) + ((start[9] & 0xff) << 8);
        }
    }
}
