package org.coverfiji.app.finetune;

import static org.junit.Assert.assertEquals;

import java.util.List;

import org.junit.Test;

public class ClassPreviewerTest {

    @Test
    public void everyClassIsShownInTurn() {
        assertEquals(List.of(0, 3, 5, 1, 4, 2), ClassPreviewer.choose(new int[] {0, 0, 0, 2, 2, 1}, 3));
        assertEquals(List.of(0, 1, 2, 3, 4, 5), ClassPreviewer.choose(new int[8], 1));
        assertEquals(List.of(0), ClassPreviewer.choose(new int[] {1}, 2));
    }
}
