package org.coverfiji.app.correspond;

import java.util.List;

import org.coverfiji.app.features.Place;
import org.coverfiji.file.Table;

/** Correspondences as a table: a row per point. */
public final class CorrespondenceTable {

    /** By which a file of this table is known. */
    public static final List<String> COLUMNS = List.of("name", "x", "y", "slice", "frame", "target x", "target y",
            "target slice", "target frame", "similarity", "fit", "return distance");

    private final Table table = new Table(COLUMNS);

    /** @param name of the point or of the ROI that it belongs to */
    public void add(String name, Correspondence pair) {
        Place from = pair.from();
        Place to = pair.to();
        table.add(name, from.x(), from.y(), from.slice() + 1, from.frame() + 1, to.x(), to.y(), to.slice() + 1,
                to.frame() + 1, pair.similarity(), pair.fit(), pair.returnDistance());
    }

    public Table table() {
        return table;
    }
}
