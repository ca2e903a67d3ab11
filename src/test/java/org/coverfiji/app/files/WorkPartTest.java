package org.coverfiji.app.files;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.file.Table;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WorkPartTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyPieceIsInOnePart() {
        for (int parts = 1; parts < 8; parts++) {
            for (int size = 0; size < 12; size++) {
                List<Integer> all = IntStream.range(0, size).boxed().collect(Collectors.toList());
                List<Integer> joined = new ArrayList<>();
                int[] times = new int[size];
                for (int part = 1; part <= parts; part++) {
                    WorkPart own = WorkPart.of(part + "/" + parts);
                    joined.addAll(own.of(all));
                    all.stream().filter(own::has).forEach(piece -> times[piece]++);
                }
                assertEquals("in order", all, joined);
                assertArrayEquals(IntStream.generate(() -> 1).limit(size).toArray(), times);
            }
        }
        assertTrue(WorkPart.of(" ").isAll());
    }

    @Test
    public void otherTextIsRefused() {
        for (String wrong : new String[] {"3", "0/2", "3/2", "1/0", "a/b", "-1/2", "1/99999999999"}) {
            assertEquals("part is " + wrong + ", but must be a part of all the work such as 3/10, or empty for all.",
                    assertThrows(CoverException.class, () -> WorkPart.of(wrong)).getMessage());
        }
    }

    /** In any order of making; the part with nothing to do counts. */
    @Test
    public void theLastPartJoinsTheTables() throws Exception {
        File target = new File(folder.getRoot(), "classes.csv");
        assertEquals("classes.part-2-of-3-0cc175b9.csv", WorkPart.of("2/3").write(target, table("b", "c, d"), "a")
                .getName());
        assertEquals("classes.part-3-of-3-0cc175b9.csv", WorkPart.of("3/3").write(target, table(), "a").getName());
        assertTrue(!target.exists());
        File others = WorkPart.of("1/3").write(target, table("x"), "another model");
        assertTrue("parts of one model are not enough for another", others.isFile() && !target.exists());
        assertTrue(others.delete());
        assertEquals(target, WorkPart.of("1/3").write(target, table("a"), "a"));
        assertEquals("image,class\na,1\nb,1\n\"c, d\",1\n", Files.readString(target.toPath()));
        assertArrayEquals(new String[] {"classes.csv"}, folder.getRoot().list());
    }

    /** A part that another set of files had left would be joined without a word. */
    @Test
    public void otherFilesAreAnotherWork() throws Exception {
        File file = folder.newFile("a.png");
        String before = WorkPart.maker("model", List.of(file));
        assertEquals(before, WorkPart.maker("model", List.of(file)));
        assertNotEquals(before, WorkPart.maker("other", List.of(file)));
        assertNotEquals(before, WorkPart.maker("model", List.of(file, folder.newFile("b.png"))));
        Files.writeString(file.toPath(), "changed");
        String changed = WorkPart.maker("model", List.of(file));
        assertNotEquals(before, changed);
        assertTrue(file.setLastModified(1_000_000));
        assertNotEquals(changed, WorkPart.maker("model", List.of(file)));
    }

    private static Table table(String... images) {
        Table table = new Table("image", "class");
        for (String image : images) {
            table.add(image, 1);
        }
        return table;
    }
}
