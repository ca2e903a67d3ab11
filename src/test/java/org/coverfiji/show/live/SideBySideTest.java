package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;

import java.awt.Dimension;

import org.junit.Test;

public class SideBySideTest {

    @Test
    public void previewsAreNoWiderThanTheirHeightLetsThemBe() {
        SideBySide layout = new SideBySide(20);
        Dimension curves = new Dimension(400, 500);
        Dimension previews = new Dimension(600, 500);
        assertEquals("in proportion", 600, layout.rightWidth(new Dimension(1020, 500), curves, previews, 200));
        assertEquals("a low window", 360, layout.rightWidth(new Dimension(1020, 300), curves, previews, 200));
        assertEquals("its title stays", 400, layout.rightWidth(new Dimension(1020, 300), curves, previews, 400));
        assertEquals("a narrow window", 300, layout.rightWidth(new Dimension(520, 500), curves, previews, 200));
    }
}
