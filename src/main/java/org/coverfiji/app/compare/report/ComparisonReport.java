package org.coverfiji.app.compare.report;

import java.awt.image.BufferedImage;
import java.io.File;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.Counted;
import org.coverfiji.MemoryLimit;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.ComparisonPlan;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.RunFolder;
import org.coverfiji.file.CsvFile;
import org.coverfiji.image.PictureFile;
import org.coverfiji.show.CurvePlot;

/**
 * Leaves what a comparison found in its folder: {@code report.html}, which holds all and needs nothing, and beside it
 * the tables as CSV files and the curves as pictures.
 */
public final class ComparisonReport {

    /** The page. */
    public static final String PAGE = "report.html";

    private final Results results;
    private final File folder;
    private final PaperScores paper = PaperScores.read();

    /** @param folder of the comparison */
    public ComparisonReport(ComparisonPlan plan, File folder) {
        this.folder = folder;
        results = new Results(plan, new RunFolder(folder));
    }

    /**
     * Writes everything.
     *
     * @param software what the engine says of itself and the machine, in lines
     * @return the page
     * @throws org.coverfiji.CoverException if a file cannot be written, or a row of a run cannot be read
     */
    public File write(String software) {
        HtmlPage page = new HtmlPage("COVER comparison of pretraining methods");
        page.paragraph(summary());
        tables(page);
        curves(page);
        pictures(page);
        variants(page);
        new MethodsSection(results, paper).addTo(page, suite() + software);
        failures(page);
        File target = new File(folder, PAGE);
        page.write(target);
        return target;
    }

    private static String suite() {
        String version = ComparisonReport.class.getPackage().getImplementationVersion();
        return String.format(Locale.ROOT, "COVER for Fiji %s, report of %s%nMemory: %.0f GB%n",
                version == null ? "(not packaged)" : version, LocalDate.now(), MemoryLimit.bytes() / 1e9);
    }

    private String summary() {
        int tasks = results.plan().tasks().size();
        int runs = results.plan().runs().size() - results.missing() - results.failures().size();
        return Counted.of(results.methods(paper).size(), "network") + " on " + Counted.of(tasks, "task") + ", " + runs
                + " of " + Counted.of(results.plan().runs().size(), "run") + (results.missing() == 0 ? ""
                        : "; " + results.missing() + " are not made yet, and the same command goes on with them")
                + (results.failures().isEmpty() ? "." : "; " + results.failures().size() + " failed, see the end.");
    }

    private void tables(HtmlPage page) {
        page.section("Comparison");
        for (ComparedProtocol protocol : results.protocols()) {
            MainTable table = new MainTable(results, paper, protocol);
            if (!table.isEmpty()) {
                table.addTo(page);
            }
        }
        CsvFile.write(new File(folder, "comparison.csv"), MainTable.table(results, paper));
        GainTable gains = new GainTable(results, paper);
        page.section("Gains");
        gains.addTo(page);
        new AblationTable(results).addTo(page);
        CsvFile.write(new File(folder, "gains.csv"), gains.table());
    }

    private void curves(HtmlPage page) {
        Curves curves = new Curves(results, paper);
        CsvFile.write(new File(folder, "curves.csv"), curves.table());
        if (!curves.plots().isEmpty()) {
            page.section("Curves");
        }
        int number = 1;
        for (Map.Entry<String, CurvePlot> plot : curves.plots().entrySet()) {
            BufferedImage drawn = plot.getValue().draw();
            page.subsection(plot.getKey()).picture(drawn, plot.getKey());
            PictureFile.write(new File(folder, "curve-" + number++ + ".png"), drawn);
        }
    }

    private void pictures(HtmlPage page) {
        Map<String, BufferedImage> sheets = new PictureSheets(results, paper).sheets();
        if (!sheets.isEmpty()) {
            page.section("Predictions").paragraph("The same test images, from the first seed of every method.");
        }
        int number = 1;
        for (Map.Entry<String, BufferedImage> sheet : sheets.entrySet()) {
            page.subsection(sheet.getKey()).picture(sheet.getValue(), "Predictions: " + sheet.getKey());
            PictureFile.write(new File(folder, "predictions-" + number++ + ".png"), sheet.getValue());
        }
    }

    /** Names what the labels of variants stand for. */
    private void variants(HtmlPage page) {
        List<String> rows = new ArrayList<>();
        for (ComparedMethod method : results.methods(paper)) {
            if (!method.settings().isEmpty()) {
                rows.add(HtmlPage.row(List.of(HtmlPage.cell(method.label()),
                        HtmlPage.cell(method.recipe().name() + " with " + method.settings(), "text"))));
            }
        }
        if (!rows.isEmpty()) {
            page.section("Variants").table("Methods with settings of their own; all else is as in the method that they"
                    + " vary.", List.of("Variant", "What it is"), rows);
        }
    }

    private void failures(HtmlPage page) {
        Map<PlannedRun, String> failures = results.failures();
        if (failures.isEmpty()) {
            return;
        }
        List<String> rows = new ArrayList<>();
        failures.forEach((run, reason) -> rows.add(HtmlPage.row(List.of(HtmlPage.cell(run.toString()),
                HtmlPage.cell(reason, "text")))));
        page.section("Runs that failed").table("The same command tries them again.", List.of("Run", "Reason"), rows);
    }
}
