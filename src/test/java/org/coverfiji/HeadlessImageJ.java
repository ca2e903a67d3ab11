package org.coverfiji;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;

import net.imagej.patcher.LegacyInjector;

/**
 * Plain ImageJ without a display, patched as Fiji's legacy layer does, which wants the plugins on the class path; the
 * commands it finds in its plugins folder.
 * Arguments: the ImageJ folder and, for each macro, its file and its argument. Ends with status 1 if one is aborted.
 */
public final class HeadlessImageJ {

    private HeadlessImageJ() {
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("plugins.dir", arguments[0]);
        // Before any class of ImageJ is loaded.
        LegacyInjector.preinit();
        System.exit(Macros.run(arguments) ? 0 : 1);
    }

    /** Apart, so that it is linked after ImageJ was patched. */
    private static final class Macros {

        static boolean run(String[] arguments) throws IOException {
            ij.IJ.runPlugIn("ij.IJ.init", "");
            for (int i = 1; i < arguments.length; i += 2) {
                String text = new String(Files.readAllBytes(Paths.get(arguments[i])), StandardCharsets.UTF_8);
                ij.macro.Interpreter interpreter = new ij.macro.Interpreter();
                String result = interpreter.run(text, arguments[i + 1]);
                if ("[aborted]".equals(result) || interpreter.wasError()) {
                    return false;
                }
            }
            return true;
        }
    }
}
