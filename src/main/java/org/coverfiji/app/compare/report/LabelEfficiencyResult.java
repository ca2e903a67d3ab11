package org.coverfiji.app.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.file.Table;

/** The table that a {@link LabelEfficiency} makes, a row per number of labels and protocol. */
public final class LabelEfficiencyResult {

    private final Table cells = new Table("labels", "protocol", "scratch", "scratch sd", "pretrained", "pretrained sd",
            "gain", "gain sd", "seeds");
    private final List<String> budgets = new ArrayList<>();

    /**
     * Adds the runs of one number of labels and one protocol.
     *
     * @param scratch mean test Dice per seed, percent
     * @param pretrained the same of the pretrained network, with the same seeds in the same order
     */
    void add(int labels, ComparedProtocol protocol, double[] scratch, double[] pretrained) {
        double[] gains = new double[scratch.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = pretrained[i] - scratch[i];
        }
        cells.add(labels, PlannedRun.name(protocol), Numbers.mean(scratch), Numbers.deviation(scratch),
                Numbers.mean(pretrained), Numbers.deviation(pretrained), Numbers.mean(gains), Numbers.deviation(gains),
                scratch.length);
    }

    /** Adds a line about what was spent, or on what. */
    void addBudget(String line) {
        budgets.add(line);
    }

    /**
     * Mean and sample standard deviation over the seeds (empty for one seed) of the mean test Dice in percent: from
     * scratch, pretrained, and of what pretraining gains with the same images, patches and head.
     */
    public Table cells() {
        return cells;
    }

    /** The table and the budgets, to be read in a text file. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%6s  %-8s  %-13s  %-13s  %s%n", "labels",
                "protocol", "scratch", "pretrained", "gain"));
        for (List<Object> row : cells.rows()) {
            text.append(String.format(Locale.ROOT, "%6d  %-8s  %-13s  %-13s  %s%n", row.get(0), row.get(1),
                    number("%.1f", row.get(2), row.get(3)), number("%.1f", row.get(4), row.get(5)),
                    number("%+.1f", row.get(6), row.get(7))));
        }
        budgets.forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }

    private static String number(String format, Object mean, Object deviation) {
        String text = String.format(Locale.ROOT, format, (Double) mean);
        return ((Double) deviation).isNaN() ? text : text + String.format(Locale.ROOT, " ± %.1f", (Double) deviation);
    }
}
