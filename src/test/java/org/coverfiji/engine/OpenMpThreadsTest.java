package org.coverfiji.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeFalse;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.Test;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/** In processes of their own, which load the engine as ImageJ does. */
public class OpenMpThreadsTest {

    /** Loads the engine and prints the policy that the C library knows then. */
    public static final class Child {

        private Child() {
        }

        public static void main(String[] arguments) {
            EngineLoader.load("cpu");
            System.out.println("policy " + Native.load("c", OpenMpThreads.Posix.class).getenv("OMP_WAIT_POLICY"));
            System.exit(0);
        }
    }

    @Test
    public void theEnginesThreadsSleepWhileTheyWaitUnlessTheUserWantsOtherwise() throws Exception {
        assumeFalse("Windows' C libraries have no getenv that could be asked", Platform.isWindows());
        assertEquals("policy passive", policy(null));
        assertEquals("policy active", policy("active"));
    }

    private static String policy(String users) throws Exception {
        ProcessBuilder child =
                new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(), "-cp",
                System.getProperty("java.class.path"), "-Dcover.engine=" + System.getProperty("cover.engine"),
                Child.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD);
        child.environment().remove("OMP_WAIT_POLICY");
        if (users != null) {
            child.environment().put("OMP_WAIT_POLICY", users);
        }
        Process process = child.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Arrays.stream(output.split("\\R")).filter(line -> line.startsWith("policy")).findFirst().orElse(output);
    }
}
