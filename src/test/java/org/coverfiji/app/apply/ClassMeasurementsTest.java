package org.coverfiji.app.apply;

import static org.junit.Assert.assertEquals;

import java.util.List;

import org.coverfiji.file.Table;
import org.junit.Test;

public class ClassMeasurementsTest {

    private static final List<String> NAMES = List.of("background", "cell");

    private static Table table(int slices, long[]... planes) {
        return new ClassMeasurements("scan", NAMES, 0.25, "area", "mm").table(planes, slices);
    }

    @Test
    public void aSingleImageHasARowPerClass() {
        Table table = table(1, new long[] {6, 2});
        assertEquals(List.of("image", "class", "pixels", "share", "area", "unit"), table.columns());
        assertEquals(2, table.rows().size());
        assertEquals(List.of("scan", "cell", 2L, 0.25, 0.5, "mm²"), table.rows().get(1));
    }

    @Test
    public void aStackHasItsTotalsThenItsSlices() {
        Table table = table(2, new long[] {6, 2}, new long[] {4, 4});
        assertEquals(List.of("image", "class", "slice", "time", "pixels", "share", "area", "unit"), table.columns());
        assertEquals(2 * 3, table.rows().size());
        assertEquals(List.of("scan", "cell", "all", "all", 6L, 6 / 16.0, 1.5, "mm²"), table.rows().get(1));
        assertEquals(List.of("scan", "cell", 2, 1, 4L, 0.5, 1.0, "mm²"), table.rows().get(5));
    }

    @Test
    public void timePointsOfStacksHaveTotalsOfTheirOwn() {
        Table table = table(2, new long[] {6, 2}, new long[] {4, 4}, new long[] {8, 0}, new long[] {0, 8});
        assertEquals(2 * (1 + 2 * 3), table.rows().size());
        assertEquals(List.of("all", 1), table.rows().get(3).subList(2, 4));
        assertEquals(6L, table.get(3, "pixels"));
        assertEquals(List.of("all", 2), table.rows().get(9).subList(2, 4));
        assertEquals(List.of(2, 2), table.rows().get(13).subList(2, 4));
        assertEquals(8L, table.get(13, "pixels"));
        assertEquals("time points of single slices are not told twice", 2 * 3,
                table(1, new long[] {6, 2}, new long[] {4, 4}).rows().size());
    }
}
