package org.coverfiji.engine;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/** Asks native functions for texts, for the engine, whose class loader has no JNA. */
public final class NativeText {

    private NativeText() {
    }

    /**
     * What a function without parameters returns.
     *
     * @param function its address; it must return text that stays where it is
     * @return the text; "" where there is no JNA for this platform
     */
    public static String of(long function) {
        try {
            String text = Function.getFunction(new Pointer(function)).invokeString(new Object[0], false);
            return text == null ? "" : text;
        } catch (LinkageError e) {
            return "";
        }
    }
}
