package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.image.label.LabelImage;
import org.junit.Test;

/** There is one mean Dice, however it is computed. */
public class MeanDiceTest {

    private static final List<String> CLASSES = List.of("background", "lung", "heart");

    private final SegmentationScores scores = new SegmentationScores(CLASSES);
    private final DiceCounts counts = new DiceCounts(CLASSES.size());

    private void add(int[] truth, int[] prediction) {
        scores.add(new LabelImage("truth", truth, 1, truth.length),
                new LabelImage("prediction", prediction, 1, prediction.length), new double[] {1, 1}, "pixel");
        counts.add(prediction, new LabelImage("truth", truth, 1, truth.length));
    }

    @Test
    public void classesOfManyImages() {
        // Lung: 2·1/4 and 2·1/2; heart: 0, and in no image else. Pooled over images lung would be 2·2/6.
        add(new int[] {1, 1, 0, 2}, new int[] {1, 0, 1, 0});
        add(new int[] {0, 1, 0, 0}, new int[] {0, 1, 0, 0});
        assertEquals((0.75 + 0) / 2, scores.meanDice(), 1e-12);
        assertEquals((0.75 + 0) / 2, counts.mean(), 1e-12);
        assertEquals(0.75, counts.dice(1), 1e-12);
    }

    @Test
    public void randomImages() {
        SplittableRandom random = new SplittableRandom(1);
        for (int image = 0; image < 20; image++) {
            int classes = 1 + random.nextInt(3);
            add(random.ints(30, -1, classes).toArray(), random.ints(30, 0, classes).toArray());
        }
        assertEquals(scores.meanDice(), counts.mean(), 1e-12);
        assertEquals(scores.meanDice(1), counts.dice(1), 1e-12);
    }

    @Test
    public void aMissingClassIsSaidBesideTheMean() {
        add(new int[] {1, 0}, new int[] {1, 0});
        assertEquals(1, scores.meanDice(), 0);
        assertEquals(1, counts.mean(), 0);
        assertEquals(List.of("heart"), scores.missing());
        assertEquals("Mean Dice 1.000 (no image shows heart)", scores.meanDiceText());
        Object all = scores.toTable().get(scores.toTable().rows().size() - 1, "name");
        assertEquals("all but background; no image shows heart", all);
        add(new int[] {0, 0}, new int[] {0, 0});
        assertEquals("an image without any object has no say", 1, counts.mean(), 0);
        assertTrue(Double.isNaN(new DiceCounts(2).mean()));
    }
}
