package org.coverfiji.kills;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.coverfiji.engine.EngineLoader;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A process that may write no file as large as its model, anywhere, keeps what it trained in memory until it may. The
 * system's limit of file sizes stands for a full disk.
 */
public class FullDiskTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatWasTrainedWaitsForAPlace() throws Exception {
        assumeTrue("prlimit is of Linux", new File("/usr/bin/prlimit").canExecute());
        // The natives are unpacked by whoever is first, and are larger than the limit.
        EngineLoader.load("cpu");
        File data = folder.newFolder("data");
        Squares.make(data);
        File java = new File(System.getProperty("java.home"), "bin/java");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", "ulimit -S -f 200; exec \"$@\"", "bash",
                java.getPath(), "-Djava.awt.headless=true", "-XX:TieredStopAtLevel=1", "-Xmx600m",
                "-Djava.io.tmpdir=" + folder.newFolder("tmp"), "-cp", System.getProperty("java.class.path"),
                "-Dcover.engine=" + System.getProperty("cover.engine"), Workload.class.getName(), data.getPath(),
                folder.getRoot().getPath(), "COVER").redirectErrorStream(true);
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        Process process = builder.start();
        File model = new File(folder.getRoot(), "COVER/" + Workload.MODEL);
        List<String> printed = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                printed.add(line);
                if (line.contains("What was trained has no place yet but memory")) {
                    assertFalse(model.exists());
                    assertEquals(0, new ProcessBuilder("/usr/bin/prlimit", "--pid", String.valueOf(process.pid()),
                            "--fsize=unlimited:").start().waitFor());
                }
            }
            assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(String.join("\n", printed), 0, process.exitValue());
        assertTrue(printed.stream().anyMatch(line -> line.contains("has no place yet but memory: Cannot write ")
                && line.contains("does not allow so large a file")));
        assertEquals(12, ModelFile.read(model).description().iterationsDone());
        assertEquals("no half-written file stays", 2, model.getParentFile().list().length);
    }
}
