package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.scijava.Context;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

/** No path, no user and no patient gets into a file that the commands write. */
public class PrivacyTest {

    private static final String PLACE = "privateplace";
    private static final String USER = "privateuser";
    private static final String PATIENT = "PrivatePatient";
    private static final String BIRTH = "19330221";
    private static final List<String> SECRETS = List.of(PLACE, USER, PATIENT, BIRTH);
    private static final int SIDE = 32;

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static String userBefore;

    private final Context context = new Context();
    private File root;

    @BeforeClass
    public static void nameTheUser() {
        userBefore = System.setProperty("user.name", USER);
        Interpreter.batchMode = true;
    }

    @AfterClass
    public static void forgetTheUser() {
        System.setProperty("user.name", userBefore);
        Interpreter.batchMode = false;
    }

    @Test
    public void nothingThatIsWrittenTellsOfPlaceUserOrPatient() throws Exception {
        root = FOLDER.newFolder(PLACE);
        makeImages();
        Set<Path> inputs = files();
        run("COVER Pretrain...", "input", "images", "output", "pre.cover", "iterations", "2", "patch", "32", "width",
                "8", "batch", "2");
        run("COVER Fine-tune Segmentation...", "images", "images", "labels", "labels", "model", "pre.cover", "output",
                "seg.cover", "iterations", "2", "validation", "0.3", "test", "0.2", "group", "=^(.)");
        run("COVER Fine-tune Classification...", "input", "classes", "model", "pre.cover", "output", "cls.cover",
                "iterations", "2", "validation", "0.3", "test", "0.3");
        run("COVER Segment...", "input", "images", "output_folder", "segmented", "model", "seg.cover", "rois", "=true",
                "probabilities", "=true");
        run("COVER Segment...", "image", "images/c.dcm", "output_folder", "open", "model", "seg.cover");
        run("COVER Extract Embeddings...", "input", "images", "output_folder", "embedded", "model", "pre.cover", "pca",
                "=true");
        run("COVER Extract Embeddings...", "image", "images/c.dcm", "output_folder", "open", "model", "pre.cover");
        run("COVER Classify...", "input", "images", "model", "cls.cover", "output", "table.csv");
        run("COVER Contact Sheet...", "images", "images", "labels", "labels", "model", "seg.cover", "pretrained",
                "pre.cover", "output", "sheet.png");
        run("COVER Label Efficiency...", "images", "images", "labels", "labels", "model", "pre.cover", "output_folder",
                "efficiency", "counts", "=1", "iterations", "1", "seeds", "1", "patch", "32", "width", "8");
        Set<Path> written = files();
        written.removeAll(inputs);
        assertTrue("files of every command: " + written, written.size() > 25);
        List<String> found = new ArrayList<>();
        for (Path file : written) {
            byte[] bytes = Files.readAllBytes(file);
            SECRETS.stream().filter(secret -> holds(bytes, secret, 0))
                    .forEach(secret -> found.add(root.toPath().relativize(file) + " holds " + secret));
        }
        assertEquals(List.of(), found);
    }

