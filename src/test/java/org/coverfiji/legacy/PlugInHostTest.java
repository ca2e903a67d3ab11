package org.coverfiji.legacy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.awt.GraphicsEnvironment;

import org.junit.Test;

public class PlugInHostTest {

    @Test
    public void withoutADisplayALineWithoutParametersSaysWhatIsMissing() {
        assumeTrue("with a display the dialog opens", GraphicsEnvironment.isHeadless());
        new PlugInHost().accept("ModelInfoCommand", null);
        assertEquals("model is missing; it is the model file (.cover) to describe.", PlugInHost.failure());
    }
}
