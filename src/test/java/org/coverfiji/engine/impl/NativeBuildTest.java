package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class NativeBuildTest {

    @Test
    public void plainBuildsAreNamedWithTheirCost() {
        assertEquals("oneDNN", NativeBuild.convolutions("GCC: \"7.5.0\"\nHAVE_ONEDNN\nHAVE_OPENBLAS", "linux-x86_64"));
        assertEquals("plain, about 35 times slower than with oneDNN, for which ND4J has no build on linux-arm64",
                NativeBuild.convolutions("GCC: \"7.5.0\"\nHAVE_OPENBLAS", "linux-arm64"));
        assertEquals("plain, about 35 times slower than with oneDNN; install the engine files made for linux-x86_64"
                + " with oneDNN", NativeBuild.convolutions("HAVE_OPENBLAS", "linux-x86_64"));
    }
}
