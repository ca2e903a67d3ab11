package org.coverfiji.engine;

import java.io.File;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.coverfiji.CoverException;

/**
 * The folder that holds one device's jars. Looked for in the system property {@code cover.engine} (a folder of jars),
 * then beside the plugin's jar in {@code engine/<device>}, then in {@code ../lib/cover/<device>}, which is where Fiji
 * keeps what must stay off its class path.
 */
final class EngineFolder {

    static final String PROPERTY = "cover.engine";

    private static final List<String> DEVICES = Arrays.asList("auto", "cpu", "cuda");

    /** The folder that ImageJ and Fiji keep plugins in; an application of its own has its jar elsewhere. */
    private static final String PLUGINS = "plugins";

    private final File folder;
    private final String device;
    private final String reason;
    private final boolean fallback;

    /** @param fallback whether an installed CUDA engine was passed over for the reason */
    private EngineFolder(File folder, String device, String reason, boolean fallback) {
        this.folder = folder;
        this.device = device;
        this.reason = reason;
        this.fallback = fallback;
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

    /** Why this device was chosen, as a clause. */
    String reason() {
        return reason;
    }

    /** Why an installed CUDA engine was passed over; empty if none was. */
    String notice() {
        return fallback ? "The processor is used because " + reason + "." : "";
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
            return configured(new File(configured), device, CudaProbe::examine);
        }
        return find(device, baseFolder(ownLocation()), CudaProbe::examine);
    }

    /** @param cuda tells whether the CUDA engine in a folder can run here */
    static EngineFolder configured(File folder, String device, Function<File, CudaProbe.Finding> cuda) {
        if (jars(folder).isEmpty()) {
            throw new CoverException("The folder " + folder + ", named by the system property " + PROPERTY
                    + ", holds no jar; it must be the folder of the engine's jars.");
        }
        boolean isCuda = jars(folder).stream().anyMatch(jar -> jar.getName().startsWith("nd4j-cuda"));
        String found = isCuda ? "cuda" : "cpu";
        if (!device.equals("auto") && !device.equals(found)) {
            throw new CoverException("device=" + device + " cannot be used because the system property " + PROPERTY
                    + " names a folder with the " + found + " engine.");
        }
        if (isCuda) {
            CudaProbe.Finding finding = cuda.apply(folder);
            if (!finding.usable()) {
                throw new CoverException("The cuda engine, named by the system property " + PROPERTY
                        + ", cannot be used because " + finding.reason() + ".");
            }
        }
        return new EngineFolder(folder, found, "the system property " + PROPERTY + " names its folder", false);
    }

    /** @param cuda tells whether the CUDA engine in a folder can run here */
    static EngineFolder find(String device, File base, Function<File, CudaProbe.Finding> cuda) {
        if (device.equals("cpu")) {
            return cpu(base, "device=cpu was asked for", false);
        }
        Optional<File> installed = installed("cuda", base);
        if (installed.isEmpty()) {
            if (device.equals("cuda")) {
                throw new CoverException(notInstalled("cuda", base));
            }
            return cpu(base, "the cuda engine is not installed", false);
        }
        CudaProbe.Finding finding = cuda.apply(installed.get());
        if (finding.usable()) {
            return new EngineFolder(installed.get(), "cuda", finding.reason(), false);
        }
        if (device.equals("cuda")) {
            throw new CoverException("device=cuda cannot be used because " + finding.reason() + ".");
        }
        return cpu(base, finding.reason(), true);
    }

    private static EngineFolder cpu(File base, String reason, boolean fallback) {
        File folder = installed("cpu", base).orElseThrow(() -> new CoverException(notInstalled("cpu", base)));
        return new EngineFolder(folder, "cpu", reason, fallback);
    }

    private static Optional<File> installed(String device, File base) {
        return Stream.of(besideJar(device, base), inLib(device, base)).filter(folder -> !jars(folder).isEmpty())
                .findFirst();
    }

    private static File besideJar(String device, File base) {
        return new File(base, "engine/" + device);
    }

    private static File inLib(String device, File base) {
        return new File(base.getAbsoluteFile().getParentFile(), "lib/cover/" + device);
    }

    private static String notInstalled(String device, File base) {
        if (!base.getName().equals(PLUGINS)) {
            return "The " + device + " engine is not installed; build COVER with mvn package"
                    + (device.equals("cuda") ? " -Pcuda" : "") + ", so that " + besideJar(device, base)
                    + " holds the engine's jars.";
        }
        return "The " + device + " engine is not installed; unzip a COVER release " + (device.equals("cuda")
                ? "with CUDA " : "") + "over the folder " + base.getAbsoluteFile().getParentFile() + ", so that "
                + inLib(device, base) + " holds the engine's jars.";
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

    /** Beside the jar; a build's folder of classes has its libraries beside it. */
    static File baseFolder(File location) {
        File parent = location.getAbsoluteFile().getParentFile();
        return location.isDirectory() ? new File(parent, "libraries") : parent;
    }
}
