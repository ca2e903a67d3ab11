package org.coverfiji.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.util.Properties;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

/** Runs with no ND4J on the class path, as in ImageJ: all of it comes through the loader. */
public class EngineLoaderTest {

    private static final NetworkConfiguration SMALL =
            new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(8));

    @Test
    public void hostHasNoNd4j() {
        // A selection of tests by name runs in the engine's class path too.
        assumeFalse(Boolean.getBoolean("cover.engine.direct"));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.nd4j.linalg.factory.Nd4j"));
    }

    @Test
    public void loadsOnceAndLeavesTheHostAsItWas() {
        Properties before = javaCppProperties();
        ClassLoader contextBefore = Thread.currentThread().getContextClassLoader();

        Engine engine = EngineLoader.load("cpu");

        assertEquals("cpu", engine.device());
        assertTrue(engine.report(), engine.report().matches("(?s)Device chosen: cpu, because the system property "
                + "cover.engine names its folder\nDevice: cpu .*\nConvolutions: .*\nJava: .*"));
        assertEquals(before, javaCppProperties());
        assertSame(contextBefore, Thread.currentThread().getContextClassLoader());
        try (FeatureNetwork network = engine.backbone(SMALL, 1)) {
            assertEquals(NetworkConfiguration.LEVELS, network.features(Tensor.zeros(1, 1, 16, 16)).length);
        }
        assertSame(engine, EngineLoader.load("cpu"));
        assertSame(engine, EngineLoader.load("auto"));

        CoverException otherDevice = assertThrows(CoverException.class, () -> EngineLoader.load("cuda"));
        assertEquals("device=cuda cannot be used because the engine already runs on cpu; "
                + "restart ImageJ to change the device.", otherDevice.getMessage());
    }

    @Test
    public void theReportNamesTheInstructionsInUse() {
        Engine engine = EngineLoader.load("cpu");
        System.setProperty("cover.kernels", "gemm");
        try {
            assertTrue(engine.report(), engine.report().matches(
                    "(?s).*\nConvolutions: products of matrices by OpenBLAS for \\w+\n.*"));
        } finally {
            System.clearProperty("cover.kernels");
        }
    }

    @Test
    public void hostResourcesStayInvisible() throws Exception {
        ClassLoader loader = EngineLoader.isolated();
        assertNull(loader.getResource("META-INF/json/org.scijava.plugin.Plugin"));
        assertThrows(ClassNotFoundException.class, () -> loader.loadClass("org.junit.Test"));
        assertSame(Engine.class, loader.loadClass(Engine.class.getName()));
    }

    @Test
    public void unknownDevice() {
        CoverException e = assertThrows(CoverException.class, () -> EngineLoader.load("gpu"));
        assertEquals("device=gpu is unknown; it must be auto, cpu or cuda.", e.getMessage());
    }

    private static Properties javaCppProperties() {
        Properties found = new Properties();
        System.getProperties().forEach((name, value) -> {
            if (name.toString().startsWith("org.bytedeco.javacpp.")) {
                found.put(name, value);
            }
        });
        return found;
    }
}
