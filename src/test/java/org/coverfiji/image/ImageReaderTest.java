package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.plugin.filter.AVI_Writer;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;

public class ImageReaderTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader any = new ImageReader(2, 0);

    private File file(String name) {
        return new File(folder.getRoot(), name);
    }

    private File tiff(ImagePlus image, String name) {
        File file = file(name);
        FileSaver saver = new FileSaver(image);
        assertTrue(image.getStackSize() > 1 ? saver.saveAsTiffStack(file.getPath()) : saver.saveAsTiff(file.getPath()));
        return file;
    }

    private File picture(BufferedImage image, String name) throws IOException {
        assertTrue(ImageIO.write(image, name.substring(name.indexOf('.') + 1), file(name)));
        return file(name);
    }

    private static ImagePlus hyperstack(int channels, int slices, int frames) {
        ImageStack stack = new ImageStack(2, 1);
        for (int i = 0; i < channels * slices * frames; i++) {
            stack.addSlice("", new float[] {i, i + 0.5f});
        }
        ImagePlus image = new ImagePlus("h", stack);
        image.setDimensions(channels, slices, frames);
        image.setOpenAsHyperStack(true);
        return image;
    }

    @Test
    public void tiffsOfEveryDepth() {
        assertArrayEquals(new float[] {0, 200}, any.read(tiff(new ImagePlus("b",
                new ByteProcessor(2, 1, new byte[] {0, (byte) 200})), "a.tif")).get(0).data(), 0);
        assertArrayEquals(new float[] {3, 60000}, any.read(tiff(new ImagePlus("s",
                new ShortProcessor(2, 1, new short[] {3, (short) 60000}, null)), "a.tif")).get(0).data(), 0);
        assertArrayEquals(new float[] {-1.5f, 1e20f}, any.read(tiff(new ImagePlus("f",
                new FloatProcessor(2, 1, new float[] {-1.5f, 1e20f})), "a.tif")).get(0).data(), 0);
        ImagePlus colour = new ImagePlus("c", new ColorProcessor(2, 1, new int[] {0x010203, 0xf0e0d0}));
        assertArrayEquals(new float[] {1, 0xf0, 2, 0xe0, 3, 0xd0}, any.read(tiff(colour, "a.tif")).get(0).data(), 0);
    }

    @Test
    public void calibratedValuesAndPixelSize() {
        ImagePlus image = new ImagePlus("s", new ShortProcessor(2, 1, new short[] {0, (short) 40000}, null));
        Calibration calibration = image.getCalibration();
        calibration.setSigned16BitCalibration();
        calibration.pixelWidth = 0.25;
        calibration.pixelHeight = 0.5;
        calibration.setUnit("um");
        assertArrayEquals(new float[] {-32768, 7232}, any.convert(image).get(0).data(), 0);
        FloatImage read = any.read(tiff(image, "a.tif")).get(0);
        assertArrayEquals(new float[] {-32768, 7232}, read.data(), 0);
        assertArrayEquals(new double[] {0.5, 0.25}, read.spacing(), 1e-9);
        assertEquals("µm", read.unit());

        ImagePlus dose = new ImagePlus("b", new ByteProcessor(2, 1, new byte[] {0, 10}));
        dose.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {5, 2}, "Gy");
        assertArrayEquals(new float[] {5, 25}, any.convert(dose).get(0).data(), 0);
        assertArrayEquals(new float[] {5, 25}, any.read(tiff(dose, "a.tif")).get(0).data(), 0);
    }

    @Test
    public void hyperstacksFromFileAndWindowAlike() {
        ImagePlus image = hyperstack(2, 3, 4);
        image.getCalibration().pixelDepth = 2.5;
        image.getCalibration().setUnit("mm");
        File file = tiff(image, "h.tif");
        ImageReader volumes = new ImageReader(3, 2);
        for (List<FloatImage> frames : Arrays.asList(volumes.convert(image), volumes.read(file))) {
            assertEquals(4, frames.size());
            FloatImage third = frames.get(2);
            assertArrayEquals(new int[] {3, 1, 2}, third.size());
            assertArrayEquals(new double[] {2.5, 1, 1}, third.spacing(), 1e-9);
            // ImageJ's order: channel, slice, frame; the third frame begins at plane 12.
            assertArrayEquals(new float[] {12, 12.5f, 14, 14.5f, 16, 16.5f, 13, 13.5f, 15, 15.5f, 17, 17.5f},
                    third.data(), 0);
        }
        for (List<FloatImage> slices : Arrays.asList(any.convert(image), any.read(file))) {
            assertEquals(12, slices.size());
            assertArrayEquals(new float[] {16, 16.5f, 17, 17.5f}, slices.get(2 * 3 + 2).data(), 0);
            assertTrue(slices.get(8).name(), slices.get(8).name().endsWith(" t3 z3"));
        }
    }

    @Test
    public void compressedTiffsAndSeveralPages() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        for (String compression : new String[] {"LZW", "Deflate", "PackBits", "ZLib"}) {
            File file = file(compression + ".tif");
            try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
                writer.setOutput(out);
                ImageWriteParam parameters = writer.getDefaultWriteParam();
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionType(compression);
                writer.prepareWriteSequence(null);
                for (int page = 0; page < 3; page++) {
                    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
                    image.getRaster().setSamples(0, 0, 3, 2, 0, new int[] {page, 1, 2, 3, 4, 50000});
                    writer.writeToSequence(new IIOImage(image, null, null), parameters);
                }
                writer.endWriteSequence();
            }
            FloatImage read = new ImageReader(3, 1).read(file).get(0);
            assertArrayEquals(compression, new int[] {3, 2, 3}, read.size());
            assertArrayEquals(compression, new float[] {2, 1, 2, 3, 4, 50000}, Arrays.copyOfRange(read.data(), 12, 18),
                    0);
            Files.write(file.toPath(), Arrays.copyOf(Files.readAllBytes(file.toPath()), 30));
            Expect.failure(() -> any.read(file), file.getName());
        }
    }

    @Test
    public void tiledTiffsThatImageJRefuses() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file("tiled.tif"))) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setTiling(16, 16, 0, 0);
            BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(39, 19, 0, 7);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        float[] data = any.read(file("tiled.tif")).get(0).data();
        assertEquals(800, data.length);
        assertEquals(7, data[799], 0);
    }

    @Test
    public void greyPngsKeepTheirBits() throws IOException {
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {1, 65535});
        FloatImage read = any.read(picture(deep, "deep.png")).get(0);
        assertEquals(1, read.channels());
        assertArrayEquals(new float[] {1, 65535}, read.data(), 0);
        assertEquals("pixel", read.unit());
    }

    @Test
    public void transparentColoursLieOnWhiteAndBecomeLuminance() throws IOException {
        BufferedImage rgba = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        rgba.setRGB(0, 0, 0xff0a141e);
        rgba.setRGB(1, 0, 0xff646464);
        rgba.setRGB(2, 0, 0x00000000);
        File file = picture(rgba, "a.png");
        assertArrayEquals(new float[] {10, 100, 255, 20, 100, 255, 30, 100, 255}, any.read(file).get(0).data(), 0);
        assertArrayEquals(new float[] {0.299f * 10 + 0.587f * 20 + 0.114f * 30, 100, 255},
                new ImageReader(2, 1).read(file).get(0).data(), 1e-4f);
    }

    /** ImageJ holds and measures the numbers of the colours, whatever format they come from. */
    @Test
    public void palettesAreNumbersAsInImageJ() throws IOException {
        byte[] red = {0, 10, 20};
        byte[] green = {0, 11, 21};
        BufferedImage colours = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 3, red, green, red));
        colours.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {2, 0, 1});
        BufferedImage greys = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 3, red, red, red));
        greys.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {2, 0, 1});
        BufferedImage binary = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        binary.setRGB(1, 0, Color.WHITE.getRGB());
        for (File file : new File[] {picture(colours, "p.png"), picture(colours, "p.gif"), picture(greys, "g.png"),
            picture(binary, "b.png")}) {
            FloatImage read = any.read(file).get(0);
            assertEquals(file.getName(), 1, read.channels());
            assertArrayEquals(file.getName(), any.convert(IJ.openImage(file.getPath())).get(0).data(), read.data(), 0);
        }
        assertArrayEquals(new float[] {2, 0, 1}, any.read(file("p.png")).get(0).data(), 0);
        assertEquals(0x141514, any.read(file("p.png")).get(0).palette().colour(2));
    }

    @Test
    public void anInvertingLookupTableChangesNoValue() throws IOException {
        ByteProcessor bytes = new ByteProcessor(3, 1, new byte[] {0, 10, (byte) 255});
        bytes.invertLut();
        ImagePlus image = new ImagePlus("i", bytes);
        assertTrue(new FileSaver(image).saveAsPng(file("i.png").getPath()));
        for (FloatImage read : List.of(any.read(tiff(image, "i.tif")).get(0), any.read(file("i.png")).get(0),
                any.convert(image).get(0))) {
            assertArrayEquals(new float[] {0, 10, 255}, read.data(), 0);
        }
    }

    @Test
    public void bmpJpegGifAndPgm() throws IOException {
        BufferedImage rgb = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            rgb.setRGB(i % 16, i / 16, 0xc86432);
        }
        assertEquals(100, any.read(picture(rgb, "a.bmp")).get(0).data()[256], 0);
        FloatImage jpeg = any.read(picture(rgb, "a.jpg")).get(0);
        assertEquals(3, jpeg.channels());
        assertEquals(200, jpeg.data()[0], 3);
        assertEquals(50, jpeg.data()[512], 3);
        FloatImage gif = any.read(picture(rgb, "a.gif")).get(0);
        assertArrayEquals(new int[] {16, 16}, gif.size());
        assertEquals("a number of a colour", 200, gif.palette().colour((int) gif.data()[0]) >> 16, 8);
        Files.write(file("a.pgm").toPath(), "P5\n2 1\n255\n\7\11".getBytes(StandardCharsets.ISO_8859_1));
        assertArrayEquals(new float[] {7, 9}, any.read(file("a.pgm")).get(0).data(), 0);
        Files.write(file("cut.pgm").toPath(), "P5\n200 100\n25".getBytes(StandardCharsets.ISO_8859_1));
        Expect.failure(() -> any.read(file("cut.pgm")), "cut.pgm", "Cannot read");
    }

    @Test
    public void aviFitsAndZip() throws IOException {
        ImageStack stack = new ImageStack(16, 8);
        for (int frame = 0; frame < 3; frame++) {
            ByteProcessor bytes = new ByteProcessor(16, 8);
            bytes.setValue(40 * frame + 10);
            bytes.fill();
            stack.addSlice(bytes);
        }
        ImagePlus movie = new ImagePlus("movie", stack);
        new AVI_Writer().writeImage(movie, file("m.avi").getPath(), AVI_Writer.NO_COMPRESSION, 0);
        List<FloatImage> frames = any.read(file("m.avi"));
        assertEquals(3, frames.size());
        assertEquals(90, frames.get(2).data()[127], 0);
        Files.write(file("cut.avi").toPath(), Arrays.copyOf(Files.readAllBytes(file("m.avi").toPath()), 3000));
        Expect.failure(() -> any.read(file("cut.avi")), "cut.avi", "Cannot read");

        ImagePlus small = new ImagePlus("small", new FloatProcessor(2, 2, new float[] {1, 2, 3, 4}));
        assertTrue(new FileSaver(small).saveAsFits(file("s.fits").getPath()));
        assertEquals(10, sum(any.read(file("s.fits")).get(0)), 0);
        assertTrue(new FileSaver(small).saveAsZip(file("s.zip").getPath()));
        assertArrayEquals(new float[] {1, 2, 3, 4}, any.read(file("s.zip")).get(0).data(), 0);
        for (String name : new String[] {"s.fits", "s.zip"}) {
            Files.write(file(name).toPath(), Arrays.copyOf(Files.readAllBytes(file(name).toPath()), 90));
            Expect.failure(() -> any.read(file(name)), name, "Cannot read");
        }
    }

    private static double sum(FloatImage image) {
        double sum = 0;
        for (float value : image.data()) {
            sum += value;
        }
        return sum;
    }

    @Test
    public void tiffsInManyStrips() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file("strips.tif"))) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setTiling(5, 1, 0, 0);
            BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
            image.setRGB(4, 3, 0x010203);
            image.setRGB(0, 2, 0x040506);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        float[] data = any.read(file("strips.tif")).get(0).data();
        assertArrayEquals(new float[] {1, 2, 3}, new float[] {data[19], data[39], data[59]}, 0);
        assertArrayEquals(new float[] {4, 5, 6}, new float[] {data[10], data[30], data[50]}, 0);
    }

    @Test
    public void colourStacksKeepTheirTimePoints() {
        ImageStack stack = new ImageStack(1, 1);
        for (int i = 0; i < 6; i++) {
            stack.addSlice("", new int[] {i << 16});
        }
        ImagePlus image = new ImagePlus("c", stack);
        image.setDimensions(1, 2, 3);
        ImageReader volumes = new ImageReader(3, 3);
        for (List<FloatImage> frames : Arrays.asList(volumes.convert(image), volumes.read(tiff(image, "c.tif")))) {
            assertEquals(3, frames.size());
            assertArrayEquals(new float[] {4, 5, 0, 0, 0, 0}, frames.get(2).data(), 0);
        }
    }

    @Test
    public void greyBecomesThreeChannelsButTwoCannotBeMade() {
        ImagePlus grey = new ImagePlus("g", new ByteProcessor(2, 1, new byte[] {1, 2}));
        assertArrayEquals(new float[] {1, 2, 1, 2, 1, 2}, new ImageReader(2, 3).convert(grey).get(0).data(), 0);
        Expect.failure(() -> new ImageReader(2, 2).convert(grey), "g", "1 channel,", "2 are needed");
        Expect.failure(() -> new ImageReader(2, 1).convert(hyperstack(3, 1, 1)), "3 channels", "1 is needed");
        Expect.failure(() -> new ImageReader(3, 1).convert(hyperstack(1, 1, 5)), "5 time points", "Properties");
    }

    @Test
    public void colourTablesForDisplayDoNotCount() {
        ImagePlus image = new ImagePlus("g", new ByteProcessor(2, 1, new byte[] {1, (byte) 250}));
        image.getProcessor().setColorModel(new IndexColorModel(8, 2, new byte[] {0, 9}, new byte[] {0, 8},
                new byte[] {5, 7}));
        image.setTypeToColor256();
        assertArrayEquals(new float[] {1, 250}, any.convert(image).get(0).data(), 0);
        assertArrayEquals(new float[] {1, 250}, any.read(tiff(image, "lut.tif")).get(0).data(), 0);
    }

    @Test
    public void emptyImagesFromBadPathsAreTold() {
        Expect.failure(() -> any.convert(null), "open image", "empty");
        Expect.failure(() -> any.convert(new ImagePlus()), "open image", "empty");
    }

    @Test
    public void truncatedPicturesAreTold() throws IOException {
        BufferedImage noise = new BufferedImage(200, 200, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = noise.getRaster();
        for (int i = 0; i < 40000; i++) {
            raster.setSample(i % 200, i / 200, 0, i * 7919 >> 3 & 255);
        }
        for (String name : new String[] {"n.png", "n.jpg", "n.bmp"}) {
            byte[] whole = Files.readAllBytes(picture(noise, name).toPath());
            for (int length : new int[] {whole.length - 20, whole.length / 2, 40, 9, 3}) {
                Files.write(file(name).toPath(), Arrays.copyOf(whole, length));
                Expect.failure(() -> any.read(file(name)), name, "Cannot read");
            }
        }
        byte[] tiff = Files.readAllBytes(tiff(new ImagePlus("f", new FloatProcessor(20, 20)), "n.tif").toPath());
        for (int length : new int[] {tiff.length - 1, tiff.length / 2, 100, 9}) {
            Files.write(file("n.tif").toPath(), Arrays.copyOf(tiff, length));
            Expect.failure(() -> any.read(file("n.tif")), "n.tif", "Cannot read");
        }
    }

    @Test
    public void whatIsNoImageIsTold() throws IOException {
        Files.write(file("text.tif").toPath(), "These are words, not pixels.\n".getBytes(StandardCharsets.UTF_8));
        Expect.failure(() -> any.read(file("text.tif")), "text.tif", "text");
        Files.write(file("empty.png").toPath(), new byte[0]);
        Expect.failure(() -> any.read(file("empty.png")), "empty.png", "empty");
        byte[] noise = new byte[5000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 31 + 200);
        }
        Files.write(file("noise.bin").toPath(), noise);
        Expect.failure(() -> any.read(file("noise.bin")), "noise.bin", "Cannot read");
        Expect.failure(() -> any.read(file("missing.png")), "missing.png", "There is no file");
    }

    @Test
    public void imageJsErrorStateIsLeftAsItWas() throws IOException {
        Files.write(file("noise.bin").toPath(), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        IJ.redirectErrorMessages(true);
        Expect.failure(() -> any.read(file("noise.bin")), "noise.bin");
        assertTrue(IJ.redirectingErrorMessages());
        IJ.redirectErrorMessages(false);
    }

    @Test
    public void closedImageIsOneSentence() {
        ImagePlus plane = new ImagePlus("plane", new ByteProcessor(4, 4));
        ImageStack slices = new ImageStack(4, 4);
        slices.addSlice(new ByteProcessor(4, 4));
        slices.addSlice(new ByteProcessor(4, 4));
        ImagePlus stack = new ImagePlus("stack", slices);
        assertEquals(2, any.convert(stack).size());
        // As the window does when it is closed.
        plane.flush();
        stack.flush();
        for (ImagePlus closed : List.of(plane, stack)) {
            String expected =
                    "Cannot use the open image: the image " + closed.getTitle() + " was closed; open it again.";
            assertEquals(expected, assertThrows(CoverException.class, () -> any.convert(closed)).getMessage());
            assertEquals(expected, assertThrows(CoverException.class, () -> any.geometry(closed)).getMessage());
        }
    }
}
