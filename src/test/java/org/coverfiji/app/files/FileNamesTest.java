package org.coverfiji.app.files;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

import org.coverfiji.CoverException;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.OwnOutputs;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileNamesTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private FileGroup file(String path) {
        return FileGroup.of(new File(folder.getRoot(), path));
    }

    @Test
    public void aNameDependsOnItsOwnFileOnly() {
        FileNames some = new FileNames(folder.getRoot());
        assertEquals("1.2.4001", some.of(file("1.2.4001")));
        assertEquals("1.2.4003", some.of(file("1.2.4003")));
        assertEquals("sub_my scan 1", some.of(file("sub/my scan 1.png")));
        FileNames more = new FileNames(folder.getRoot());
        for (String name : new String[] {"1.2.4001", "1.2.4002", "1.2.4003"}) {
            assertEquals(name, more.of(file(name)));
        }
    }

    @Test
    public void twoFilesOfOneNameAreTold() {
        FileNames names = new FileNames(folder.getRoot());
        names.of(file("a.png"));
        String message = assertThrows(CoverException.class, () -> names.of(file("a.tif"))).getMessage();
        assertTrue(message, message.contains("a.png") && message.contains("rename"));
        assertEquals("asked again", "a", names.of(file("a.png")));
    }

    @Test
    public void aRecordTellsWhetherAnythingHasChanged() throws IOException {
        File root = folder.getRoot();
        FileGroup input = file("a.png");
        Files.writeString(input.first().toPath(), "pixels");
        ResultRecord.of("a.png", input, "model: 1").write(root, "a");
        assertTrue(ResultRecord.of("a.png", input, "model: 1").isIn(root, "a"));
        assertFalse(ResultRecord.of("a.png", input, "model: 2").isIn(root, "a"));
        assertFalse("no record", ResultRecord.of("a.png", input, "model: 1").isIn(root, "b"));
        String text = Files.readString(OwnOutputs.record(root, "a").toPath());
        assertFalse("no absolute path: " + text, text.contains(root.getPath()));
        Files.writeString(input.first().toPath(), "others");
        assertFalse(ResultRecord.of("a.png", input, "model: 1").isIn(root, "a"));
        ResultRecord.of("a.png", input, "model: 3").requireOwn(root, "a", root);
        String message = assertThrows(CoverException.class,
                () -> ResultRecord.of("a.bmp", input, "model: 1").requireOwn(root, "a", root)).getMessage();
        assertTrue(message, message.contains("replace those of a.png"));
        assertThrows("one file of a folder", CoverException.class, () -> ResultRecord.of("a.bmp", input, "model: 1")
                .requireOwn(root, "a", file("a.bmp").first()));
        Files.delete(input.first().toPath());
        Files.writeString(file("a.bmp").first().toPath(), "pixels");
        ResultRecord.of("a.bmp", file("a.bmp"), "model: 1").requireOwn(root, "a", root);
    }

    @Test
    public void aFolderThatTakesNoFilesIsRefusedBeforeTheWork() throws Exception {
        Files.writeString(file("b.png").first().toPath(), "pixels");
        for (File place : new File[] {file("b.png").first(), new File("/proc")}) {
            if (place.exists()) {
                String message = assertThrows(CoverException.class, () -> FileNames.makeFolder(place)).getMessage();
                assertTrue(message, message.startsWith("output_folder " + place + " is not"));
            }
        }
        File made = new File(folder.getRoot(), "new/folder");
        FileNames.makeFolder(made);
        assertEquals(0, made.list().length);
    }
}
