package org.coverfiji.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.UUID;

import javax.imageio.ImageIO;

import org.coverfiji.CoverException;
import org.coverfiji.image.Expect;
import org.coverfiji.image.PictureFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files that are held, folders that are full, outputs that are something else. */
public class SafeWritingTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private int attempts;

    @Test
    public void aFileThatIsHeldForAMomentIsWritten() throws IOException {
        Patience.run(() -> {
            if (++attempts < 3) {
                throw new FileSystemException("lung.cover", null, "used by another process");
            }
        });
        assertEquals(3, attempts);
        attempts = 0;
        assertThrows(FileSystemException.class, () -> Patience.run(() -> {
            attempts++;
            throw new FileSystemException("lung.cover");
        }));
        assertEquals(4, attempts);
        attempts = 0;
        assertThrows(NoSuchFileException.class, () -> Patience.run(() -> {
            attempts++;
            throw new NoSuchFileException("lung.cover");
        }));
        assertEquals("what does not pass is not waited for", 1, attempts);
    }

    @Test
    public void whatHasNoPlaceGoesBesideAndNeverOverAnotherFile() throws IOException {
        File target = new File(folder.getRoot(), "lung.cover");
        File first = SpareFile.write(target, file -> write(file, "one"));
        assertEquals(new File(folder.getRoot(), "lung.kept.cover"), first);
        File second = SpareFile.write(target, file -> write(file, "two"));
        assertEquals(new File(folder.getRoot(), "lung.kept-2.cover"), second);
        assertEquals("one", Files.readString(first.toPath()));
    }

    @Test
    public void aFolderThatTakesNothingIsLeftForThatOfTemporaryFiles() {
        File target = new File(folder.getRoot(), "gone/lung.cover");
        File spare = SpareFile.write(target, file -> AtomicFile.write(file, out -> out.write(1)));
        assertTrue(spare.exists());
        assertFalse(spare.getParentFile().equals(target.getParentFile()));
        assertTrue(spare.delete());
        CoverException first = new CoverException("lung.cover: full");
        assertEquals(first, assertThrows(CoverException.class, () -> SpareFile.write(target, file -> {
            attempts++;
            throw attempts == 1 ? first : new CoverException("another");
        })));
    }

    private static void write(File file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes("UTF-8")));
    }

    @Test
    public void onlyATableOrPictureIsReplacedByOne() throws IOException {
        File file = folder.newFile("result");
        PictureFile.requireReplaceable(file);
        OutputTable.requireReplaceable(file, List.of("image", "class"));
        write(file, "image,class,a,b\n");
        OutputTable.requireReplaceable(file, List.of("image", "class"));
        Expect.failure(() -> PictureFile.requireReplaceable(file), "result exists and is no picture of this command");
        Expect.failure(() -> OutputTable.requireReplaceable(file, List.of("time", "loss")),
                "is no table of this command");
        BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        PictureFile.write(file, picture);
        PictureFile.requireReplaceable(file);
        Expect.failure(() -> OutputTable.requireReplaceable(file, List.of("image", "class")),
                "is no table of this command");
        ImageIO.write(picture, "png", file);
        Expect.failure(() -> PictureFile.requireReplaceable(file), "is no picture of this command");
        OutputTable.requireReplaceable(new File(folder.getRoot(), "new"), List.of("image"));
    }

    @Test
    public void oneFileHasManyNames() throws IOException {
        File file = folder.newFile("lung.cover");
        File other = folder.newFile("other.cover");
        File link = new File(folder.getRoot(), "link.cover");
        Files.createSymbolicLink(link.toPath(), file.toPath());
        File linkedFolder = new File(folder.getRoot(), "folder");
        Files.createSymbolicLink(linkedFolder.toPath(), folder.getRoot().toPath());
        assertTrue(SameFile.is(link, file));
        assertTrue(SameFile.is(new File(folder.getRoot(), "x/../lung.cover"), file));
        assertTrue(SameFile.is(new File(linkedFolder, "new.cover"), new File(folder.getRoot(), "new.cover")));
        assertFalse(SameFile.is(other, file));
        assertFalse(SameFile.is(file, null));
    }

    private static final long NOBODY = 99_999_999;
    private static final long HOURS = 2 * 3_600_000;

    private File leftover(long process) throws IOException {
        return leftover(process, TemporaryName.OWN_COMPUTER);
    }

    private File leftover(long process, String computer) throws IOException {
        return folder.newFile(".lung.cover." + process + "." + computer + "." + UUID.randomUUID() + "."
                + UUID.randomUUID() + ".tmp");
    }

    /** Also where clocks were set back, or a container gives a new process the number of the former one. */
    @Test
    public void whatAKilledProcessLeftIsDeletedByTheNextThatWritesTheFile() throws IOException {
        long other = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);
        File ofNobody = leftover(NOBODY);
        File ofFormer = leftover(ProcessHandle.current().pid());
        File old = leftover(other);
        File fromTheFuture = leftover(other);
        assertTrue(old.setLastModified(System.currentTimeMillis() - HOURS));
        assertTrue(fromTheFuture.setLastModified(System.currentTimeMillis() + HOURS));
        File underWay = leftover(other);
        File elsewhere = leftover(NOBODY, "0123abcd");
        File users = folder.newFile(".lung.cover.notes.tmp");
        File target = new File(folder.getRoot(), "lung.cover");
        AtomicFile.write(target, out -> {
            out.write(1);
            out.flush();
            AtomicFile.tryFolder(folder.getRoot());
            assertEquals("its own is there", 1, folder.getRoot().listFiles((parent, name) -> name.startsWith(
                    ".lung.cover." + ProcessHandle.current().pid() + ".")).length);
        });
        for (File gone : List.of(ofNobody, ofFormer, old, fromTheFuture)) {
            assertFalse(gone.getName(), gone.exists());
        }
        assertTrue(underWay.exists() && elsewhere.exists() && users.exists() && target.exists());
        assertEquals(4, folder.getRoot().list().length);
    }

    @Test
    public void aFolderThatTakesNoFilesIsFoundBeforehand() {
        File system = new File("/proc");
        assumeTrue("a system whose processes are files", system.isDirectory());
        CoverException e = assertThrows(CoverException.class,
                () -> OutputFile.requireWritable(new File(system, "lung.cover"), 1));
        assertEquals("output /proc/lung.cover cannot be written, because /proc is not a folder in which files can be"
                + " made; choose another folder.", e.getMessage());
    }

    /** The checkpoint that is there is replaced: only the new one must have a place beside it. */
    @Test
    public void whatIsThereAlreadyNeedsNoSpaceAgain() throws IOException {
        File checkpoint = new File(folder.getRoot(), "lung.cover");
        assertEquals(200, OutputFile.neededBytes(100, 100, checkpoint));
        Files.write(checkpoint.toPath(), new byte[90]);
        assertEquals(110, OutputFile.neededBytes(100, 100, checkpoint));
        File other = folder.newFile();
        Files.write(other.toPath(), new byte[50]);
        assertEquals("no less than one", 80, OutputFile.neededBytes(100, 80, checkpoint, other));
    }
}
