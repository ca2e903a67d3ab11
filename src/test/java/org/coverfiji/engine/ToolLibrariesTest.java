package org.coverfiji.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;

import javax.imageio.spi.ImageReaderSpi;

import org.coverfiji.CoverException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ToolLibrariesTest {

    private static final String PROVIDER = "com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void librariesAreOnNoClassPath() {
        ImageReaderSpi provider = ToolLibraries.create(ImageReaderSpi.class, PROVIDER);
        assertNotSame(getClass().getClassLoader(), provider.getClass().getClassLoader());
        assertThrows(ClassNotFoundException.class, () -> Class.forName(PROVIDER));
    }

    @Test
    public void whatIsMissingIsSaid() {
        CoverException missing = assertThrows(CoverException.class,
                () -> ToolLibraries.create(Runnable.class, "no.such.Tool"));
        assertTrue(missing.getMessage(), missing.getMessage().contains("no.such.Tool"));
    }

    /** Beside the jar of the application, or where Fiji keeps what must stay off its class path. */
    @Test
    public void bothPlacesAreFound() throws Exception {
        File plugins = folder.newFolder("plugins");
        CoverException none = assertThrows(CoverException.class, () -> ToolLibraries.folder(plugins));
        assertTrue(none.getMessage(), none.getMessage().contains(new File("lib/cover/tools").getPath()));
        File inLib = new File(folder.getRoot(), "lib/cover/tools");
        assertTrue(inLib.mkdirs() && new File(inLib, "a.jar").createNewFile());
        assertEquals(inLib, ToolLibraries.folder(plugins));
        File beside = new File(plugins, "lib/tools");
        assertTrue(beside.mkdirs() && new File(beside, "a.jar").createNewFile());
        assertEquals(beside, ToolLibraries.folder(plugins));
    }
}
