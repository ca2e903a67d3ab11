package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.junit.Test;

public class PretrainSettingsTest {

    @Test
    public void defaultsIn2D() {
        PretrainSettings settings = valid(2).build();
        assertArrayEquals(new int[] {128, 128}, settings.patch());
        assertEquals(4, settings.batch());
        assertEquals(16, settings.width());
        assertEquals(1000, settings.iterations());
        assertEquals(1e-3, settings.learningRate(), 0);
        assertEquals(0.6, settings.methodValues().get(CoverRecipe.MOTION), 0);
        assertEquals(2, (int) settings.methodValues().get(CoverRecipe.AMPLITUDE));
        assertEquals(List.of(4, 4, 4, 1, 1), settings.methodValues().get(CoverRecipe.HEADS));
        assertEquals(1, settings.methodValues().get(CoverRecipe.CONSISTENCY), 0);
        assertEquals(Normalization.DEFAULT.toString(), settings.normalization().toString());
    }

    @Test
    public void defaultsIn3D() {
        PretrainSettings settings = valid(3).build();
        assertArrayEquals(new int[] {32, 32, 32}, settings.patch());
        assertEquals(8, settings.width());
        assertEquals(1, (int) settings.methodValues().get(CoverRecipe.AMPLITUDE));
        assertArrayEquals(new int[] {8, 16, 32, 64, 128, 64, 32, 16, 8}, settings.network(2).widths());
        assertEquals(2, settings.network(2).inputChannels());
    }

    @Test
    public void aBuiltObjectNoLongerFollowsItsBuilder() {
        PretrainSettings.Builder builder = valid(2);
        PretrainSettings settings = builder.build();
        builder.batch(7).set(CoverRecipe.HEAD_DIMENSION, 3);
        assertEquals(4, settings.batch());
        assertEquals(8, (int) settings.methodValues().get(CoverRecipe.HEAD_DIMENSION));
        assertEquals(4, settings.toBuilder().seed(5).build().batch());
    }

    @Test
    public void headsAsAMacroWritesThem() {
        assertEquals(List.of(8, 8, 8, 2, 2),
                valid(2).set("heads", "8, 8,8,2,2").build().methodValues().get(CoverRecipe.HEADS));
        CoverException e = assertThrows(CoverException.class, () -> valid(2).set("heads", "4;4").build());
        assertEquals("heads is '4;4', but must be five whole numbers of at least 1, one per level, such as 4,4,4,1,1.",
                e.getMessage());
    }

    /** Whatever was asked for: a method may need more. */
    @Test
    public void theMapTellsTheBatchThatAStepHas() {
        PretrainSettings settings = valid(2).method("SimCLR").batch(2).build();
        assertTrue(settings.samples() > 2);
        assertEquals(String.valueOf(settings.samples()), settings.toMap().get("batch"));
        assertEquals("2", valid(2).batch(2).build().toMap().get("batch"));
    }

    @Test
    public void theMapTellsNoPath() {
        PretrainSettings settings = valid(2).build();
        assertEquals("4,4,4,1,1", settings.methodMap().get("heads"));
        assertFalse(settings.toMap().toString().contains("images"));
    }

