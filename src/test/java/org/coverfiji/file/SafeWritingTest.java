package org.coverfiji.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;

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
}
