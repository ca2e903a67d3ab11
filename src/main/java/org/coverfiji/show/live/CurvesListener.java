package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Map;

import org.coverfiji.file.Beside;
import org.coverfiji.image.PictureFile;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;

/** Leaves the curves of a run as a picture at its end, with or without a display. */
public final class CurvesListener implements TrainingListener {

    private static final int WIDTH = 640;
    private static final int HEIGHT_OF_PLOT = 190;
    private static final int MARGIN = 12;

    private final File model;
    private final Map<String, String> titles;
    private final Curves curves = new Curves();

    private CurvesListener(File model, Map<String, String> titles) {
        this.model = model;
        this.titles = titles;
    }

    /**
     * The listener whose picture lies beside a model file: {@code lung.cover} has {@code lung.curves.png}.
     *
     * @param titles of losses and measures, with units, by their names
     */
    public static CurvesListener beside(File model, Map<String, String> titles) {
        return new CurvesListener(model, titles);
    }

    @Override
    public void started(Progress progress) {
        if (progress.iteration() > 0) {
            curves.resume(CsvListener.fileBeside(model), progress.iteration());
        }
    }

    @Override
    public void iterationDone(Progress progress) {
        curves.add(progress);
    }

    @Override
    public void finished(Progress progress, TrainingOutcome outcome) {
        int plots = curves.snapshot().size();
        if (plots == 0) {
            return;
        }
        int height = plots * HEIGHT_OF_PLOT;
        BufferedImage drawn = new CurveSheet(WIDTH, height, 1, new Font(Font.SANS_SERIF, Font.BOLD, 13), titles)
                .paint(curves.snapshot());
        BufferedImage picture = new BufferedImage(WIDTH + 2 * MARGIN, height + 2 * MARGIN, BufferedImage.TYPE_INT_RGB);
        picture.getGraphics().setColor(Color.WHITE);
        picture.getGraphics().fillRect(0, 0, picture.getWidth(), picture.getHeight());
        picture.getGraphics().drawImage(drawn, MARGIN, MARGIN, null);
        PictureFile.write(Beside.file(model, ".curves.png"), picture);
    }
}
