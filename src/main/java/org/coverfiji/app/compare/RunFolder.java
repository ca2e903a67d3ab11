package org.coverfiji.app.compare;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.coverfiji.CoverException;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.Table;
import org.coverfiji.image.PictureFile;
import org.coverfiji.image.label.CsvTable;

/**
 * What lies in the folder of a comparison: models that were pretrained, a row, scores of the test images and pictures
 * of every run that was made, and the table of all rows. A run is there once its row is, which is written last; so
 * several processes may work on one folder, and one that is killed loses the run that it was at.
 */
public final class RunFolder {

    private static final String PICTURE = ".png";
    /** The folder of the rows, which is made first. */
    private static final String RUNS = "runs";
    /** What a comparison and its report write beside that. */
    private static final List<String> WRITTEN = List.of("models", "pictures", "work", "runs.csv", "report.html",
            "comparison.csv", "gains.csv", "curves.csv", "pretrained.cover", "label_efficiency.csv");

    private final File folder;
    /** Rows that were read and will not change. */
    private final Map<String, RunRow> known = new HashMap<>();

    public RunFolder(File folder) {
        this.folder = folder;
    }

    /** @throws CoverException if the folders cannot be made, or somebody else's files would be replaced */
    void make() {
        List<String> found = WRITTEN.stream().filter(name -> new File(folder, name).exists())
                .collect(Collectors.toList());
        // Asked last, as another process may be making them.
        if (!found.isEmpty() && !new File(folder, RUNS).isDirectory()) {
            throw new CoverException("output_folder " + folder + " has a " + found.get(0) + " that no comparison has"
                    + " made and that would be replaced; choose an empty folder.");
        }
        for (String name : List.of(RUNS, "models", "pictures", "work")) {
            try {
                Files.createDirectories(new File(folder, name).toPath());
            } catch (IOException e) {
                throw new CoverException("The folder " + folder + " cannot be made; choose another output_folder.", e);
            }
        }
    }

    public File folder() {
        return folder;
    }

    /** The table of all rows. */
    public File table() {
        return new File(folder, "runs.csv");
    }

    /** A pretrained model, for ever. */
    File model(String name) {
        return new File(new File(folder, "models"), name + ".cover");
    }

    /** A place for a model that nobody needs afterwards. */
    File work(PlannedRun run) {
        return new File(new File(folder, "work"), run.id() + ".cover");
    }

    /** Deletes what a run left in its place. */
    void clear(PlannedRun run) {
        File[] left = new File(folder, "work").listFiles((parent, name) -> name.startsWith(run.id()));
        for (File file : left == null ? new File[0] : left) {
            file.delete();
        }
    }

    private File row(PlannedRun run) {
        return new File(new File(folder, RUNS), run.id() + ".csv");
    }

    private File images(PlannedRun run) {
        return new File(new File(folder, RUNS), run.id() + ".images.csv");
    }

    /** The row of a run; null if it was not made. */
    public RunRow read(PlannedRun run) {
        if (known.containsKey(run.id())) {
            return known.get(run.id());
        }
        File file = row(run);
        if (!file.isFile()) {
            return null;
        }
        CsvTable table = new CsvTable(file);
        if (table.size() != 1 || !table.columns().containsAll(RunRow.COLUMNS)) {
            throw new CoverException("The table " + file + " is no row of a comparison; delete it, and the run is made"
                    + " again.");
        }
        Map<String, String> cells = new HashMap<>();
        RunRow.COLUMNS.forEach(column -> cells.put(column, table.get(0, column)));
        RunRow row = new RunRow(cells);
        if (!row.failed()) {
            known.put(run.id(), row);
        }
        return row;
    }

    /** What a run made of the test images; null if it failed or was not made. */
    public TestScores scores(PlannedRun run) {
        return images(run).isFile() && row(run).isFile() ? TestScores.read(images(run)) : null;
    }

    private File losses(PlannedRun run) {
        return new File(new File(folder, RUNS), run.id() + ".losses.csv");
    }

    /** The training losses of a run, step by step; NaN where there are none. */
    public double[] losses(PlannedRun run, int steps) {
        double[] losses = new double[steps];
        Arrays.fill(losses, Double.NaN);
        if (losses(run).isFile()) {
            CsvTable table = new CsvTable(losses(run));
            for (int i = 0; i < Math.min(steps, table.size()); i++) {
                losses[i] = table.number(i, "loss");
            }
        }
        return losses;
    }

    /** Keeps a run, its row last. @param result null if it failed */
    void write(PlannedRun run, RunRow row, RunResult result) {
        if (result != null) {
            result.scores.write(images(run));
            Table losses = new Table("loss");
            result.losses.forEach(loss -> losses.add(String.valueOf(loss.floatValue())));
            CsvFile.write(losses(run), losses);
            for (int i = 0; i < result.pictures.size(); i++) {
                PictureFile.write(picture(run.id(), i), result.pictures.get(i));
            }
        }
        CsvFile.write(row(run), table(List.of(row)));
    }

    private static Table table(List<RunRow> rows) {
        Table table = new Table(RunRow.COLUMNS);
        rows.forEach(row -> table.add(row.cells()));
        return table;
    }

    /** Writes the table of those runs that were made, in the order of the plan. @return its rows */
    Table writeTable(List<PlannedRun> plan) {
        List<RunRow> rows = new ArrayList<>();
        for (PlannedRun run : plan) {
            RunRow row = read(run);
            if (row != null) {
                rows.add(row);
            }
        }
        Table table = table(rows);
        CsvFile.write(table(), table);
        return table;
    }

    private File picture(String name, int number) {
        return new File(new File(folder, "pictures"), name + "-" + number + PICTURE);
    }

    /** Keeps test images and their truths. */
    void writeShown(TaskSettings task, List<BufferedImage[]> shown) {
        for (int i = 0; i < shown.size(); i++) {
            PictureFile.write(picture(shownName(task, "image"), i), shown.get(i)[0]);
            PictureFile.write(picture(shownName(task, "truth"), i), shown.get(i)[1]);
        }
    }

    private static String shownName(TaskSettings task, String what) {
        return PlannedRun.plain(task.name()) + "-" + PlannedRun.checksum(task.name()) + "-" + what;
    }

    /** A test image; null if there is no picture of it. */
    public BufferedImage image(TaskSettings task, int number) {
        return read(picture(shownName(task, "image"), number));
    }

    /** Its truth; null if there is no picture of it. */
    public BufferedImage truth(TaskSettings task, int number) {
        return read(picture(shownName(task, "truth"), number));
    }

    /** What a run made of it; null if there is no picture of it. */
    public BufferedImage prediction(PlannedRun run, int number) {
        return read(picture(run.id(), number));
    }

    private static BufferedImage read(File png) {
        try {
            return png.isFile() ? ImageIO.read(png) : null;
        } catch (IOException e) {
            throw new CoverException("The picture " + png + " cannot be read (" + e.getMessage() + "); delete it.", e);
        }
    }
}
