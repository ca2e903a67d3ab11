package org.coverfiji.app.compare.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.coverfiji.CoverException;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparisonPlan;
import org.coverfiji.app.compare.MadeRuns;
import org.coverfiji.app.compare.RunFolder;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.image.label.CsvTable;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

public class ComparisonReportTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private MadeRuns runs() {
        return new MadeRuns(folder.getRoot());
    }

    private static Document read(File page) throws Exception {
        String text = Files.readString(page.toPath()).replace("<!DOCTYPE html>", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    private static List<String> texts(Document page, String tag) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = page.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    public void thePageNeedsNothingElse() throws Exception {
        ComparisonPlan plan = runs().make(List.of(runs().task("lungs", 24).set("paper", "SCR").build()), run -> true,
                run -> false);
        File file = new ComparisonReport(plan, runs().output()).write("Java & <machine>");
        Document page = read(file);
        assertEquals(0, page.getElementsByTagName("script").getLength());
        assertEquals(0, page.getElementsByTagName("link").getLength());
        NodeList pictures = page.getElementsByTagName("img");
        assertTrue(pictures.getLength() > 0);
        for (int i = 0; i < pictures.getLength(); i++) {
            assertTrue(((Element) pictures.item(i)).getAttribute("src").startsWith("data:image/png;base64,"));
            assertFalse(((Element) pictures.item(i)).getAttribute("alt").isEmpty());
        }
        assertFalse(Files.readString(file.toPath()).contains("http"));
        assertFalse("paths are private", Files.readString(file.toPath()).contains(folder.getRoot().getPath()));
        assertTrue(texts(page, "pre").toString(), texts(page, "pre").get(0).endsWith("Java & <machine>"));
    }

    /** A page that is cited tells the rates that were trained with, not that they were left open. */
    @Test
    public void settingsAreThoseThatWereUsed() throws Exception {
        ComparisonPlan plan = runs().make(List.of(runs().task("lungs", 24).set("numbers", "2")
                .set("protocols", "linear,full").build()), run -> true, run -> false);
        String settings = texts(read(new ComparisonReport(plan, runs().output()).write("")), "p").stream()
                .filter(text -> text.startsWith("Settings: ")).collect(Collectors.joining());
        assertTrue(settings, settings.contains("motion the methods' own, "));
        assertTrue(settings, settings.contains("learning_rate of linear 0.03, learning_rate of full 0.005"));
        assertFalse(settings, settings.contains("_rate 0.0,"));
    }

    /** Nothing would be compared, and the report be empty. */
    @Test
    public void moreLabelsThanThereAreImagesAreRefused() {
        CoverException refused = assertThrows(CoverException.class, () -> runs().make(List.of(runs().task("lungs", 24)
                .set("numbers", "50,60").build()), run -> true, run -> false));
        assertTrue(refused.getMessage(), refused.getMessage().matches("lungs has only \\d+ images that are not for"
                + " testing, fewer than the least number of labelled images, 50; give smaller numbers, or more"
                + " images."));
    }

    @Test
    public void theTableHasFamiliesMeansGainsRanksAndThePapersScores() throws Exception {
        ComparisonPlan plan = runs().make(List.of(runs().task("lungs", 24).set("paper", "SCR").set("numbers", "2")
                .set("protocols", "linear").build()), run -> true, run -> false);
        Document page = read(new ComparisonReport(plan, runs().output()).write(""));
        Element table = (Element) page.getElementsByTagName("tbody").item(0);
        List<String> rows = new ArrayList<>();
        NodeList trs = table.getElementsByTagName("tr");
        for (int i = 0; i < trs.getLength(); i++) {
            NodeList cells = ((Element) trs.item(i)).getElementsByTagName("td");
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < cells.getLength(); c++) {
                Element cell = (Element) cells.item(c);
                row.append(c == 0 ? "" : " | ").append(cell.getTextContent()).append(cell.getAttribute("class")
                        .replaceAll("(.+)", " [$1]"));
            }
            rows.add(row.toString());
        }
        // 8 test images: 0.5 + 0.01 and 0.02 of the seeds + 0.0035 of the images.
        assertEquals(List.of("scratch | 51.9 ± 0.7 | 81.8 [quiet] | 51.9",
                "binary contrastive",
                "SimCLR | 56.9 ± 0.7 (+5.0) [second] | 89.0 [quiet] | 56.9 [second]",
                "vector regression",
                "COVER | 81.9 ± 0.7 (+30.0) [best] | 94.0 [quiet] | 81.9 [best]"), rows);
        String caption = texts(page, "caption").get(0);
        assertTrue(caption, caption.contains("but not that of the pretraining"));
    }

    /** Eight test groups have an interval, seven have none. */
    @Test
    public void fewTestGroupsHaveNoInterval() throws Exception {
        ComparisonPlan plan = runs().make(List.of(
                runs().task("many", 24).set("numbers", "2").set("protocols", "full").build(),
                runs().task("few", 20).set("numbers", "2").set("protocols", "full").build()), run -> true,
                run -> false);
        new ComparisonReport(plan, runs().output()).write("");
        CsvTable gains = new CsvTable(new File(runs().output(), "gains.csv"));
        assertEquals(4, gains.size());
        assertEquals("8", gains.get(0, "test_groups"));
        assertEquals(5, Double.parseDouble(gains.get(0, "gain")), 1e-9);
        assertEquals("the same gain on every image", 5, Double.parseDouble(gains.get(0, "low")), 1e-9);
        assertEquals("twice, because of two methods", 2 * Double.parseDouble(gains.get(0, "p")),
                Double.parseDouble(gains.get(0, "p_holm")), 1e-12);
        assertTrue(gains.get(2, "test_groups"), Integer.parseInt(gains.get(2, "test_groups")) < 8);
        assertEquals(5, Double.parseDouble(gains.get(2, "gain")), 1e-9);
        assertEquals("", gains.get(2, "low"));
        assertEquals("", gains.get(2, "p_holm"));
    }

    @Test
    public void curvesAndPredictionsLieBesideThePage() throws Exception {
        ComparisonPlan plan = runs().make(List.of(runs().task("lungs", 24).build()), run -> true, run -> false);
        new ComparisonReport(plan, runs().output()).write("");
        CsvTable curves = new CsvTable(new File(runs().output(), "curves.csv"));
        assertEquals("3 methods, 2 protocols × 2 numbers, 2 numbers × 2 shares, 2 × 2 losses of 2 steps",
                3 * (4 + 4 + 8), curves.size());
        for (String name : List.of("curve-1.png", "curve-4.png", "predictions-1.png", "predictions-4.png")) {
            assertNotNull(name, ImageIO.read(new File(runs().output(), name)));
        }
        assertEquals(12, new CsvTable(new File(runs().output(), "comparison.csv")).size());
    }

    @Test
    public void ablationsHaveATableOfTheirOwn() throws Exception {
        ComparisonPlan plan = runs().make(List.of(runs().task("lungs", 24).set("numbers", "2").set("protocols", "full")
                .set("methods", "COVER parts").build()), run -> true, run -> false);
        Document page = read(new ComparisonReport(plan, runs().output()).write(""));
        assertTrue(texts(page, "h2").contains("Ablations"));
        List<String> cells = texts(page, "td");
        int chain = cells.indexOf("L_con");
        assertEquals(List.of("L_con", "56.9 ± 0.7", "L_con + SeVR", "56.9 ± 0.7", "L_con + SeVR + VPA", "56.9 ± 0.7",
                "L_con + SeVR + VPA + MVI", "81.9 ± 0.7"), cells.subList(chain, chain + 8));
        assertEquals("the comparison is of methods", 2,
                new CsvTable(new File(runs().output(), "comparison.csv")).size());
    }

    /** The paper's Figures 4c and 4d. */
    @Test
    public void tasksThatDifferInOneThingMakeACurve() throws Exception {
        List<TaskSettings> tasks = new ArrayList<>();
        for (int width : new int[] {16, 8}) {
            tasks.add(runs().task("lungs", 24).set("name", "lungs " + width).set("width", width).set("numbers", "2")
                    .set("protocols", "full").build());
        }
        ComparisonPlan plan = runs().make(tasks, run -> true, run -> false);
        new ComparisonReport(plan, runs().output()).write("");
        CsvTable curves = new CsvTable(new File(runs().output(), "curves.csv"));
        List<String> points = new ArrayList<>();
        for (int row = 0; row < curves.size(); row++) {
            if (curves.get(row, "plot").equals("lungs 8; lungs 16: full, 2 labels")
                    && curves.get(row, "method").equals("COVER")) {
                points.add(curves.get(row, "x"));
            }
        }
        assertEquals("[8.0, 16.0]", points.toString());
    }

    /** A loss that is no number is none, not 0. */
    @Test
    public void lossesWithoutANumberStayWithout() {
        ComparisonPlan plan = runs().make(List.of(runs().task("lungs", 24).set("numbers", "2").set("protocols", "full")
                .build()), run -> true, run -> false);
        double[] losses = new RunFolder(runs().output()).losses(plan.runs().get(0), 3);
        assertEquals(1.5, losses[0], 0);
        assertTrue(Double.isNaN(losses[1]));
        assertEquals(0.5, losses[2], 0);
    }

    @Test
    public void whatFailedOrIsMissingIsSaid() throws Exception {
        ComparisonPlan plan = runs().make(List.of(runs().task("lungs", 24).build()),
                run -> !run.method().label().equals("SimCLR"), run -> run.method().label().equals("COVER")
                        && run.seed() == 2);
        Document page = read(new ComparisonReport(plan, runs().output()).write(""));
        assertEquals("3 networks on 1 task, 12 of 24 runs; 8 are not made yet, and the same command goes on with them;"
                + " 4 failed, see the end.", texts(page, "p").get(0));
        assertTrue(texts(page, "td").contains("It was <too> large & \"slow\"."));
        assertTrue(texts(page, "td").contains("lungs, COVER, linear, 2 labels, seed 2"));
    }

    /** Every method of the paper's table that there is has its family. */
    @Test
    public void thePaperKnowsOurMethods() {
        PaperScores paper = PaperScores.read();
        assertEquals(8, paper.tasks().size());
        for (ComparedMethod method : ComparedMethod.parse(Recipes.all().stream().map(Recipe::name)
                .collect(Collectors.joining(",")), 2)) {
            assertFalse(method.label(), paper.family(method).equals("other"));
            assertFalse(method.label(), Double.isNaN(paper.score(method, "FIVES")));
        }
        PaperScores.require("");
        PaperScores.require("SCR");
        CoverException wrong = assertThrows(CoverException.class, () -> PaperScores.require("scr2"));
        assertTrue(wrong.getMessage(), wrong.getMessage().startsWith("paper is scr2, but must be one of SCR, PDCXR, "));
        ComparedMethod variant = ComparedMethod.parse("COVER(consistency:0)", 2).get(1);
        assertEquals("vector regression", paper.family(variant));
        assertTrue("the paper's COVER is another", Double.isNaN(paper.score(variant, "FIVES")));
    }
}
