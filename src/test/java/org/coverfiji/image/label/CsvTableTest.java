package org.coverfiji.image.label;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;

import org.coverfiji.image.Expect;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CsvTableTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void numbersAreReadAndWhatIsNoneIsNamed() throws Exception {
        File file = folder.newFile("losses.csv");
        Files.writeString(file.toPath(), "loss,step\n0.25,1\n,2\nx1,3\n");
        CsvTable table = new CsvTable(file);
        assertEquals(0.25, table.number(0, "loss"), 0);
        assertTrue(Double.isNaN(table.number(1, "loss")));
        Expect.failure(() -> table.number(2, "loss"), "losses.csv", "\"x1\" in its column loss");
        assertEquals(3, table.whole(2, "step"));
        Expect.failure(() -> table.whole(0, "loss"), "\"0.25\" in its column loss", "where a whole number should be");
        Expect.failure(() -> table.whole(1, "loss"), "\"\" in its column loss");
    }
}
