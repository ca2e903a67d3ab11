package org.coverfiji.app.cost;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ProcessMemoryTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void readsTheSystemsPeak() throws Exception {
        File status = folder.newFile();
        Files.write(status.toPath(), "Name:\tjava\nVmHWM:\t     100 kB\nVmRSS:\t 7 kB\n"
                .getBytes(StandardCharsets.UTF_8));
        assertEquals(102_400, ProcessMemory.systemPeak(status.toPath()));
    }

    @Test
    public void otherSystemsHaveNone() throws Exception {
        assertEquals(0, ProcessMemory.systemPeak(folder.newFile().toPath()));
        assertEquals(0, ProcessMemory.systemPeak(folder.getRoot().toPath().resolve("missing")));
    }

    @Test
    public void countsAtLeastTheEnginesMemory() {
        assertTrue(new ProcessMemory(() -> 1L << 50).getAsLong() > 1L << 50);
    }
}
