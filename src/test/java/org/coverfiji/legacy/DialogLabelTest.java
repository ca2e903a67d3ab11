package org.coverfiji.legacy;

import static org.junit.Assert.assertEquals;

import java.util.Locale;

import org.coverfiji.command.CommandRunner;
import org.junit.After;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.module.ModuleItem;

public class DialogLabelTest {

    private final Locale usual = Locale.getDefault();

    @After
    public void restore() {
        Locale.setDefault(usual);
    }

    /** ImageJ finds a macro's values by the label's first word: an İ would never match. */
    @Test
    public void keysAreTheSameInTurkish() {
        Locale.setDefault(new Locale("tr", "TR"));
        try (Context context = new Context()) {
            ModuleItem<?> input = new CommandRunner(context).find("COVER Pretrain").getInput("input");
            assertEquals("Input", CommandDialog.dialogLabel(input).split(" ")[0]);
        }
    }
}
