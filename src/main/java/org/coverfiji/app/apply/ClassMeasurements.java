package org.coverfiji.app.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.file.Table;

/** The table of how much of an image each class is: in all, and of stacks by time point, slice and both. */
final class ClassMeasurements {

    /** In the column of the slice or time point: all of them together. */
    static final String ALL = "all";

    private final String image;
    private final List<String> classNames;
    private final double pixelSize;
    private final String measure;
    private final String unit;

    /**
     * @param pixelSize area or volume of a pixel
     * @param measure the column's name, "area" or "volume"
     * @param unit of length
     */
    ClassMeasurements(String image, List<String> classNames, double pixelSize, String measure, String unit) {
        this.image = image;
        this.classNames = classNames;
        this.pixelSize = pixelSize;
        this.measure = measure;
        this.unit = unit + (measure.equals("area") ? "²" : "³");
    }

    /**
     * Totals come first, so that row n is class n of the image, whether it is a stack or not.
     *
     * @param planes pixels of every class, slice after slice and time point after time point
     * @param slices of a time point
     */
    Table table(long[][] planes, int slices) {
        int frames = planes.length / slices;
        boolean stack = planes.length > 1;
        List<String> columns = new ArrayList<>(List.of("image", "class"));
        columns.addAll(stack ? List.of("slice", "time") : List.of());
        columns.addAll(List.of("pixels", "share", measure, "unit"));
        Table table = new Table(columns);
        add(table, sum(planes, 0, planes.length), stack ? List.of(ALL, ALL) : List.of());
        for (int frame = 0; stack && frame < frames; frame++) {
            if (frames > 1 && slices > 1) {
                add(table, sum(planes, frame * slices, (frame + 1) * slices), List.of(ALL, frame + 1));
            }
            for (int slice = 0; slice < slices; slice++) {
                add(table, planes[frame * slices + slice], List.of(slice + 1, frame + 1));
            }
        }
        return table;
    }

    private long[] sum(long[][] planes, int from, int to) {
        long[] sum = new long[classNames.size()];
        for (int i = from; i < to; i++) {
            long[] own = planes[i];
            Arrays.setAll(sum, c -> sum[c] + own[c]);
        }
        return sum;
    }

    private void add(Table table, long[] pixels, List<?> place) {
        double total = Arrays.stream(pixels).sum();
        for (int c = 0; c < pixels.length; c++) {
            List<Object> row = new ArrayList<>(List.of(image, classNames.get(c)));
            row.addAll(place);
            row.addAll(List.of(pixels[c], pixels[c] / total, pixels[c] * pixelSize, unit));
            table.add(row);
        }
    }
}
