package org.coverfiji.app.dispersion;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.file.Table;

/** What was measured of several models, as a table with a row per model, level and space, and as a picture. */
public final class Dispersion {

    /** By which such a table is known. */
    public static final List<String> FIRST_COLUMNS = List.of("model", "method", "level", "space");

    private static final double HIGH = 0.95;

    private final int amplitude;
    private final boolean labelled;
    private final List<InspectedModel> models = new ArrayList<>();
    private final List<List<Map<FeatureSpace, LevelDispersion>>> results = new ArrayList<>();

    Dispersion(int amplitude, boolean labelled) {
        this.amplitude = amplitude;
        this.labelled = labelled;
    }

    void add(InspectedModel model, List<Map<FeatureSpace, LevelDispersion>> levels) {
        models.add(model);
        results.add(levels);
    }

    /** A, of the windows in which neighbours were compared. */
    public int amplitude() {
        return amplitude;
    }

    /** NaN where something is not defined; the manual says what the columns are. */
    public Table table() {
        List<String> columns = new ArrayList<>(FIRST_COLUMNS);
        columns.addAll(List.of("pixels", "delta_median", "delta_95", "delta_max", "range", "delta_of_range_median",
                "delta_of_range_95", "delta_of_range_max", "mean_product", "spread", "delta_of_spread_median",
                "bound_median", "bound_95", "bound_max", "bound_of_range_median", "within", "between",
                "between_of_within", "weight_error", "vector_error", "rank_correlation", "temperature", "note"));
        Table table = new Table(columns);
        for (int m = 0; m < models.size(); m++) {
            for (int level = 0; level < results.get(m).size(); level++) {
                for (Map.Entry<FeatureSpace, LevelDispersion> entry : results.get(m).get(level).entrySet()) {
                    List<Object> row = new ArrayList<>(List.of(models.get(m).name(), models.get(m).method(), level,
                            entry.getKey().title()));
                    addValues(row, entry.getValue());
                    row.add(note(m, entry.getKey()));
                    table.add(row);
                }
            }
        }
        return table;
    }

    private static void addValues(List<Object> row, LevelDispersion level) {
        double range = level.range();
        double median = level.deltas().quantile(0.5);
        row.add(level.deltas().count());
        row.addAll(List.of(median, level.deltas().quantile(HIGH), level.deltas().quantile(1), range, median / range,
                level.deltas().quantile(HIGH) / range, level.deltas().quantile(1) / range, level.meanProduct(),
                level.spread(), median / level.spread(), level.bounds().quantile(0.5), level.bounds().quantile(HIGH),
                level.bounds().quantile(1), level.bounds().quantile(0.5) / (level.temperature() * range),
                level.within(), level.between(), level.between() / level.within(), level.modelling().weightError(),
                level.modelling().vectorError(), level.modelling().rankCorrelation(), level.temperature()));
    }

    private String note(int model, FeatureSpace space) {
        boolean heads = results.get(model).get(0).containsKey(FeatureSpace.HEADS);
        return space == FeatureSpace.HEADS || heads ? "" : "no heads in this file, so no q·k/τ and no bound";
    }

    /** Curves over the levels of all models. */
    public BufferedImage picture() {
        DispersionPicture picture = new DispersionPicture(models, results);
        return picture.draw(labelled);
    }
}
