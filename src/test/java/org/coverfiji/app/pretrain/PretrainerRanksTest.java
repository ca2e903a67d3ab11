package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.engine.FaultyEngine;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.image.FloatImage;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.Rank;
import org.coverfiji.train.RecordingListener;
import org.coverfiji.train.TrainingOutcome;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A run that is one of several ranks, the others of which are played by its exchange. */
public class PretrainerRanksTest {

    private static final GradientExchange TWIN = values -> {
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
    };

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FaultyEngine engine = new FaultyEngine();
    private final RecordingListener events = new RecordingListener();
    private File output;

    @Before
    public void chooseOutput() {
        output = new File(folder.getRoot(), "model.cover");
    }

    @After
    public void everyNetworkIsClosed() {
        assertEquals(0, engine.open);
    }

    private PretrainSettings.Builder settings() {
        SplittableRandom random = new SplittableRandom(1);
        float[] data = new float[24 * 20];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(1000);
        }
        FloatImage image = new FloatImage("image", data, 1, new int[] {24, 20}, new double[] {1, 1}, "mm");
        return PretrainSettings.builder(2).images(List.of(image)).output(output).patch(16).batch(3).width(8).resize(0)
                .set(CoverRecipe.AMPLITUDE, 1).iterations(6).checkpointMinutes(0).checkpointIterations(2);
    }

    private PretrainResult run(int number, GradientExchange exchange) {
        return new Pretrainer(engine, settings().build()).addListener(events).rank(new Rank(number, 2, exchange)).run();
    }

    @Test
    public void theFirstOfTwoTrainsOnItsPartAndWrites() {
        PretrainResult result = run(0, TWIN);
        assertEquals(TrainingOutcome.COMPLETED, result.outcome());
        assertEquals(6, ModelFile.read(output).description().iterationsDone());
        assertEquals(List.of(1, 1, 1, 1, 1, 1), engine.samples);
        assertTrue(events.events.toString(), events.events.contains("message 2 ranks share every batch of 3."));
    }

    @Test
    public void theSecondTrainsOnTheRestAndWritesNothing() {
        PretrainResult result = run(1, TWIN);
        assertEquals(TrainingOutcome.COMPLETED, result.outcome());
        assertEquals(List.of(2, 2, 2, 2, 2, 2), engine.samples);
        assertFalse(output.exists());
        assertEquals(0, folder.getRoot().list().length);
    }

    /** Both must have done as many steps, so that what one checkpoint holds is what both have. */
    @Test
    public void aWishOfAnyRankEndsAllAfterTheStep() {
        int[] sums = {0};
        PretrainResult result = run(0, values -> {
            TWIN.sum(values);
            // Three sums tell that the ranks are the same.
            values[values.length - 1] = ++sums[0] == 3 + 4 ? 1 : values[values.length - 1];
        });
        assertEquals(TrainingOutcome.STOPPED, result.outcome());
        assertEquals(4, ModelFile.read(output).description().iterationsDone());
    }

    @Test
    public void theOwnWishIsHeededWhenTheOthersKnowIt() {
        Pretrainer pretrainer = new Pretrainer(engine, settings().build()).rank(new Rank(0, 2, TWIN));
        engine.beforeStep = step -> {
            if (step == 2) {
                pretrainer.cancel();
            }
        };
        PretrainResult result = pretrainer.run();
        assertEquals(TrainingOutcome.CANCELLED, result.outcome());
        assertEquals(3, ModelFile.read(output).description().iterationsDone());
    }

    @Test
    public void ranksThatDifferDoNotTrain() {
        for (int thing = 0; thing < 3; thing++) {
            int other = thing;
            int[] sums = {0};
            String message = assertThrows(CoverException.class, () -> run(0, values -> {
                TWIN.sum(values);
                values[5] += sums[0]++ == other ? 1 : 0;
            })).getMessage();
            assertTrue(message, message.startsWith("The ranks differ in "));
            assertTrue(message, message.contains(List.of("settings", "images", "checkpoint").get(thing)));
            assertFalse(output.exists());
            assertEquals(List.of(), engine.samples);
        }
    }

    @Test
    public void aLostRankEndsTheRunAndKeepsTheCheckpoint() {
        int[] sums = {0};
        String message = assertThrows(CoverException.class, () -> run(0, values -> {
            if (++sums[0] == 3 + 4) {
                throw new CoverException("Rank 1 has ended.");
            }
            TWIN.sum(values);
        })).getMessage();
        assertEquals("Rank 1 has ended.", message);
        assertEquals(2, ModelFile.read(output).description().iterationsDone());
    }

    @Test
    public void aBatchSmallerThanTheRanksIsRefused() {
        String message = assertThrows(CoverException.class, () -> new Pretrainer(engine, settings().build())
                .rank(new Rank(0, 4, TWIN)).run()).getMessage();
        assertTrue(message, message.startsWith("batch is 3, but there are 4 ranks"));
    }

    /** What memory is asked for: a method that takes every patch four times has four samples for each of the batch. */
    @Test
    public void aRankIsEstimatedByItsSamples() {
        PretrainSettings rotation = PretrainSettings.builder(2).images(settings().build().images()).output(output)
                .method("Rotation").patch(16).batch(4).build();
        assertEquals(16, rotation.samples());
        assertEquals(8, rotation.part(new Rank(0, 2, TWIN)).samples());
        assertEquals(16, rotation.part(Rank.ALONE).samples());
    }
}
