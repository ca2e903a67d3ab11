import java.io.File;

import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.process.ByteProcessor;

/**
 * Stands in for Fiji's plugin of this name, which ImageJ asks to open what it does not know: it knows files that end
 * in {@code .standin}, hands {@code quiet} ones over and shows the others itself.
 */
public class HandleExtraFileTypes extends ImagePlus implements PlugIn {

    /** Paths that it was asked about. */
    public static final java.util.List<String> ASKED = new java.util.concurrent.CopyOnWriteArrayList<>();

    @Override
    public void run(String path) {
        ASKED.add(path);
        String name = new File(path).getName();
        if (!name.endsWith(".standin")) {
            return;
        }
        if (name.startsWith("quiet")) {
            setProcessor(name, new ByteProcessor(3, 1, new byte[] {7, 8, 9}));
        } else if (name.startsWith("shown")) {
            setProcessor(name, new ByteProcessor(3, 1, new byte[] {7, 8, 9}));
            WindowManager.setTempCurrentImage(null);
            ij.macro.Interpreter.batchMode = true;
            ij.macro.Interpreter.addBatchModeImage(this);
        } else {
            // Shown by another plugin, which hands nothing over.
            width = -1;
            height = -1;
        }
    }
}
