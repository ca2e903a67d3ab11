package org.coverfiji.show;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;

import org.coverfiji.file.Table;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

public class TablesTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void headless() {
        assumeTrue("with a display tables are windows", GraphicsEnvironment.isHeadless());
    }

    @After
    public void forget() {
        Analyzer.setResultsTable(new ResultsTable());
    }

    private static Table table(int rows) {
        Table table = new Table("image", "class", "area");
        for (int i = 0; i < rows; i++) {
            table.add("scan 1.png", i == 0 ? "lung" : "heart " + i, 12.5 + i);
        }
        return table;
    }

    @Test
    public void aHeadlessMacroReadsTheTable() throws Exception {
        Tables.show(table(2), "COVER measurements");
        assertEquals("2 heart 1 13.5", macro("return '' + nResults + ' ' + getResultString('class', 1) + ' '"
                + " + getResult('area', 1);"));
        assertEquals("lung 12.5 2", macro("name = Table.getString('class', 0);"
                + " return name + ' ' + Table.get('area', 0) + ' ' + Table.size;"));
        File saved = new File(folder.getRoot(), "saved.csv");
        macro("Table.save('" + saved.getPath().replace('\\', '/') + "');");
        assertEquals("image,class,area", Files.readAllLines(saved.toPath()).get(0));
        assertEquals(3, Files.readAllLines(saved.toPath()).size());
    }

    private static String macro(String text) {
        return IJ.runMacro(text);
    }

    /** Such as slices, which lie between two in volumes only. */
    @Test
    public void wholeNumbersHaveNoDecimals() {
        Table table = new Table("name", "slice", "similarity");
        table.add("a", 1.0, 0.5);
        table.add("b", 2.25, 1.0);
        String log = logged(() -> Tables.show(table, "COVER correspondences"));
        assertEquals("name\tslice\tsimilarity\na\t1\t0.5000\nb\t2.250\t1\n", log.replace("\r", ""));
    }

    @Test
    public void whereThereIsNoNumberTheCellIsEmpty() throws Exception {
        Table table = new Table("name", "uncertainty");
        table.add("a", Double.NaN);
        table.add("b", 0.5);
        assertEquals("name\tuncertainty\na\t\nb\t0.5000\n",
                logged(() -> Tables.show(table, "COVER what next")).replace("\r", ""));
        assertEquals("", ResultsTable.getResultsTable().getStringValue("uncertainty", 0));
        assertEquals("NaN 0.5", macro("return '' + getResult('uncertainty', 0) + ' ' + getResult('uncertainty', 1);"));
    }

    private static String logged(Runnable work) {
        PrintStream out = System.out;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setOut(new PrintStream(log, true));
        try {
            work.run();
        } finally {
            System.setOut(out);
        }
        return log.toString();
    }

    @Test
    public void theNextTableTakesItsPlace() {
        Tables.show(table(5), "COVER classes");
        Tables.show(table(1), "COVER measurements");
        assertEquals(1, ResultsTable.getResultsTable().size());
    }

    @Test
    public void longTablesDoNotFillTheLog() {
        String log = logged(() -> Tables.show(table(64), table(3), "COVER validation scores"));
        assertEquals(64, ResultsTable.getResultsTable().size());
        String[] lines = log.split("\\R");
        assertEquals(log, 5, lines.length);
        assertTrue(log, lines[4].contains("61 rows more in the results table"));
    }
}
