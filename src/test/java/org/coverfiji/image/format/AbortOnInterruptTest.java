package org.coverfiji.image.format;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

import org.coverfiji.CancelledException;
import org.coverfiji.image.TiffBytes;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Decoders end early, whichever they are, when their thread is interrupted meanwhile. */
public class AbortOnInterruptTest {

    private static final int SIDE = 300;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private int progress;

    @After
    public void clear() {
        Thread.interrupted();
    }

    /** Interrupts when decoding begins, and counts what comes. */
    private ImageReader interrupting(ImageReader reader) {
        reader.addIIOReadProgressListener((IIOReadProgressListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {IIOReadProgressListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("imageStarted")) {
                        Thread.currentThread().interrupt();
                    }
                    progress += method.getName().equals("imageProgress") ? 1 : 0;
                    return null;
                }));
        return reader;
    }

    private int aborted(ThrowingWork work) {
        progress = 0;
        assertThrows(CancelledException.class, work::run);
        assertTrue("the mark stays", Thread.interrupted());
        return progress;
    }

    /** Reads. */
    private interface ThrowingWork {
        void run() throws IOException;
    }

    @Test
    public void picturesEnd() throws IOException {
        for (String kind : new String[] {"png", "jpg", "bmp"}) {
            File file = folder.newFile("picture." + kind);
            ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), kind, file);
            assertEquals(SIDE, Pictures.use(file, reader -> reader.read(0)).getHeight(), 0);
            int steps = aborted(() -> Pictures.use(file, reader -> interrupting(reader).read(0)));
            assertTrue(kind + ": " + steps, steps < SIDE / 2);
        }
    }

    @Test
    public void compressedTiffPagesEnd() throws IOException {
        for (boolean tiled : new boolean[] {true, false}) {
            TiffBytes tiff = new TiffBytes();
            tiff.width = SIDE;
            tiff.height = SIDE;
            tiff.rowsPerStrip = 10;
            tiff.tiled = tiled;
            tiff.compression = TiffBytes.DEFLATE;
            File file = tiff.write(folder.newFile("page" + tiled + ".tif"));
            StandInPlanes planes = new StandInPlanes(file, new TiffHeader(file));
            int steps = aborted(() -> planes.use(reader -> interrupting(reader).readRaster(0, null)));
            assertTrue(tiled + ": " + steps, steps < 5);
        }
    }
}
