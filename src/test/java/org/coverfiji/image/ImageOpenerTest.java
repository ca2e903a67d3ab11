package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.ByteOrder;
import java.nio.file.Files;

import org.coverfiji.image.read.ImageOpener;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

/** A file named by a macro is the image that it is as a file of a folder. */
public class ImageOpenerTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader reader = new ImageReader(2, 0);

    private ImagePlus same(TiffBytes tiff, String name) throws Exception {
        File file = tiff.write(folder.newFile(name));
        ImagePlus opened = ImageOpener.open(file);
        FloatImage held = reader.convert(opened).get(0);
        FloatImage read = reader.read(file).get(0);
        assertArrayEquals(name, read.data(), held.data(), 0);
        assertArrayEquals(name, read.spacing(), held.spacing(), 1e-9);
        assertEquals(name, read.unit(), held.unit());
        assertEquals(name, name, opened.getTitle());
        return opened;
    }

    @Test
    public void whatImageJOpensIsImageJs() throws Exception {
        TiffBytes tiff = new TiffBytes();
        assertEquals(8, same(tiff, "plain.tif").getBitDepth());
        tiff.compression = TiffBytes.DEFLATE;
        tiff.photometric = 0;
        assertEquals(8, same(tiff, "deflate.tif").getBitDepth());
    }

    /** ImageJ's own inflating would not end. */
    @Test(timeout = 60_000)
    public void deflatedStripsThatAreCutOffEndInASentence() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.compression = TiffBytes.DEFLATE;
        tiff.cut = 6;
        for (boolean planar : new boolean[] {false, true}) {
            tiff.planar = planar;
            tiff.samples = planar ? 2 : 1;
            File file = tiff.write(folder.newFile("cut-" + planar + ".tif"));
            Expect.failure(() -> ImageOpener.open(file), "Cannot read " + file + ": it is damaged");
            Expect.failure(() -> new ImageReader(2, 0).read(file), "Cannot read " + file + ": it is damaged");
        }
    }

    @Test
    public void niftiIsReadAsInFolders() throws Exception {
        File file = folder.newFile("volume.nii");
        new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 2, 2, 3, 1).values(1, 2, 3, 4, 5, 6, 7, 8, 9,
                10, 11, 12).write(file);
        ImagePlus opened = ImageOpener.open(file);
        assertEquals("volume.nii", opened.getTitle());
        assertEquals(3, opened.getNSlices());
        assertArrayEquals(new ImageReader(3, 0).read(file).get(0).data(),
                new ImageReader(3, 0).convert(opened).get(0).data(), 0);
    }

    @Test
    public void whatImageJRefusesOrMisreadsIsReadAsInFolders() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.compression = TiffBytes.JPEG;
        same(tiff, "jpeg.tif");
        tiff.compression = TiffBytes.NONE;
        tiff.tiled = true;
        tiff.pages = 2;
        assertEquals(2, same(tiff, "tiles.tif").getNSlices());
        tiff.samples = 3;
        tiff.photometric = 2;
        assertEquals(ImagePlus.COLOR_RGB, same(tiff, "colours.tif").getType());
        tiff.samples = 1;
        tiff.photometric = 1;
        tiff.tiled = false;
        tiff.description = "<OME><Image><Pixels SizeC='2' SizeZ='1' SizeT='1' PhysicalSizeX='0.5'/></Image></OME>";
        assertEquals(2, same(tiff, "some.ome.tif").getNChannels());
    }

    @Test
    public void otherFilesAreImageJs() throws Exception {
        ImagePlus image = IJ.createImage("p", "RGB ramp", 8, 4, 1);
        File file = new File(folder.getRoot(), "p.png");
        assertTrue(new FileSaver(image).saveAsPng(file.getPath()));
        assertEquals(ImagePlus.COLOR_RGB, ImageOpener.open(file).getType());
        File cut = Files.write(folder.newFile("cut.tif").toPath(), new byte[] {'I', 'I', 42, 0, 8}).toFile();
        Expect.failure(() -> ImageOpener.open(cut), "cut.tif", "damaged");
    }
}
