package org.coverfiji.app.compare;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.File;
import java.util.Map;

import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.training.TrainingSettings;
import org.junit.Test;

public class WorkUnitTest {

    /** Folders of comparisons go on only if the names of their pretrained models stay. */
    @Test
    public void whatDecidesAPretrainingStaysInItsWords() {
        String words = WorkUnit.words(PretrainSettings.builder(2).input(new File("images")).output(new File("m.cover"))
                .build(), "images");
        assertFalse(words, words.contains("precision"));
    }

    @Test
    public void checkpointsFromBeforeThereWasAChoiceAreOfFloats() {
        assertEquals("float32", TrainingSettings.former(Map.of("width", "8"), "precision"));
        assertEquals("bf16", TrainingSettings.former(Map.of("precision", "bf16"), "precision"));
        assertEquals("8", TrainingSettings.former(Map.of("width", "8"), "width"));
        assertEquals(null, TrainingSettings.former(Map.of(), "width"));
    }
}
