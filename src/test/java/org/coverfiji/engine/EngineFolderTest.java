package org.coverfiji.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Function;

import org.coverfiji.CoverException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EngineFolderTest {

    private static final Function<File, CudaProbe.Finding> USABLE = folder -> new CudaProbe.Finding(true,
            folder.getName() + " works");
    private static final Function<File, CudaProbe.Finding> NO_CARD = folder -> new CudaProbe.Finding(false,
            "this machine has no NVIDIA driver");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private File plugins;

    @Before
    public void makeFolder() throws IOException {
        plugins = temporary.newFolder("Fiji.app", "plugins");
    }

    @Test
    public void besideTheJarComesBeforeFijisLib() throws IOException {
        File lib = install("lib/cover/cpu", "nd4j-native.jar");
        assertEquals(lib, EngineFolder.find("cpu", plugins, USABLE).folder());
        File beside = install("plugins/engine/cpu", "nd4j-native.jar");
        assertEquals(beside, EngineFolder.find("cpu", plugins, USABLE).folder());
    }

    @Test
    public void autoIsCudaOnlyWhereInstalledAndUsable() throws IOException {
        File cpu = install("lib/cover/cpu", "nd4j-native.jar");
        EngineFolder only = EngineFolder.find("auto", plugins, USABLE);
        assertEquals("cpu", only.device());
        assertEquals("the cuda engine is not installed", only.reason());
        assertEquals("", only.notice());
        File cuda = install("lib/cover/cuda", "nd4j-cuda-11.6.jar");
        assertEquals(cuda, EngineFolder.find("auto", plugins, USABLE).folder());
        assertEquals("cuda", EngineFolder.find("auto", plugins, USABLE).device());
        assertEquals("", EngineFolder.find("auto", plugins, USABLE).notice());
        assertEquals("cuda works", EngineFolder.find("auto", plugins, USABLE).reason());
        assertEquals(cpu, EngineFolder.find("auto", plugins, NO_CARD).folder());
        assertEquals("The processor is used because this machine has no NVIDIA driver.",
                EngineFolder.find("auto", plugins, NO_CARD).notice());
        assertEquals("", EngineFolder.find("cpu", plugins, NO_CARD).notice());
        assertEquals("device=cpu was asked for", EngineFolder.find("cpu", plugins, NO_CARD).reason());
        assertEquals("device=cuda cannot be used because this machine has no NVIDIA driver.",
                message("cuda", NO_CARD));
    }

    @Test
    public void missingEngineSaysHowToInstall() {
        File fiji = plugins.getParentFile();
        String expected = "The %1$s engine is not installed; unzip a COVER release %2$sover the folder " + fiji
                + ", so that " + new File(fiji, "lib/cover/%1$s") + " holds the engine's jars.";
        assertEquals(String.format(expected, "cpu", ""), message("auto", USABLE));
        assertEquals(String.format(expected, "cuda", "with CUDA "), message("cuda", USABLE));
    }

    @Test
    public void applicationNamesItsOwnFolder() throws IOException {
        File app = temporary.newFolder("app");
        String expected = "The %s engine is not installed; build COVER with mvn package%s, so that %s holds the"
                + " engine's"
                + " jars.";
        assertEquals(String.format(expected, "cpu", "", new File(app, "engine/cpu")), message("auto", app, USABLE));
        assertEquals(String.format(expected, "cuda", " -Pcuda", new File(app, "engine/cuda")),
                message("cuda", app, USABLE));
    }

    @Test
    public void configuredFolderIsTakenIfItIsTheDevicesAndItRuns() throws IOException {
        File cuda = install("elsewhere", "nd4j-cuda-11.6.jar");
        assertEquals("cuda", EngineFolder.configured(cuda, "auto", USABLE).device());
        assertEquals("The cuda engine, named by the system property cover.engine, cannot be used because this machine"
                + " has no NVIDIA driver.", assertThrows(CoverException.class,
                        () -> EngineFolder.configured(cuda, "auto", NO_CARD)).getMessage());
        assertEquals("device=cpu cannot be used because the system property cover.engine names a folder with the cuda"
                + " engine.", assertThrows(CoverException.class,
                        () -> EngineFolder.configured(cuda, "cpu", USABLE)).getMessage());
        File cpu = install("other", "nd4j-native.jar");
        assertEquals("cpu", EngineFolder.configured(cpu, "auto", NO_CARD).device());
    }

    @Test
    public void nativesThatCouldEndTheProcessAreRefused() throws IOException {
        File folder = install("lib/cover/cpu", "nd4j-native-1.0.0-M2.1-linux-x86_64-onednn.jar");
        assertEquals(folder, EngineFolder.find("cpu", plugins, USABLE).folder());
        for (String classifier : new String[] {"avx2", "onednn-avx512"}) {
            File jar = new File(folder, "nd4j-native-1.0.0-M2.1-linux-x86_64-" + classifier + ".jar");
            Files.createFile(jar.toPath());
            assertEquals("The engine folder holds " + jar + ", which would end ImageJ on a processor that it was not "
                    + "built for; replace it by the file whose name ends without -avx2 or -avx512.",
                    message("cpu", USABLE));
            Files.delete(jar.toPath());
        }
    }

    @Test
    public void emptyFolderCountsAsMissing() {
        assertTrue(new File(plugins, "engine/cpu").mkdirs());
        assertTrue(message("cpu", USABLE).startsWith("The cpu engine is not installed"));
    }

    private String message(String device, Function<File, CudaProbe.Finding> cuda) {
        return message(device, plugins, cuda);
    }

    private static String message(String device, File base, Function<File, CudaProbe.Finding> cuda) {
        return assertThrows(CoverException.class, () -> EngineFolder.find(device, base, cuda)).getMessage();
    }

    private File install(String folder, String jar) throws IOException {
        File target = new File(plugins.getParentFile(), folder);
        Files.createDirectories(target.toPath());
        Files.createFile(target.toPath().resolve(jar));
        return target;
    }
}
