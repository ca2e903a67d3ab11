package org.coverfiji.engine;

import java.io.File;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.coverfiji.CoverException;

/**
 * The folder that holds one device's jars. Looked for in the system property {@code cover.engine} (a folder of jars),
 * then beside the plugin's jar in {@code engine/<device>}, then in {@code ../lib/cover/<device>}, which is where Fiji
 * keeps what must stay off its class path.
 */
final class EngineFolder {

    static final String PROPERTY = "cover.engine";

    private static final List<String> DEVICES = Arrays.asList("auto", "cpu", "cuda");

    private final File folder;
    private final String device;

    private final String notice;

    private EngineFolder(File folder, String device, String notice) {
        this.folder = folder;
        this.device = device;
        this.notice = notice;
        refuseNativesOfOneProcessor(folder);
    }

    /** ND4J ends the whole process where the processor lacks what such natives were built for. */
    private static void refuseNativesOfOneProcessor(File folder) {
        for (File jar : jars(folder)) {
            if (jar.getName().matches("nd4j-.*-avx(2|512)\\.jar")) {
                throw new CoverException("The engine folder holds " + jar + ", which would end ImageJ on a processor"
                        + " that it was not built for; replace it by the file whose name ends without -avx2 or"
                        + " -avx512.");
            }
        }
    }

    File folder() {
        return folder;
    }

    /** {@code cpu} or {@code cuda}. */
    String device() {
        return device;
    }

    /** Why an installed CUDA engine was passed over; empty if none was. */
    String notice() {
        return notice;
    }

    /** @throws CoverException if the name is none of auto, cpu and cuda */
    static void checkDevice(String device) {
        if (!DEVICES.contains(device)) {
            throw new CoverException("device=" + device + " is unknown; it must be auto, cpu or cuda.");
        }
    }

    /**
     * The folder for a device; {@code auto} is cuda where that is installed and the machine can run it.
     *
     * @throws CoverException if the device's engine is not installed or the machine lacks the device
     */
    static EngineFolder find(String device) {
        String configured = System.getProperty(PROPERTY);
        if (configured != null) {
            return configured(new File(configured), device);
        }
        return find(device, baseFolder(ownLocation()), CudaProbe::obstacle);
    }

    private static EngineFolder configured(File folder, String device) {
        if (jars(folder).isEmpty()) {
            throw new CoverException("The folder " + folder + ", named by the system property " + PROPERTY
                    + ", holds no jar; it must be the folder of the engine's jars.");
        }
        boolean cuda = jars(folder).stream().anyMatch(jar -> jar.getName().startsWith("nd4j-cuda"));
        String found = cuda ? "cuda" : "cpu";
        if (!device.equals("auto") && !device.equals(found)) {
            throw new CoverException("device=" + device + " cannot be used because the system property " + PROPERTY
                    + " names a folder with the " + found + " engine.");
        }
        return new EngineFolder(folder, found, "");
    }

    /** @param cudaObstacle why CUDA cannot run here, if so */
    static EngineFolder find(String device, File base, Supplier<Optional<String>> cudaObstacle) {
        String notice = "";
        if (!device.equals("cpu")) {
            Optional<EngineFolder> cuda = installed("cuda", base, "");
            Optional<String> obstacle = cuda.isPresent() ? cudaObstacle.get() : Optional.empty();
            if (cuda.isPresent() && !obstacle.isPresent()) {
                return cuda.get();
            }
            notice = obstacle.map(why -> "The processor is used because " + why + ".").orElse("");
            if (device.equals("cuda")) {
                throw new CoverException(obstacle.map(why -> "device=cuda cannot be used because " + why + ".")
                        .orElseGet(() -> notInstalled("cuda", base)));
            }
        }
        return installed("cpu", base, notice).orElseThrow(() -> new CoverException(notInstalled("cpu", base)));
    }

    private static Optional<EngineFolder> installed(String device, File base, String notice) {
        return candidates(device, base).stream().filter(folder -> !jars(folder).isEmpty()).findFirst()
                .map(folder -> new EngineFolder(folder, device, notice));
    }

    private static List<File> candidates(String device, File base) {
        return Arrays.asList(new File(base, "engine/" + device),
                new File(base.getAbsoluteFile().getParentFile(), "lib/cover/" + device));
    }

    private static String notInstalled(String device, File base) {
        File root = base.getAbsoluteFile().getParentFile();
        return "The " + device + " engine is not installed; unzip a COVER release " + (device.equals("cuda")
                ? "with CUDA " : "") + "over the folder " + root + ", so that " + new File(root, "lib/cover/" + device)
                + " holds the engine's jars.";
    }

    /** The folder's jar files, sorted by name; empty if there is no such folder. */
    static List<File> jars(File folder) {
        File[] jars = folder.listFiles((parent, name) -> name.endsWith(".jar"));
        if (jars == null) {
            return Arrays.asList();
        }
        Arrays.sort(jars);
        return Arrays.asList(jars);
    }

    /** The plugin's own jar, or its folder of classes. */
    static File ownLocation() {
        try {
            return new File(EngineFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new CoverException("The folder of the COVER jar has a name that Java cannot use.", e);
        }
    }

    /** Beside the jar; a build's folder of classes has the application beside it. */
    private static File baseFolder(File location) {
        File parent = location.getAbsoluteFile().getParentFile();
        return location.isDirectory() ? new File(parent, "app") : parent;
    }
}
