package org.coverfiji.app.next;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.coverfiji.file.Table;
import org.coverfiji.math.KCentre;

/**
 * Images in the order in which they should be labelled. Each is chosen as if those before it were labelled by then:
 * coverage is greedy k-centre, which begins with the labelled images or, where there are none, with the image in the
 * middle. Immutable.
 */
public final class Ranking {

    /** By which its table is known. */
    public static final List<String> FIRST_COLUMNS = List.of("rank", "image", "distance");

    /** An image and why it stands where it does. */
    public static final class Entry {

        private final String name;
        private final double distance;
        private final String nearest;
        private final double uncertainty;

        Entry(String name, double distance, String nearest, double uncertainty) {
            this.name = name;
            this.distance = distance;
            this.nearest = nearest;
            this.uncertainty = uncertainty;
        }

        public String name() {
            return name;
        }

        /** To the nearest image that is labelled or ranked before it; NaN where there is none. */
        public double distance() {
            return distance;
        }

        /** That image; empty where there is none. */
        public String nearest() {
            return nearest;
        }

        /** 0 to 1; NaN without a task model. */
        public double uncertainty() {
            return uncertainty;
        }
    }

    private final List<Entry> entries;

    private Ranking(List<Entry> entries) {
        this.entries = Collections.unmodifiableList(entries);
    }

    /**
     * Ranks images.
     *
     * @param labelled those that are labelled already
     * @param count how many of the others are wanted, at most
     */
    static Ranking of(List<ImageProfile> labelled, List<ImageProfile> others, Criterion by, int count) {
        List<ImageProfile> all = new ArrayList<>(labelled);
        all.addAll(others);
        double[][] points = all.stream().map(ImageProfile::features).toArray(double[][]::new);
        double[] uncertainties = all.stream().mapToDouble(ImageProfile::uncertainty).toArray();
        KCentre centres = new KCentre(points, by == Criterion.BOTH ? uncertainties : null);
        for (int i = 0; i < labelled.size(); i++) {
            centres.choose(i);
        }
        List<Entry> entries = new ArrayList<>();
        List<Integer> unsureFirst = unsureFirst(uncertainties, labelled.size());
        while (entries.size() < Math.min(count, others.size())) {
            boolean first = labelled.isEmpty() && entries.isEmpty();
            int next = by == Criterion.UNCERTAINTY ? unsureFirst.get(entries.size())
                    : !first ? centres.next() : by == Criterion.BOTH ? unsureFirst.get(0) : centres.central();
            int nearest = centres.nearest(next);
            entries.add(new Entry(all.get(next).name(), nearest < 0 ? Double.NaN : centres.distance(next),
                    nearest < 0 ? "" : all.get(nearest).name(), all.get(next).uncertainty()));
            centres.choose(next);
        }
        return new Ranking(entries);
    }

    /** Of equal ones the first first. */
    private static List<Integer> unsureFirst(double[] uncertainties, int from) {
        List<Integer> order = new ArrayList<>();
        for (int i = from; i < uncertainties.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(uncertainties[b], uncertainties[a]));
        return order;
    }

    /** The image to label next first. */
    public List<Entry> entries() {
        return entries;
    }

    /** A row for each. */
    public Table table() {
        Table table = new Table("rank", "image", "distance", "nearest", "uncertainty");
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            table.add(i + 1, entry.name, entry.distance, entry.nearest, entry.uncertainty);
        }
        return table;
    }
}
