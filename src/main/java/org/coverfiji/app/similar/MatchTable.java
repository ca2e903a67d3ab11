package org.coverfiji.app.similar;

import java.util.List;

import org.coverfiji.file.Table;

/** The best matches of images as a table: a row per match, best first within an image. */
public final class MatchTable {

    /** By which a file of this table is known. */
    public static final List<String> COLUMNS = List.of("image", "rank", "x", "y", "slice", "frame", "similarity");

    private final Table table = new Table(COLUMNS);

    /** Adds the matches of an image. */
    public void add(String image, List<Match> matches) {
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            table.add(image, i + 1, match.place().x(), match.place().y(), match.place().slice() + 1,
                    match.place().frame() + 1, match.similarity());
        }
    }

    public Table table() {
        return table;
    }
}
