import javassist.CtClass;
import net.imagej.patcher.LegacyInjector;

/**
 * Writes ImageJ's classes as they are when they are patched to run without a display: what takes seconds at every
 * start is done once, while building. Argument: the folder for the class files.
 */
public final class PatchedImageJ {

    private PatchedImageJ() {
    }

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        CtClass.debugDump = arguments[0];
        LegacyInjector.preinit(LegacyInjector.class.getClassLoader());
        System.exit(0);
    }
}
