package org.coverfiji.app.vectors;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Test;

import ij.ImagePlus;

public class VectorViewerTest {

    private static final int SIDE = 32;

    /**
     * Level l predicts l quarters of a displacement, on the grids of the pyramid: levels 0 to 3 on the next one's, in
     * its pixels.
     */
    private static Engine engine(double... displacement) {
        PretrainingNetwork network = (PretrainingNetwork) Proxy.newProxyInstance(Engine.class.getClassLoader(),
                new Class<?>[] {PretrainingNetwork.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("outputs")) {
                        Batch batch = (Batch) arguments[0];
                        assertEquals(1, batch.samples());
                        return fields(batch.get(CoverConfiguration.MOVING).shape(), displacement);
                    }
                    return null;
                });
        return (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> network);
    }

    private static Map<String, Tensor> fields(int[] shape, double... displacement) {
        Map<String, Tensor> fields = new LinkedHashMap<>();
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            int stride = level == 4 ? 1 : NetworkConfiguration.levelStride(level + 1);
            int[] size = Arrays.stream(shape).map(side -> side / stride).toArray();
            size[0] = 1;
            size[1] = displacement.length;
            Tensor field = Tensor.zeros(size);
            int pixels = field.data().length / displacement.length;
            for (int i = 0; i < field.data().length; i++) {
                field.data()[i] = (float) (displacement[i / pixels] * level / 4 / stride);
            }
            fields.put(String.valueOf(level), field);
        }
        return fields;
    }

    private static ModelFile model(int dimensions, boolean heads, String method, String aggregation) {
        NetworkConfiguration network = TestModels.network(dimensions, 1);
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(network));
        for (int level = 0; heads && level < (aggregation.equals("coarsest") ? 1 : 5); level++) {
            weights.put("proj." + level + ".proj.weight", Tensor.zeros(1));
        }
        ModelDescription description = TestModels.description(network, 32).normalization(Normalization.window(0, 1))
                .method(method).methodSettings(Map.of("aggregation", aggregation)).build();
        return new ModelFile(description, weights, Collections.emptyMap());
    }

    private static ModelFile cover(int dimensions) {
        return model(dimensions, true, "COVER", "pyramid");
    }

    private static FloatImage noise(String name, int... size) {
        float[] data = new float[Math.toIntExact(Tensor.size(size))];
        Random random = new Random(6);
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat();
        }
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 0.5);
        return new FloatImage(name, data, 1, size, spacing, "mm");
    }

    /** What is seen at p of what was at p + (2, −3). */
    private static FloatImage moved(FloatImage image) {
        float[] data = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE - 2; y++) {
            for (int x = 3; x < SIDE; x++) {
                data[y * SIDE + x] = image.data()[(y + 2) * SIDE + x - 3];
            }
        }
        return image.withData(data, 1);
    }

    @Test
    public void ofTwoImagesTheErrorIsWhatWarpingLeaves() {
        FloatImage moving = noise("a", SIDE, SIDE);
        try (VectorViewer viewer = new VectorViewer(engine(2, -3), cover(2))) {
            ShownVectors vectors = viewer.images(moving, moved(moving));
            assertFalse(vectors.isKnown());
            Table table = vectors.table();
            assertEquals(5, table.rows().size());
            assertEquals("no displacement", 1, (double) table.get(0, "relative_error"), 1e-6);
            assertTrue((double) table.get(1, "relative_error") > 0.5);
            assertEquals("the whole displacement", 0, (double) table.get(4, "relative_error"), 1e-6);
            assertEquals("intensity", table.get(4, "unit"));
            ImagePlus fields = vectors.fields();
            assertArrayEquals(new int[] {SIDE, SIDE, 2, 1, 5}, fields.getDimensions());
            assertEquals("half of it, in pixels of the image", 1, fields.getStack().getProcessor(5).getf(9, 9), 1e-6);
            assertEquals(-1.5, fields.getStack().getProcessor(6).getf(9, 9), 1e-6);
            ImagePlus warped = vectors.warped();
            assertArrayEquals(new int[] {SIDE, SIDE, 1, 1, 7}, warped.getDimensions());
            assertEquals("the fixed image", warped.getStack().getProcessor(7).getf(9, 9),
                    warped.getStack().getProcessor(6).getf(9, 9), 1e-6);
            assertEquals("the moving image", moving.data()[9 * SIDE + 9],
                    warped.getStack().getProcessor(1).getf(9, 9), 0);
            assertEquals(5, vectors.errors().getNFrames());
            assertEquals("mm", fields.getCalibration().getUnit());
            assertEquals(0.5, fields.getCalibration().pixelWidth, 0);
        }
    }

    @Test
    public void ofTwoViewsTheErrorIsTheDistanceFromTheTrueDisplacement() {
        try (VectorViewer viewer = new VectorViewer(engine(0, 0), cover(2))) {
            ShownVectors vectors = viewer.views(noise("a", SIDE, SIDE), 0.6, true, 1);
            assertTrue(vectors.isKnown());
            for (int level = 0; level < 5; level++) {
                assertEquals(1, (double) vectors.table().get(level, "relative_error"), 1e-6);
                assertEquals("pixel", vectors.table().get(level, "unit"));
            }
            assertTrue("it moves", (double) vectors.table().get(0, "error") > 0.5);
            assertEquals("four columns", 4 * (224 + 8) + 8, vectors.picture().getWidth());
        }
    }

    @Test
    public void volumesHaveSlicesAndThreeComponents() {
        try (VectorViewer viewer = new VectorViewer(engine(1, 0, 0), cover(3))) {
            ShownVectors vectors = viewer.images(noise("a", 16, 32, 48), noise("b", 20, 40, 32));
            ImagePlus fields = vectors.fields();
            assertArrayEquals("the middle that both share", new int[] {32, 32, 3, 16, 5}, fields.getDimensions());
            assertEquals("z first", 1, fields.getStack().getProcessor(fields.getStackIndex(1, 8, 5)).getf(3, 3), 1e-6);
            assertEquals(0, fields.getStack().getProcessor(fields.getStackIndex(3, 8, 5)).getf(3, 3), 1e-6);
            assertArrayEquals(new int[] {32, 32, 1, 16, 7}, vectors.warped().getDimensions());
        }
    }

    @Test
    public void modelsWithoutThePyramidAreRefusedInOneSentence() {
        assertTrue(refusal(model(2, false, "COVER", "pyramid")).startsWith("The model holds no projection heads of"
                + " COVER (it is a pretrained model by COVER)"));
        assertTrue(refusal(model(2, false, "SimCLR", "pyramid")).contains("by SimCLR"));
        assertTrue(refusal(model(2, true, "COVER", "coarsest")).startsWith("The model was pretrained without vector"
                + " pyramid aggregation"));
    }

    private static String refusal(ModelFile model) {
        return assertThrows(CoverException.class, () -> new VectorViewer(engine(0, 0), model)).getMessage();
    }
}
