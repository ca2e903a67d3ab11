package org.coverfiji.image;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import org.coverfiji.CoverException;

/** Checks that a failure is told in one sentence that says what it should. */
public final class Expect {

    private Expect() {
    }

    public static String failure(Runnable work, String... parts) {
        try {
            work.run();
        } catch (CoverException e) {
            String message = e.getMessage();
            for (String part : parts) {
                assertTrue("\"" + part + "\" in: " + message, message.contains(part));
            }
            assertFalse("one line: " + message, message.contains("\n"));
            assertTrue("a sentence: " + message, message.endsWith("."));
            return message;
        }
        fail("no CoverException");
        return null;
    }
}
