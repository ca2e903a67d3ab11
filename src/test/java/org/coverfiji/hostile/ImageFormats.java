package org.coverfiji.hostile;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.image.DicomBytes;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.NiftiBytes;
import org.coverfiji.image.TiffBytes;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageOpener;
import org.coverfiji.image.read.ImageReader;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.plugin.filter.AVI_Writer;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;

/** Every kind of image file that is read. */
final class ImageFormats {

    private static final int SIDE = 24;

    private ImageFormats() {
    }

    static List<Format> all() {
        List<Format> all = new ArrayList<>(List.of(
                image("tiff", ".tif", folder -> tiffs()), image("imagej tiff", ".tif", ImageFormats::imageJTiffs),
                image("png", ".png", folder -> List.of(grey("png"), colour("png"), palette(), deep())),
                image("jpeg", ".jpg", folder -> List.of(grey("jpg"), colour("jpg"), progressive())),
                image("bmp", ".bmp", folder -> List.of(grey("bmp"), colour("bmp"))),
                image("gif", ".gif", folder -> List.of(grey("gif"), palette("gif"))),
                image("pgm", ".pgm", folder -> pgms()),
                image("fits", ".fits", folder -> saved(folder, "f.fits", (saver, path) -> saver.saveAsFits(path))),
                image("zip", ".zip", folder -> saved(folder, "z.zip", (saver, path) -> saver.saveAsZip(path))),
                image("avi", ".avi", folder -> List.of(avi(folder, AVI_Writer.NO_COMPRESSION))),
                image("avi of pictures", ".avi", folder -> List.of(avi(folder, AVI_Writer.JPEG_COMPRESSION),
                        avi(folder, AVI_Writer.PNG_COMPRESSION))),
                image("dicom", ".dcm", folder -> dicoms()), image("nifti", ".nii", folder -> niftis())));
        all.add(new PackedNifti());
        all.add(new Opened());
        all.add(new Labels());
        return all;
    }

    /** Makes whole files. */
    @FunctionalInterface
    private interface Maker {
        List<byte[]> make(File folder) throws Exception;
    }

    private static Format image(String name, String ending, Maker maker) {
        return new Format(name, ending) {

            @Override
            List<byte[]> whole(File folder) throws Exception {
                return maker.make(folder);
            }

            @Override
            void read(File file) {
                readBoth(file);
            }
        };
    }

    /** As slices and as a volume, where it is one. */
    private static void readBoth(File file) {
        int slices = new ImageReader(2, 0).geometry(FileGroup.of(file)).slices();
        check(new ImageReader(2, 0).read(file));
        if (slices > 1) {
            check(new ImageReader(3, 0).read(file));
        }
    }

    private static void check(List<FloatImage> images) {
        for (FloatImage image : images) {
            int pixels = 1;
            for (int side : image.size()) {
                pixels *= side;
            }
            if (image.pixels() != pixels || image.data().length != pixels * image.channels()) {
                throw new IllegalStateException(image + " contradicts itself");
            }
        }
    }

