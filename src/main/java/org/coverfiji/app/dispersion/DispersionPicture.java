package org.coverfiji.app.dispersion;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.show.CurvePlot;

/** Plots in rows and columns: a column per space, a row per measure, the levels from left to right. */
final class DispersionPicture {

    private static final int TITLE = 24;
    private static final int GAP = 12;

    private final List<InspectedModel> models;
    private final List<List<Map<FeatureSpace, LevelDispersion>>> results;

    DispersionPicture(List<InspectedModel> models, List<List<Map<FeatureSpace, LevelDispersion>>> results) {
        this.models = models;
        this.results = results;
    }

    BufferedImage draw(boolean labelled) {
        List<List<BufferedImage>> rows = new ArrayList<>();
        rows.add(row("δ/Δ, median", level -> level.deltas().quantile(0.5) / level.range()));
        rows.add(row("δ / spread of products, median", level -> level.deltas().quantile(0.5) / level.spread()));
        rows.add(row("Error of vectors (0 = exact)", level -> level.modelling().vectorError()));
        if (labelled) {
            rows.add(row("Distance between / within classes", level -> level.between() / level.within()));
        }
        return joined(rows);
    }

    private List<BufferedImage> row(String title, ToDoubleFunction<LevelDispersion> value) {
        List<BufferedImage> row = new ArrayList<>();
        for (FeatureSpace space : FeatureSpace.values()) {
            CurvePlot plot = new CurvePlot("Level (0 = deepest)", title);
            for (int m = 0; m < models.size(); m++) {
                List<Map<FeatureSpace, LevelDispersion>> levels = results.get(m);
                double[] values = IntStream.range(0, levels.size()).mapToDouble(level ->
                        levels.get(level).containsKey(space) ? value.applyAsDouble(levels.get(level).get(space))
                                : Double.NaN).toArray();
                plot.add(models.get(m).name(), m, IntStream.range(0, levels.size()).asDoubleStream().toArray(), values);
            }
            row.add(plot.hasLines() ? plot.draw() : null);
        }
        return row;
    }

    private static BufferedImage joined(List<List<BufferedImage>> rows) {
        int width = rows.stream().flatMap(List::stream).filter(plot -> plot != null)
                .mapToInt(BufferedImage::getWidth).max().orElse(1) + GAP;
        int height = rows.stream().flatMap(List::stream).filter(plot -> plot != null)
                .mapToInt(BufferedImage::getHeight).max().orElse(1) + GAP;
        BufferedImage all = new BufferedImage(FeatureSpace.values().length * width, TITLE + rows.size() * height,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, all.getWidth(), all.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        graphics.setColor(Color.BLACK);
        for (FeatureSpace space : FeatureSpace.values()) {
            graphics.drawString(space.title(), space.ordinal() * width + GAP, TITLE - 6);
        }
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                graphics.drawImage(rows.get(row).get(column), column * width, TITLE + row * height, null);
            }
        }
        graphics.dispose();
        return all;
    }
}
