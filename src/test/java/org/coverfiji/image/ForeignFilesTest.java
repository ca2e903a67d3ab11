package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

import org.coverfiji.image.read.ImageReader;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.WindowManager;
import ij.macro.Interpreter;

/** Files that only a plugin of the running ImageJ opens; the class HandleExtraFileTypes of the tests is one. */
public class ForeignFilesTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader reader = new ImageReader(2, 0);

    private File file(String name, String content) throws Exception {
        return Files.write(new File(folder.getRoot(), name).toPath(),
                content.getBytes(StandardCharsets.ISO_8859_1)).toFile();
    }

    @After
    public void closeBatchModeImages() {
        for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
            Interpreter.removeBatchModeImage(WindowManager.getImage(id));
        }
        Interpreter.batchMode = false;
    }

    /** Also where the header is text, as that of NRRD and MHA. */
    @Test
    public void thePluginIsAsked() throws Exception {
        for (String content : new String[] {"NRRD0004\ntype: uint8\n", "\1\2\3 no text at all"}) {
            List<FloatImage> images = reader.read(file("quiet.standin", content));
            assertEquals(1, images.size());
            assertArrayEquals(new float[] {7, 8, 9}, images.get(0).data(), 0);
        }
    }

    @Test
    public void whatItShowsBelongsToTheUser() throws Exception {
        for (String name : new String[] {"shown.standin", "other.standin"}) {
            File file = file(name, "\1\2\3 no text at all");
            Expect.failure(() -> reader.read(file), name, "a window of its own");
        }
    }

    @Test
    public void whatNobodyKnowsIsRefused() throws Exception {
        File text = file("notes.xyz", "some words in a file without any pixel");
        Expect.failure(() -> reader.read(text), "notes.xyz", "it holds text");
        assertEquals(text.getAbsolutePath(), asked());
        File bytes = file("bytes.xyz", "\1\2\3\4\5\6\7\10 ");
        Expect.failure(() -> reader.read(bytes), "bytes.xyz", "of no kind that ImageJ opens");
        assertEquals(bytes.getAbsolutePath(), asked());
    }

    /** Kinds of TIFF that neither ImageJ nor the stand-in knows are for the plugin too. */
    @Test
    public void unknownTiffsAreShownToThePlugin() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.compression = 34712;
        File file = tiff.write(new File(folder.getRoot(), "j2k.tif"));
        Expect.failure(() -> reader.read(file), "j2k.tif", "compression 34712", "save it as");
        assertEquals(file.getAbsolutePath(), asked());
        assertTrue(tiff.write(new File(folder.getRoot(), "quiet.standin")).exists());
        assertArrayEquals(new float[] {7, 8, 9},
                reader.read(new File(folder.getRoot(), "quiet.standin")).get(0).data(), 0);
    }

    /** The last path that the plugin was asked about; it is in no package, so not to be imported. */
    private static String asked() throws Exception {
        List<?> asked = (List<?>) Class.forName("HandleExtraFileTypes").getField("ASKED").get(null);
        return (String) asked.get(asked.size() - 1);
    }
}
