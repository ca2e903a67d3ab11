package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** What a message quotes may come from anywhere. */
public class CoverExceptionTest {

    @Test
    public void aMessageIsOneLine() {
        assertEquals("The table a  b.csv has the row x y z; correct it.",
                new CoverException("The table a  b.csv has the row x\ny\u2028\u0000z; correct it.").getMessage());
    }

    @Test
    public void aLongQuotationIsCutInTheMiddle() {
        String message = new CoverException("name is " + "x".repeat(100000) + ", but must be short.",
                new RuntimeException()).getMessage();
        assertTrue(message, message.length() <= 1000 && message.startsWith("name is xxx")
                && message.endsWith("xxx, but must be short."));
    }
}
