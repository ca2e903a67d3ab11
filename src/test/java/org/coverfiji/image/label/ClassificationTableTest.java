package org.coverfiji.image.label;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.image.Expect;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ClassificationTableTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private File root() {
        return folder.getRoot();
    }

    private void touch(String... paths) {
        for (String path : paths) {
            Path file = root().toPath().resolve(path);
            try {
                Files.createDirectories(file.getParent());
                Files.createFile(file);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private File csv(String text) {
        File file = new File(root(), "table.csv");
        try {
            Files.write(file.toPath(), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file;
    }

    private static String text(ClassificationTable table) {
        return table.rows().stream().map(row -> row.file().getName() + " " + row.label())
                .collect(Collectors.joining("; "));
    }

    @Test
    public void aFolderPerClass() {
        touch("sick/1.png", "sick/sub/2.png", "healthy/1.png", ".hidden/x.png", "notes.txt", "healthy/notes.txt");
        ClassificationTable table = ClassificationTable.read(root(), "");
        assertEquals("1.png healthy; 1.png sick; 2.png sick", text(table));
        assertEquals(List.of("healthy", "sick"), table.classNames());
        assertEquals(1, table.label(2));
        assertEquals(1, table.label(1));
        assertEquals("every file is a group", 3, groups(table).size());
    }

    @Test
    public void csvWithGroups() {
        touch("i/a.png", "i/b, c.png", "i/d.png");
        ClassificationTable table = ClassificationTable.read(csv("\ufeffLabel,File,age,Group\r\n\r\n"
                + "sick,i/a.png,3,p1\r\n\"he said \"\"well\"\"\",\"i/b, c.png\",,p1\r\nsick, i/d.png\r\n"), null);
        assertEquals("a.png sick; b, c.png he said \"well\"; d.png sick", text(table));
        assertEquals("p1", table.rows().get(1).group());
        assertEquals("no group: one of its own", table.rows().get(2).file().getPath(), table.rows().get(2).group());
    }

    @Test
    public void csvOfOtherSpreadsheets() {
        touch("a.png", "b.png");
        File absolute = new File(root(), "b.png");
        assertEquals("a.png x; b.png y", text(ClassificationTable.read(csv("file;label\na.png;x\n"
                + absolute.getAbsolutePath() + ";y"), null)));
        assertEquals("a.png x,1; b.png y", text(ClassificationTable.read(
                csv("file\tlabel\na.png\tx,1\nb.png\ty\n"), null)));
    }

    @Test
    public void groupsFromNames() {
        touch("a/p1_1.png", "a/p1_2.png", "b/p2_1.png");
        ClassificationTable table = ClassificationTable.read(root(), "^(p\\d+)_");
        assertEquals(Set.of("p1", "p2"), groups(table));
        assertEquals(Set.of("p1_", "p2_"), groups(ClassificationTable.read(root(), "^p\\d+_")));
        Expect.failure(() -> ClassificationTable.read(root(), "^q"), "\"^q\"", "p1_1.png");
        Expect.failure(() -> ClassificationTable.read(root(), "(p"), "\"(p\" is no regular expression");
    }

    private static Set<String> groups(ClassificationTable table) {
        return table.rows().stream().map(ClassificationTable.Row::group).collect(Collectors.toSet());
    }

    @Test
    public void foldersThatAreNoClasses() throws Exception {
        Expect.failure(() -> ClassificationTable.read(root(), null), "holds no folder", "per class");
        touch("a/1.png");
        Expect.failure(() -> ClassificationTable.read(root(), null), "one folder only");
        folder.newFolder("b");
        Expect.failure(() -> ClassificationTable.read(root(), null), "b holds no images");
        Expect.failure(() -> ClassificationTable.read(new File(root(), "gone"), null), "gone");
    }

    @Test
    public void tablesWithMistakes() {
        touch("a.png", "b.png");
        read("file,label\na.png,x\nb.png,x\n", "all of one class (x)");
        read("image,class\na.png,x\n", "columns image, class", "needs the columns file and label");
        read("file,label\nc.png,x\n", "\"c.png\"", "relative to its folder");
        read("file,label\na.png,\n", "no label for a.png");
        read("file,label\na.png,x\na.png,y\n", "a.png twice");
        read("file,label\n", "names no files");
        read("", "is empty");
        read("file,label\na.png,x,y\n", "more cells than its 2 columns");
    }

    private void read(String text, String... parts) {
        File file = csv(text);
        Expect.failure(() -> ClassificationTable.read(file, null), parts);
    }

    @Test
    public void tableThatIsNoText() throws Exception {
        File file = new File(root(), "table.csv");
        Files.write(file.toPath(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xd8});
        Expect.failure(() -> ClassificationTable.read(file, null), "table.csv", "UTF-8");
    }
}
