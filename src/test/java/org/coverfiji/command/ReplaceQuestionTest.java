package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReplaceQuestionTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> asked = new ArrayList<>();

    @Test
    public void aNewFileIsNoQuestion() {
        assertTrue(ask(new File(folder.getRoot(), "new.cover"), true, false));
        assertTrue(asked.isEmpty());
    }

    @Test
    public void whoeverIsThereDecides() throws Exception {
        File old = folder.newFile("old.cover");
        assertTrue(ask(old, true, true));
        assertFalse(ask(old, true, false));
        assertEquals(2, asked.size());
        assertTrue(asked.get(0), asked.get(0).startsWith("The model file " + old + " exists already."));
    }

    @Test
    public void aMacroDoesNotWait() throws Exception {
        File old = folder.newFile("old.cover");
        assertTrue(ask(old, false, false));
        assertTrue(asked.isEmpty());
    }

    private boolean ask(File output, boolean attended, boolean answer) {
        return ReplaceQuestion.mayReplace(output, attended, text -> {
            asked.add(text);
            return answer;
        });
    }
}
