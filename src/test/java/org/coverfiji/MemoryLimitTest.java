package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Control groups of both versions, as Linux shows them. */
public class MemoryLimitTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private long limit(String own) throws IOException {
        Path groups = folder.newFile().toPath();
        Files.writeString(groups, own);
        return MemoryLimit.ofGroups(folder.getRoot().toPath(), groups);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.getRoot().toPath().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    @Test
    public void theLeastLimitOfAGroupAndWhatItIsPartOfCounts() throws IOException {
        write("user/memory.max", "3000000000");
        write("user/app/memory.max", "max");
        assertEquals(3_000_000_000L, limit("0::/user/app\n"));
        write("user/app/memory.max", "2000000000");
        assertEquals(2_000_000_000L, limit("0::/user/app\n"));
        assertEquals("of another group", Long.MAX_VALUE, limit("0::/system\n"));
    }

    @Test
    public void theFirstVersionHasAFolderForMemory() throws IOException {
        write("memory/docker/x/memory.limit_in_bytes", "1000000000");
        write("memory/memory.limit_in_bytes", "9223372036854771712");
        assertEquals(1_000_000_000L, limit("9:name=systemd:/\n4:cpu,memory:/docker/x\n1:cpu:/\n"));
        assertEquals("unbounded", Long.MAX_VALUE, limit("4:memory:/docker/y\n"));
    }

    /** A container sees its own group at the root, under a path that it does not see. */
    @Test
    public void insideAContainerTheRootIsItsGroup() throws IOException {
        write("memory.max", "4000000000");
        assertEquals(4_000_000_000L, limit("0::/../../kubepods/pod7\n"));
        assertEquals(4_000_000_000L, limit("0::/\n"));
    }

    @Test
    public void withoutGroupsThereIsNoLimitBesideTheComputers() {
        Path nowhere = new File(folder.getRoot(), "nowhere").toPath();
        assertEquals(Long.MAX_VALUE, MemoryLimit.ofGroups(nowhere, nowhere));
        assertTrue(MemoryLimit.bytes() > 1L << 28 && MemoryLimit.usableBytes() < MemoryLimit.bytes());
    }
}
