package org.coverfiji.app.dispersion;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.coverfiji.app.inspect.AngleEngine;
import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DispersionMeterTest {

    private static final int SIDE = 32;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Turns features by an angle of gain × intensity. */
    private File model(String name, double gain, String... heads) throws IOException {
        NetworkConfiguration network = TestModels.network(2, 1);
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(network));
        weights.get(AngleEngine.GAIN).data()[0] = (float) gain;
        if (heads.length > 0) {
            addHeads(network, weights);
        }
        File file = new File(folder.getRoot(), name);
        new ModelFile(TestModels.description(network, 32).normalization(Normalization.window(0, 1)).method("made")
                .methodSettings(heads.length == 0 ? Map.of() : Map.of("heads", heads[0], "head_dimension", "2"))
                .build(), weights, Collections.emptyMap()).write(file);
        return file;
    }

    /** One head, whose two features are ±2 times the angle's cosine and sine, less what normalisation takes off. */
    private static void addHeads(NetworkConfiguration network, Map<String, Tensor> weights) {
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            int in = network.levelChannels(level);
            Tensor weight = Tensor.zeros(2, in, 1, 1);
            weight.data()[0] = 1;
            weight.data()[in + 1] = 1;
            weights.put("proj." + level + ".proj.weight", weight);
            weights.put("proj." + level + ".proj.bias", Tensor.zeros(2));
            weights.put("proj." + level + ".norm.weight", new Tensor(new float[] {1, 1}, 2));
            weights.put("proj." + level + ".norm.bias", Tensor.zeros(2));
        }
    }

    /** Intensity = x / SIDE. */
    private static FloatImage ramp() {
        float[] data = new float[SIDE * SIDE];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (i % SIDE) / SIDE;
        }
        return new FloatImage("ramp", data, 1, new int[] {SIDE, SIDE}, new double[] {1, 1}, "pixel");
    }

    private static InspectedImages labelled() {
        int[] classes = new int[SIDE * SIDE];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % SIDE < SIDE / 2 ? 0 : 1;
        }
        return InspectedImages.of(LabelledImages.of(List.of(new LabelledImage(ramp(), new LabelImage("l", classes,
                SIDE, SIDE))), LabelClasses.of(List.of("left", "right"))), 5);
    }

    private static Map<String, Object> row(Table table, String model, int level, String space) {
        for (int row = 0; row < table.rows().size(); row++) {
            if (table.get(row, "model").equals(model) && table.get(row, "level").equals(level)
                    && ((String) table.get(row, "space")).startsWith(space)) {
                Map<String, Object> cells = new LinkedHashMap<>();
                for (String column : table.columns()) {
                    cells.put(column, table.get(row, column));
                }
                return cells;
            }
        }
        throw new AssertionError("no row " + model + " " + level + " " + space);
    }

    private static double number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).doubleValue();
    }

    private static Dispersion measure(InspectedImages images, int amplitude, File... models) {
        List<String> names = new ArrayList<>();
        for (File model : models) {
            names.add(model.getPath());
        }
        return new DispersionMeter(AngleEngine.create(), new DispersionSettings(amplitude, 1))
                .measure(InspectedModel.read(String.join(", ", names), AngleEngine.create(), 1), images);
    }

    /** Neighbours two columns apart differ by an angle of 2 · gain / SIDE; at most three quarters of a turn in all. */
    @Test
    public void deltaOfPlantedFeaturesIsTheirAngleInTheWindow() throws IOException {
        Dispersion dispersion = measure(labelled(), 2, model("gentle.cover", 1.5), model("steep.cover", 3));
        Table table = dispersion.table();
        for (String name : new String[] {"gentle", "steep"}) {
            double gain = name.equals("gentle") ? 1.5 : 3;
            Map<String, Object> row = row(table, name, 4, "unit");
            double delta = 1 - Math.cos(2 * gain / SIDE);
            assertEquals(delta, number(row, "delta_median"), 1e-5);
            assertEquals(delta, number(row, "delta_95"), 1e-5);
            assertEquals(delta, number(row, "delta_max"), 1e-5);
            assertEquals("pixels of a column are alike", 1, number(row, "range"), 1e-5);
            assertEquals(delta, number(row, "delta_of_range_median"), 1e-5);
            double least = Math.cos(31 * gain / SIDE);
            assertEquals(1 - least, number(row, "spread"), 1e-4);
            assertEquals(SIDE * SIDE, number(row, "pixels"), 0);
            assertTrue(number(row, "between") > number(row, "within"));
            assertTrue("no bound without heads", Double.isNaN(number(row, "bound_median")));
            assertEquals("no heads in this file, so no q·k/τ and no bound", row.get("note"));
        }
        Map<String, Object> coarse = row(table, "steep", 3, "unit");
        assertEquals("two pixels of level 3 are four columns", 1 - Math.cos(4 * 3.0 / SIDE),
                number(coarse, "delta_median"), 1e-5);
        assertEquals(2 * 5 * 2, table.rows().size());
    }

    /** Where every pixel has a direction of its own, features tell where it went; where all have one, nothing does. */
    @Test
    public void displacementsAreToldByFeaturesThatDiffer() throws IOException {
        Random random = new Random(8);
        float[] noise = new float[SIDE * SIDE];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat();
        }
        InspectedImages images = InspectedImages.of(List.of(ramp().withData(noise, 1)));
        Table table = measure(images, 2, model("sees.cover", 3), model("blind.cover", 0)).table();
        Map<String, Object> sees = row(table, "sees", 4, "unit");
        assertTrue(sees.toString(), number(sees, "vector_error") < 0.25);
        assertTrue(sees.toString(), number(sees, "weight_error") < 0.7);
        Map<String, Object> blind = row(table, "blind", 4, "unit");
        assertEquals("the middle of the window", 1, number(blind, "vector_error"), 0.2);
        assertEquals("one of 25 offsets has weight that it should have", 2 * 24.0 / 25, number(blind, "weight_error"),
                0.1);
        assertTrue(Double.isNaN(number(blind, "rank_correlation")));
        assertEquals("one direction", 1, number(blind, "mean_product"), 1e-6);
        assertEquals(0, number(blind, "delta_max"), 1e-6);
    }

    @Test
    public void headsHaveABoundThatDeltaKeeps() throws IOException {
        Table table = measure(InspectedImages.of(List.of(ramp())), 1, model("heads.cover", 3, "1,1,1,1,1")).table();
        Map<String, Object> row = row(table, "heads", 4, "q·k/τ");
        double temperature = Math.sqrt(2);
        assertEquals(temperature, number(row, "temperature"), 1e-9);
        double delta = number(row, "delta_max");
        double bound = number(row, "bound_max");
        assertTrue(delta + " " + bound, delta > 0 && temperature * delta <= bound);
        assertTrue("α_min is at most 1/4 where a window has four pixels", number(row, "bound_median")
                > temperature * Math.log(4));
        assertEquals(number(row, "bound_median") / temperature / number(row, "range"),
                number(row, "bound_of_range_median"), 1e-9);
        assertTrue(Double.isNaN(number(row, "between")));
        assertEquals("", row.get("note"));
    }

    @Test
    public void theSameSeedGivesTheSameTable() throws IOException {
        File model = model("one.cover", 2);
        assertEquals(measure(labelled(), 0, model).table().rows().toString(),
                measure(labelled(), 0, model).table().rows().toString());
        assertEquals("A of 2D", 2, measure(labelled(), 0, model).amplitude());
    }

    @Test
    public void whatCannotBeMeasuredIsToldInOneSentence() throws IOException {
        String model = model("one.cover", 2).getPath();
        assertEquals("models is missing; it is the model files (.cover) with commas between, and random for untrained"
                + " weights.", refusal(" "));
        assertTrue(refusal("random").startsWith("models is random; it must name at least one model file"));
        assertEquals("models names " + model + " twice; name every model once.", refusal(model + "," + model));
        assertTrue(refusal(model + ",nothere.cover").startsWith("The model file nothere.cover does not exist"));
        String pieces = refusal("my,own.cover");
        assertTrue(pieces, pieces.startsWith("The model file my does not exist") && pieces.contains("rename"));
        File volume = new File(folder.getRoot(), "volume.cover");
        TestModels.model(TestModels.description(TestModels.network(3, 1), 32).build()).write(volume);
        assertEquals(volume + " takes 3D images with 1 channel, but the first model takes 2D images with 1 channel;"
                + " give models for the same images.", refusal(model + "," + volume));
        assertEquals("amplitude is -1; it must be 1 to 8, or 0 for COVER's own.".replace("8",
                String.valueOf(Limits.NETWORK_AMPLITUDE)),
                assertThrows(CoverException.class, () -> new DispersionSettings(-1, 1)).getMessage());
    }

    /** Folders of several runs have files of one name; tables and pictures must tell them apart. */
    @Test
    public void modelsOfOneNameAreToldApartByTheirPaths() throws IOException {
        folder.newFolder("first");
        folder.newFolder("second");
        File first = model("first/model.cover", 1);
        File second = model("second/model.cover", 2);
        File other = model("other.cover", 3);
        assertEquals(List.of(first.getPath(), "other", second.getPath()), InspectedModel.read(first + "," + other + ","
                + second, AngleEngine.create(), 1).stream().map(InspectedModel::name).collect(Collectors.toList()));
    }

    private static String refusal(String models) {
        return assertThrows(CoverException.class, () -> InspectedModel.read(models, AngleEngine.create(), 1))
                .getMessage();
    }
}