    /** A search that finds nothing must be able to find something. */
    @Test
    public void theSearchLooksIntoArchivesAndPictures() throws Exception {
        File tiff = FOLDER.newFile("info.tif");
        ImagePlus image = new ImagePlus("x", new ByteProcessor(2, 2));
        image.setProperty("Info", "of " + PATIENT);
        new FileSaver(image).saveAsTiff(tiff.getPath());
        assertTrue(holds(Files.readAllBytes(tiff.toPath()), PATIENT, 0));
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (java.util.zip.ZipOutputStream out = new java.util.zip.ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("model.json"));
            out.write((PLACE + " ").repeat(20).getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(holds(zip.toByteArray(), PLACE, 0));
        assertTrue(holds(("a" + USER).getBytes(StandardCharsets.UTF_16LE), USER, 0));
    }

    /** In the bytes themselves, in wide characters, in archives' entries and in compressed parts of pictures. */
    private static boolean holds(byte[] bytes, String secret, int depth) {
        for (byte[] wanted : List.of(secret.getBytes(StandardCharsets.UTF_8),
                secret.getBytes(StandardCharsets.UTF_16LE), secret.getBytes(StandardCharsets.UTF_16BE))) {
            if (new String(bytes, StandardCharsets.ISO_8859_1)
                    .contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
                return true;
            }
        }
        return depth < 3 && parts(bytes).stream().anyMatch(part -> holds(part, secret, depth + 1));
    }

    private static List<byte[]> parts(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        if (bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K') {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    parts.add((entry.getName() + " " + entry.getComment()).getBytes(StandardCharsets.UTF_8));
                    parts.add(zip.readAllBytes());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String chunk : List.of("zTXt", "iTXt")) {
            for (int at = text.indexOf(chunk); at >= 0; at = text.indexOf(chunk, at + 1)) {
                for (int start = at; start < Math.min(bytes.length, at + 100); start++) {
                    if (bytes[start] == 0x78) {
                        parts.add(inflated(bytes, start));
                    }
                }
            }
        }
        return parts;
    }

    private static byte[] inflated(byte[] bytes, int start) {
        Inflater inflater = new Inflater();
        inflater.setInput(bytes, start, bytes.length - start);
        byte[] out = new byte[1 << 12];
        try {
            return java.util.Arrays.copyOf(out, inflater.inflate(out));
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root.toPath())) {
            return files.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** @param keysAndValues values that name files are made absolute; those that do not begin with = */
    private void run(String command, String... keysAndValues) {
        CommandRunner runner = new CommandRunner(context);
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String value = keysAndValues[i + 1];
            values.put(keysAndValues[i], value.startsWith("=") ? value.substring(1)
                    : value.matches("[0-9.]+") ? value : new File(root, value).getPath());
        }
        values.put("device", "cpu");
        runner.run(runner.find(command), values);
    }

    private void makeImages() throws IOException {
        for (String folder : List.of("images", "labels", "classes/one", "classes/two")) {
            assertTrue(new File(root, folder).mkdirs());
        }
        for (int i = 0; i < 5; i++) {
            String name = "abxyz".charAt(i) + ".png";
            save(picture(i), "images/" + name);
            save(label(), "labels/" + name);
        }
        dicom("images/c.dcm", 7);
        save(label(), "labels/c.png");
        for (int i = 0; i < 4; i++) {
            save(picture(i + 10), "classes/one/" + i + ".png");
            save(picture(i + 20), "classes/two/" + i + ".png");
        }
    }

    private void save(ImagePlus image, String name) {
        new FileSaver(image).saveAsPng(new File(root, name).getPath());
    }

    private static ImagePlus picture(int number) {
        FloatProcessor pixels = new FloatProcessor(SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            pixels.setf(i, (i * (number + 3) * 7919 % 251 + number) % 256);
        }
        return new ImagePlus("picture", pixels.convertToByte(false));
    }

    private static ImagePlus label() {
        ByteProcessor pixels = new ByteProcessor(SIDE, SIDE);
        pixels.setValue(1);
        pixels.fillRect(8, 8, 16, 16);
        return new ImagePlus("label", pixels);
    }

    /** A grey image with a patient's name, number and birth date. */
    private void dicom(String name, int number) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[128]);
        out.write("DICM".getBytes(StandardCharsets.ISO_8859_1));
        text(out, 0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1");
        text(out, 0x0010, 0x0010, "PN", PATIENT);
        text(out, 0x0010, 0x0020, "LO", PATIENT + "1");
        text(out, 0x0010, 0x0030, "DA", BIRTH);
        number(out, 0x0028, 0x0002, 1);
        text(out, 0x0028, 0x0004, "CS", "MONOCHROME2");
        number(out, 0x0028, 0x0010, SIDE);
        number(out, 0x0028, 0x0011, SIDE);
        number(out, 0x0028, 0x0100, 8);
        number(out, 0x0028, 0x0101, 8);
        number(out, 0x0028, 0x0102, 7);
        number(out, 0x0028, 0x0103, 0);
        out.write(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x7fe0).putShort((short) 0x10)
                .put((byte) 'O').put((byte) 'B').putShort((short) 0).putInt(SIDE * SIDE).array());
        out.write((byte[]) picture(number).getProcessor().getPixels());
        Files.write(new File(root, name).toPath(), out.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, int group, int element, String kind, String value)
            throws IOException {
        byte[] even = (value.length() % 2 == 0 ? value : value + (kind.equals("UI") ? "\0" : " "))
                .getBytes(StandardCharsets.ISO_8859_1);
        element(out, group, element, kind, even);
    }

    private static void number(ByteArrayOutputStream out, int group, int element, int value) throws IOException {
        element(out, group, element, "US",
                ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) value).array());
    }

    private static void element(ByteArrayOutputStream out, int group, int element, String kind, byte[] value)
            throws IOException {
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putShort((short) group)
                .putShort((short) element).put(kind.getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) value.length).array());
        out.write(value);
    }
}
