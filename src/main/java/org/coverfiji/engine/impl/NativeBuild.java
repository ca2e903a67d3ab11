package org.coverfiji.engine.impl;

/** What is to be said of how ND4J's native library was built, because it decides the speed of convolutions. */
final class NativeBuild {

    private static final String ONEDNN = "HAVE_ONEDNN";

    private NativeBuild() {
    }

    /**
     * Who computes convolutions on the processor.
     *
     * @param buildInfo as the native library prints it
     * @param platform JavaCPP's name of the platform, such as {@code linux-arm64}
     */
    static String convolutions(String buildInfo, String platform) {
        if (buildInfo.contains(ONEDNN)) {
            return "oneDNN";
        }
        return "plain, about 35 times slower than with oneDNN" + (platform.contains("arm")
                ? ", for which ND4J has no build on " + platform
                : "; install the engine files made for " + platform + " with oneDNN");
    }
}
