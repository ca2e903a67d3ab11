package org.coverfiji.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * How the threads of OpenMP, which the native libraries compute with, wait for their next work. Its libraries read
 * that from the environment of the process when they load; a variable that Java's caller did not set must be set by
 * the C library, because Java's own copy of the environment is read-only.
 */
final class OpenMpThreads {

    private static final String VARIABLE = "OMP_WAIT_POLICY";
    private static final String SLEEP = "passive";

    private OpenMpThreads() {
    }

    /** The function of the C libraries of Linux and macOS. */
    public interface Posix extends Library {

        int setenv(String name, String value, int overwrite);

        String getenv(String name);
    }

    /** The function of Windows' C libraries, each of which has an environment of its own. */
    public interface Windows extends Library {

        int _putenv(String assignment);
    }

    /**
     * Before the engine loads: lets its threads sleep while they wait. Threads that spin would take the processor from
     * Java's own, such as those that prepare batches and draw windows. A policy that the user set stays.
     */
    static void waitWithoutSpinning() {
        if (System.getenv(VARIABLE) != null) {
            return;
        }
        try {
            if (Platform.isWindows()) {
                // The one that the engine's libraries were linked with, and the one of newer compilers.
                Native.load("msvcrt", Windows.class)._putenv(VARIABLE + "=" + SLEEP);
                Native.load("ucrtbase", Windows.class)._putenv(VARIABLE + "=" + SLEEP);
            } else {
                Native.load("c", Posix.class).setenv(VARIABLE, SLEEP, 0);
            }
        } catch (LinkageError | IllegalArgumentException e) {
            // No JNA, or another C library: all works as well, only slower.
            System.getLogger(OpenMpThreads.class.getName()).log(System.Logger.Level.DEBUG, "threads spin", e);
        }
    }
}
