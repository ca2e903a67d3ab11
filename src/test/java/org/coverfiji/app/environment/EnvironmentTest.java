package org.coverfiji.app.environment;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;

import org.coverfiji.engine.EngineLoader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What computes is told by what it does, and nobody's name is in it. */
public class EnvironmentTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void deviceProbeInstructionsThreadsLimitsAndVersionsAreTold() {
        String text = String.join("\n", Environment.of(EngineLoader.load("cpu")));
        for (String part : List.of("Device chosen: cpu, because ", "Device: cpu (CpuBackend), ", " threads",
                "Probe: a convolution gives the right numbers (", "ND4J: 1.0.0", "native memory ", "Java: ",
                "Graphics card: ", "Processor: ", "Limits: memory ", "Java's heap at most ", "ImageJ: 1.5")) {
            assertTrue(part + " in " + text, text.contains(part));
        }
        if (text.contains("Convolutions: oneDNN")) {
            assertTrue(text, text.matches("(?s).*Convolutions: oneDNN \\d+\\.\\d+\\.\\d+ with (SSE|AVX|ALL).*"));
        }
    }

    @Test
    public void noNameOfUserComputerOrFolderIsInIt() throws Exception {
        String text = String.join("\n", Environment.of(EngineLoader.load("cpu")));
        for (String secret : List.of(System.getProperty("user.home"), System.getProperty("user.dir"),
                System.getProperty("java.io.tmpdir"), System.getProperty("java.home"),
                InetAddress.getLocalHost().getHostName(), File.separator + "lib" + File.separator)) {
            assertFalse(secret + " in " + text, text.contains(secret));
        }
        assertFalse(text, text.matches("(?s).*(^|[\\s(])/\\w.*"));
    }

    @Test
    public void theProcessorsNameAndVectorInstructionsAreRead() {
        assertEquals("AMD EPYC 7B13, with sse4_2 avx fma avx2", Processor.of(List.of("processor\t: 0",
                "model name\t: AMD EPYC 7B13", "flags\t\t: fpu sse4_2 fma avx avx2 rdrand", "processor\t: 1",
                "model name\t: another")));
        assertEquals(System.getProperty("os.arch") + ", with asimd sve",
                Processor.of(List.of("Features\t: fp asimd sve")));
        assertEquals(System.getProperty("os.arch"), Processor.of(List.of("nothing: of the kind")));
    }

    @Test
    public void aContainersLimitsAreRead() throws IOException {
        File newer = folder.newFolder("newer");
        Files.writeString(new File(newer, "memory.max").toPath(), "1073741824\n");
        Files.writeString(new File(newer, "cpu.max").toPath(), "150000 100000\n");
        assertEquals("1024 MB", Limits.megabytes(newer.toPath(), 1L << 40));
        assertEquals("1.5 processors'", Limits.processors(newer.toPath()));
        File older = new File(folder.newFolder("older"), "memory");
        assertTrue(older.mkdir());
        Files.writeString(new File(older, "memory.limit_in_bytes").toPath(), "536870912\n");
        assertEquals("512 MB", Limits.megabytes(older.getParentFile().toPath(), 1L << 40));
        Files.writeString(new File(newer, "memory.max").toPath(), "max\n");
        Files.writeString(new File(newer, "cpu.max").toPath(), "max 100000\n");
        assertEquals("", Limits.megabytes(newer.toPath(), 1L << 40));
        assertEquals("", Limits.processors(newer.toPath()));
    }
}