    private static List<byte[]> tiffs() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            TiffBytes tiff = new TiffBytes();
            tiff.compression = new int[] {TiffBytes.NONE, TiffBytes.LZW, TiffBytes.DEFLATE, TiffBytes.PACK_BITS,
                TiffBytes.DEFLATE, TiffBytes.NONE}[i % 6];
            tiff.tiled = i % 4 == 1;
            tiff.big = i % 5 == 2;
            tiff.pages = 1 + i % 3;
            tiff.rowsPerStrip = 7;
            tiff.bits = i % 7 == 3 ? 16 : i % 7 == 5 ? 32 : 8;
            tiff.format = tiff.bits == 32 ? 3 : 1;
            tiff.samples = tiff.bits == 8 && i % 3 == 2 ? 3 : 1;
            tiff.photometric = tiff.samples == 3 ? 2 : 1;
            tiff.planar = i == 8 || i == 14;
            tiff.order = i % 2 == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            if (i % 8 == 6) {
                tiff.pages = 4;
                tiff.description = "<?xml version=\"1.0\"?><OME><Image><Pixels DimensionOrder=\"XYZCT\" SizeX=\"20\""
                        + " SizeY=\"18\" SizeC=\"2\" SizeZ=\"2\" SizeT=\"1\" Type=\"uint8\"><TiffData IFD=\"0\""
                        + " PlaneCount=\"4\"/></Pixels></Image></OME>";
            }
            all.add(tiff.bytes());
        }
        TiffBytes jpeg = new TiffBytes();
        jpeg.compression = TiffBytes.JPEG;
        jpeg.tiled = true;
        all.add(jpeg.bytes());
        TiffBytes palette = new TiffBytes();
        palette.photometric = 3;
        all.add(palette.bytes());
        return all;
    }

    private static ImagePlus stack(int slices) {
        ImageStack stack = new ImageStack(SIDE, SIDE);
        for (int z = 0; z < slices; z++) {
            short[] pixels = new short[SIDE * SIDE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (short) (i * 37 + z * 11);
            }
            stack.addSlice("slice " + z, new ShortProcessor(SIDE, SIDE, pixels, null));
        }
        ImagePlus image = new ImagePlus("stack", stack);
        image.getCalibration().setUnit("mm");
        image.getCalibration().pixelWidth = 0.5;
        image.setProperty("Info", "notes of the image");
        return image;
    }

    private static List<byte[]> imageJTiffs(File folder) throws IOException {
        File own = new File(folder, "own.tif");
        TiffWriter.write(own, stack(4));
        File imageJs = new File(folder, "imagej.tif");
        ImagePlus hyperstack = stack(8);
        hyperstack.setDimensions(2, 2, 2);
        new FileSaver(hyperstack).saveAsTiffStack(imageJs.getPath());
        File single = new File(folder, "single.tif");
        ImagePlus calibrated = new ImagePlus("b", new ByteProcessor(SIDE, SIDE));
        calibrated.getCalibration().setFunction(ij.measure.Calibration.STRAIGHT_LINE, new double[] {-10, 0.5}, "HU");
        new FileSaver(calibrated).saveAsTiff(single.getPath());
        return List.of(Files.readAllBytes(own.toPath()), Files.readAllBytes(imageJs.toPath()),
                Files.readAllBytes(single.toPath()));
    }

    private static BufferedImage painted(int type) {
        return painted(new BufferedImage(SIDE, SIDE, type));
    }

    private static BufferedImage painted(BufferedImage image) {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                image.setRGB(x, y, 0xff000000 | (x * 10 << 16) + (y * 9 << 8) + (x * y % 251));
            }
        }
        return image;
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer of " + format);
        }
        return out.toByteArray();
    }

    private static byte[] grey(String format) throws IOException {
        return written(painted(BufferedImage.TYPE_BYTE_GRAY), format);
    }

    private static byte[] colour(String format) throws IOException {
        return written(painted(BufferedImage.TYPE_INT_RGB), format);
    }

    private static byte[] deep() throws IOException {
        return written(painted(BufferedImage.TYPE_USHORT_GRAY), "png");
    }

    private static byte[] palette() throws IOException {
        return palette("png");
    }

    private static byte[] palette(String format) throws IOException {
        byte[] ramp = new byte[16];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i * 17);
        }
        return written(painted(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 16, ramp, new byte[16], ramp))), format);
    }

    private static byte[] progressive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(painted(BufferedImage.TYPE_INT_RGB), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static List<byte[]> pgms() {
        StringBuilder text = new StringBuilder("P2\n# made\n24 24\n255\n");
        byte[] grey = new byte[SIDE * SIDE];
        byte[] colour = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            text.append(i % 251).append(i % 24 == 23 ? '\n' : ' ');
            grey[i] = (byte) i;
            colour[3 * i] = (byte) i;
        }
        return List.of(text.toString().getBytes(StandardCharsets.US_ASCII), netpbm("P5", grey),
                netpbm("P6", colour));
    }

    private static byte[] netpbm(String kind, byte[] pixels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((kind + "\n24 24\n255\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(pixels);
        return out.toByteArray();
    }

    /** Writes a file. */
    @FunctionalInterface
    private interface Save {
        boolean to(FileSaver saver, String path);
    }

    private static List<byte[]> saved(File folder, String name, Save save) throws IOException {
        File file = new File(folder, name);
        ImagePlus image = stack(1);
        image.setProperty("Info", null);
        if (!save.to(new FileSaver(image), file.getPath())) {
            throw new IOException("not saved: " + file);
        }
        return List.of(Files.readAllBytes(file.toPath()));
    }

    private static byte[] avi(File folder, int compression) throws IOException {
        File file = new File(folder, "a.avi");
        ImageStack stack = new ImageStack(SIDE, SIDE);
        for (int t = 0; t < 3; t++) {
            stack.addSlice(new ByteProcessor(painted(BufferedImage.TYPE_BYTE_GRAY)));
        }
        new AVI_Writer().writeImage(new ImagePlus("a", stack), file.getPath(), compression, 90);
        return Files.readAllBytes(file.toPath());
    }

    private static List<byte[]> dicoms() {
        List<byte[]> all = new ArrayList<>();
        int[] values = new int[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 13 & 0xff;
        }
        for (String syntax : List.of(DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG_ENDIAN)) {
            DicomBytes dicom = new DicomBytes(syntax).text(0x00080060, "CS", "CT").text(0x0020000e, "UI", "1.2.3.4")
                    .sequence(0x00081140, 0x00081150, "UI", "1.2.840")
                    .text(0x00200032, "DS", "-1.5\\2\\3").text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                    .number(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").size(SIDE, SIDE)
                    .text(0x00280030, "DS", "0.5\\0.5").text(0x00281052, "DS", "-1024")
                    .text(0x00281053, "DS", "2").pixels(16, true, values);
            all.add(dicom.bytes());
        }
        all.add(new DicomBytes(DicomBytes.EXPLICIT).text(0x00280008, "IS", "2").number(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME1").size(SIDE / 2, SIDE).pixels(8, false, values).bytes());
        return all;
    }

    private static double[] ramp() {
        double[] values = new double[SIDE * SIDE * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 119;
        }
        return values;
    }

    private static List<byte[]> niftis() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(new NiftiBytes(i % 2 == 1, i < 2 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                    i < 2 ? NiftiBytes.INT16 : NiftiBytes.FLOAT32, SIDE, SIDE, 3).pixdim(1, 0.5, 0.5, 2).units(2)
                    .scaling(2, -5).sform(1, 0.5, 0, 0, 1, 0, 0.5, 0, 2, 0, 0, 2, 3).values(ramp()).bytes());
        }
        return all;
    }

    /** Inside gzip or of it. */
    private static final class PackedNifti extends Format {

        PackedNifti() {
            super("nifti gz", ".nii.gz");
        }

        @Override
        List<byte[]> whole(File folder) throws IOException {
            List<byte[]> all = new ArrayList<>();
            for (byte[] plain : niftis()) {
                all.add(packed(plain));
            }
            return all;
        }

        private static byte[] packed(byte[] plain) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
                zip.write(plain);
            }
            return out.toByteArray();
        }

        private static byte[] plain(byte[] packed) throws IOException {
            return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
        }

        @Override
        byte[] spoil(byte[] whole, byte[] other, SplittableRandom random) throws IOException {
            return random.nextBoolean() ? super.spoil(whole, other, random)
                    : packed(super.spoil(plain(whole), plain(other), random));
        }

        @Override
        void read(File file) {
            readBoth(file);
        }
    }

    /** As a macro's image parameter opens it, into a window of ImageJ's. */
    private static final class Opened extends Format {

        Opened() {
            super("opened", "");
        }

        @Override
        List<byte[]> whole(File folder) throws Exception {
            List<byte[]> all = new ArrayList<>(tiffs());
            all.addAll(imageJTiffs(folder));
            all.addAll(List.of(grey("png"), colour("jpg"), grey("bmp"), palette("gif")));
            all.addAll(dicoms());
            return all;
        }

        @Override
        void read(File file) {
            if (ImageOpener.open(file) == null) {
                throw new IllegalStateException("no image and no reason");
            }
        }
    }

    /** Beside an image that is whole. */
    private static final class Labels extends Format {

        private File image;

        Labels() {
            super("labels", ".png");
        }

        @Override
        List<byte[]> whole(File folder) throws IOException {
            image = new File(folder, "image.png");
            Files.write(image.toPath(), grey("png"));
            BufferedImage labels = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int i = 0; i < SIDE * SIDE; i++) {
                labels.getRaster().setSample(i % SIDE, i / SIDE, 0, i % SIDE / 8);
            }
            File own = new File(folder, "labels.tif");
            TiffWriter.write(own, new ImagePlus("labels", labels));
            return List.of(written(labels, "png"), palette(), Files.readAllBytes(own.toPath()),
                    written(labels, "bmp"));
        }

        @Override
        void read(File file) {
            LabelledImages labelled = LabelledImages.read(LabelPairs.match(image, file), LabelRule.DEFAULT,
                    new ImageReader(2, 1));
            if (labelled.size() < 1 || labelled.classes().count() < 1) {
                throw new CoverException(file + " gave no labels.");
            }
        }
    }
}