    @Test
    public void everyInvalidValueIsNamed() {
        rejects(b -> b.input(null), "input is missing; give a folder of images, an image file or an open image.");
        rejects(b -> b.images(Collections.singletonList(image())),
                "input is images although open images are given too; give only one.");
        rejects(b -> b.output(null), "output is missing; give the name of a model file, such as lung.cover.");
        rejects(b -> b.output(new File("")), "output is missing; give the name of a model file, such as lung.cover.");
        rejects(b -> b.channels(-1), "channels is -1, but must be a number of input channels, or 0 for those of the"
                + " images.");
        String patch = ", but must be a positive multiple of 16, or one per axis (z,y,x) such as 16,128,128, or auto.";
        rejects(b -> b.patch(100), "patch is 100" + patch);
        rejects(b -> b.patch(128, 100), "patch is 128,100" + patch);
        rejects(b -> b.patch(-16), "patch is -16" + patch);
        rejects(b -> b.patch(16, 128, 128),
                "patch is 16,128,128, but the images are 2D; give one number, or two (y,x).");
        rejects(b -> b.batch(0), "batch is 0, but must be at least 1.");
        rejects(b -> b.width(12), "width is 12, but must be a positive multiple of 8 such as 16.");
        rejects(b -> b.width(0), "width is 0, but must be a positive multiple of 8 such as 8.");
        rejects(b -> b.iterations(0), "iterations is 0, but must be at least 1.");
        rejects(b -> b.learningRate(0), "learning_rate is 0.0, but must be above 0 and at most 1, or auto.");
        rejects(b -> b.learningRate(Double.NaN), "learning_rate is NaN, but must be above 0 and at most 1, or auto.");
        rejects(b -> b.set(CoverRecipe.MOTION, 0.0), "motion is 0.0, but must be above 0 and below 2, or auto.");
        rejects(b -> b.set(CoverRecipe.MOTION, 2.0), "motion is 2.0, but must be above 0 and below 2, or auto.");
        rejects(b -> b.set(CoverRecipe.AMPLITUDE, 0), "amplitude is 0, but must be between 1 and 16.");
        String heads = ", but must be five whole numbers of at least 1, one per level, such as 4,4,4,1,1.";
        rejects(b -> b.set(CoverRecipe.HEADS, List.of(4, 4, 4, 1)), "heads is 4,4,4,1" + heads);
        rejects(b -> b.set(CoverRecipe.HEADS, List.of(4, 4, 4, 1, 0)), "heads is 4,4,4,1,0" + heads);
        rejects(b -> b.set(CoverRecipe.HEAD_DIMENSION, 0), "head_dimension is 0, but must be at least 1.");
        rejects(b -> b.set(CoverRecipe.CONSISTENCY, -1.0), "consistency is -1.0, but must be a weight of at least 0.");
        rejects(b -> b.set(CoverRecipe.CONSISTENCY, Double.POSITIVE_INFINITY),
                "consistency is Infinity, but must be a weight of at least 0.");
        rejects(b -> b.method("MoCo"), "method is MoCo, but must be one of " + Recipes.all().stream().map(Recipe::name)
                .collect(Collectors.joining(", ")) + ".");
        rejects(b -> b.device("tpu"), "device is tpu, but must be auto, cpu or cuda.");
        rejects(b -> b.device(null), "device is null, but must be auto, cpu or cuda.");
        String resize = ", but must be 0 for no resizing, a long side of at least the patch's 128 pixels, or auto.";
        rejects(b -> b.resize(64).patch(128), "resize is 64" + resize);
        rejects(b -> b.resize(64).patch(64, 128), "resize is 64" + resize);
        rejects(b -> b.resize(-2), "resize is -2, but must be a number of pixels, or 0 for none, or auto.");
        rejects(b -> b.normalization(null), "normalization is missing; it must be percentiles or a window.");
        rejects(b -> b.checkpointMinutes(-1), "checkpoint_minutes is -1.0, but must be at least 0.");
        rejects(b -> b.checkpointIterations(-1), "checkpoint_iterations is -1, but must be at least 0.");
        CoverException e = assertThrows(CoverException.class, () -> PretrainSettings.builder(4));
        assertEquals("dimensions is 4, but must be 2 or 3.", e.getMessage());
    }

    @Test
    public void whatIsToBeFoundOutStandsForTheUsualUntilThen() {
        PretrainSettings open = valid(2).set(Map.of("resize", "auto", "patch", "auto", "learning_rate", "auto",
                "motion", "auto")).build();
        assertTrue(open.automaticResize() && open.automaticPatch() && open.automaticRate() && open.automaticMotion());
        assertEquals(0, open.resize());
        assertArrayEquals(new int[] {128, 128}, open.patch());
        assertEquals(PretrainSettings.USUAL_LEARNING_RATE, open.learningRate(), 0);
        assertEquals("auto", open.toMap().get("resize"));
        assertEquals("auto", open.methodMap().get("motion"));
        PretrainSettings given = valid(3).resize(0).patch(16, 96, 80).build();
        assertFalse(given.automaticResize() || given.automaticPatch() || given.automaticRate()
                || given.automaticMotion());
        assertArrayEquals(new int[] {16, 96, 80}, given.patch());
        assertEquals("16,96,80", given.toMap().get("patch"));
        assertEquals("0", given.toMap().get("resize"));
    }

    @Test
    public void limitsAreAccepted() {
        valid(2).patch(16).batch(1).width(8).iterations(1).learningRate(1).set(CoverRecipe.MOTION, 1.99)
                .set(CoverRecipe.AMPLITUDE, 1).set(CoverRecipe.HEADS, List.of(1, 1, 1, 1, 1))
                .set(CoverRecipe.HEAD_DIMENSION, 1).set(CoverRecipe.CONSISTENCY, 0.0).resize(16).checkpointMinutes(0)
                .method("cover").device("cuda").build();
    }

    private static void rejects(UnaryOperator<PretrainSettings.Builder> change, String message) {
        CoverException e = assertThrows(message, CoverException.class, () -> change.apply(valid(2)).build());
        assertEquals(message, e.getMessage());
    }

    private static PretrainSettings.Builder valid(int dimensions) {
        return PretrainSettings.builder(dimensions).input(new File("images")).output(new File("model.cover"));
    }

    private static FloatImage image() {
        return new FloatImage("a", new float[4], 1, new int[] {2, 2}, new double[] {1, 1}, "pixel");
    }
}
