package org.coverfiji;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class CountedTest {

    @Test
    public void oneAndSeveral() {
        assertEquals("1 image", Counted.of(1, "image"));
        assertEquals("0 images", Counted.of(0, "image"));
        assertEquals("2 classes", Counted.of(2, "class", "classes"));
    }
}
