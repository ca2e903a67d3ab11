package org.coverfiji.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CudaProbeTest {

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void computeCapabilityDecides() {
        assertCard(true, "the graphics card has compute capability 8.6", "8.6");
        assertCard(true, "the graphics card has compute capability 3.7", "", "3.7", "9.0");
        assertCard(false, "the graphics card has compute capability 9.0 and the engine supports 3.7 to 8.9", "9.0",
                "8.6");
        assertCard(false, "the graphics card has compute capability 12.0 and the engine supports 3.7 to 8.9", "12.0 ");
        assertCard(false, "NVIDIA's driver reports no graphics card", "");
        assertCard(false, "NVIDIA's driver reports no graphics card", "[N/A]");
    }

    private static void assertCard(boolean usable, String reason, String... capabilities) {
        CudaProbe.Finding finding = CudaProbe.card(Arrays.asList(capabilities));
        assertEquals(reason, finding.reason());
        assertEquals(usable, finding.usable());
    }

    /** The same program as for CUDA, with the jars that run here. */
    @Test
    public void convolutionIsComputedInAnotherProcess() {
        CudaProbe.Finding finding = CudaProbe.convolution(new File(System.getProperty(EngineFolder.PROPERTY)));
        assertEquals("a probe convolution gave the right numbers", finding.reason());
        assertTrue(finding.usable());
    }

    @Test
    public void engineThatDoesNotStartIsAnObstacle() throws IOException {
        File engine = new File(System.getProperty(EngineFolder.PROPERTY));
        File folder = temporary.newFolder();
        // All of ND4J's classes, but no backend.
        for (File jar : EngineFolder.jars(engine)) {
            if (!jar.getName().startsWith("nd4j-native-1")) {
                Files.createSymbolicLink(new File(folder, jar.getName()).toPath(), jar.toPath());
            }
        }
        CudaProbe.Finding finding = CudaProbe.convolution(folder);
        assertFalse(finding.usable());
        assertEquals("a probe convolution with the " + folder.getName() + " engine failed (it found no"
                + " graphics card)", finding.reason());

        CudaProbe.Finding empty = CudaProbe.convolution(temporary.newFolder());
        assertFalse(empty.usable());
        assertTrue(empty.reason(), empty.reason().contains("NoClassDefFoundError")
                || empty.reason().contains("its process broke down"));
    }
}
