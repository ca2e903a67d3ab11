package org.coverfiji.file;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;

import org.coverfiji.image.Expect;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CsvFileTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void quotesAndNumbers() throws Exception {
        Table table = new Table("name", "a,b", "x");
        table.add("plain", 1.5, 3);
        table.add("with, comma", Double.NaN, -2L);
        table.add("say \"hi\"\nü", 1e-7, null);
        File file = new File(folder.getRoot(), "t.csv");
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            CsvFile.write(file, table);
        } finally {
            Locale.setDefault(usual);
        }
        assertEquals("name,\"a,b\",x\nplain,1.5,3\n\"with, comma\",,-2\n\"say \"\"hi\"\"\nü\",1.0E-7,\n",
                new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8));
        assertArrayEquals("no temporary file is left", new String[] {"t.csv"}, folder.getRoot().list());
    }

    @Test
    public void folderThatIsNotThere() {
        File file = new File(folder.getRoot(), "gone/t.csv");
        Expect.failure(() -> CsvFile.write(file, new Table("a")), "t.csv", "folder does not exist");
    }

    @Test(expected = IllegalArgumentException.class)
    public void rowsFitTheirColumns() {
        new Table("a", "b").add(1);
    }
}
