package org.coverfiji.hostile;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageOpener;
import org.coverfiji.image.read.ImageReader;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffEncoder;
import ij.process.ByteProcessor;

/** No file that is read makes Java objects: their classes could do anything while they are made. */
public class NoDeserialisationTest {

    private static final Path CLASSES = Paths.get("target/classes");
    private static final Path LIBRARIES = Paths.get("target/libraries");
    private static final String STREAM = "java/io/ObjectInputStream";
    private static final Pattern SERIALISATION = Pattern.compile(
            "java/io/(ObjectInput|ObjectInputStream|Externalizable)|java/beans/XMLDecoder|java/rmi/.*");
    /** Of the numeric libraries: what reads files, some of it as Java objects. */
    private static final Pattern LOADERS = Pattern.compile(
            "(org/nd4j|org/deeplearning4j)/.*\\.(load|restore|deserial|readNDArray|readBinary|readNumpy|readTxt"
                    + "|createFromNp|createNpy|fromNpy|fromByteArray|toObject|clone[A-Z]|fromJson|fromYaml).*");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Tells when it is made from a stream. */
    public static final class Gadget implements Serializable {

        private static final long serialVersionUID = 1L;

        static boolean made;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            made = true;
        }
    }

    @Before
    public void forget() {
        Gadget.made = false;
    }

    @Test
    public void noClassOfTheSuiteKnowsJavaSerialisation() throws IOException {
        Set<String> knowing = new TreeSet<>();
        for (Path file : ownClasses()) {
            ConstantPool pool = new ConstantPool(Files.readAllBytes(file));
            pool.classes().stream().filter(name -> SERIALISATION.matcher(name).matches())
                    .forEach(name -> knowing.add(file + " knows " + name));
            pool.methods().stream().filter(method -> LOADERS.matcher(method).matches())
                    .forEach(method -> knowing.add(file + " calls " + method));
        }
        assertEquals(Set.of(), knowing);
    }

    /** The libraries' own readers of objects, of which the engine's are the most, are called by nobody here. */
    @Test
    public void noClassOfTheSuiteCallsALibrarysReaderOfObjects() throws IOException {
        Set<String> readers = readersOfObjects();
        assertTrue(readers.toString(), readers.contains("org/deeplearning4j/util/ModelSerializer")
                && readers.contains("org/nd4j/common/util/SerializationUtils"));
        Set<String> calling = new TreeSet<>();
        for (Path file : ownClasses()) {
            for (String method : new ConstantPool(Files.readAllBytes(file)).methods()) {
                String type = method.substring(0, method.indexOf('.'));
                // ImageJ's plots are drawn here, but not read.
                if (readers.contains(type) && (!type.equals("ij/gui/Plot") || method.contains("InputStream"))) {
                    calling.add(file + " calls " + method);
                }
            }
        }
        assertEquals(Set.of(), calling);
    }

    private static List<Path> ownClasses() throws IOException {
        List<Path> classes = below(CLASSES, ".class");
        assertTrue("no classes at " + CLASSES.toAbsolutePath(), classes.size() > 300);
        return classes;
    }

    private static List<Path> below(Path root, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().collect(Collectors.toList());
        }
    }

    /** Classes of the libraries that open streams of objects. */
    private static Set<String> readersOfObjects() throws IOException {
        Set<String> readers = new TreeSet<>();
        for (Path jar : below(LIBRARIES, ".jar")) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : zip.stream().filter(one -> one.getName().endsWith(".class"))
                        .collect(Collectors.toList())) {
                    byte[] bytes;
                    try (InputStream in = zip.getInputStream(entry)) {
                        bytes = in.readAllBytes();
                    }
                    if (new ConstantPool(bytes).methods().stream()
                            .anyMatch(method -> method.startsWith(STREAM + ".<init>"))) {
                        readers.add(entry.getName().replace(".class", ""));
                    }
                }
            }
        }
        return readers;
    }

    /** ImageJ keeps a plot in a TIFF file as a Java object. */
    @Test
    public void aPlotInATiffFileIsNotMade() throws Exception {
        File file = folder.newFile("plot.tif");
        Files.write(file.toPath(), tiffWithPlot());
        assertNotNull(ImageOpener.open(file));
        assertEquals(1, new ImageReader(2, 0).read(FileGroup.of(file)).size());
        assertFalse("an object of the file's was made", Gadget.made);
        // The trap works: ImageJ alone falls into it.
        ij.IJ.redirectErrorMessages(true);
        new ij.io.Opener().openImage(file.getPath());
        ij.IJ.redirectErrorMessages(false);
        assertTrue(Gadget.made);
    }

    @Test
    public void aPlotInAnArchiveIsNotMade() throws Exception {
        File file = folder.newFile("plot.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file.toPath()))) {
            out.putNextEntry(new ZipEntry("plot.tif"));
            out.write(tiffWithPlot());
        }
        List<String> told = new ArrayList<>();
        try {
            new ImageReader(2, 0).read(FileGroup.of(file));
        } catch (CoverException e) {
            told.add(e.getMessage());
        }
        assertFalse("an object of the file's was made", Gadget.made);
        assertTrue(told.toString(), told.toString().contains("unpack it"));
    }

    private static byte[] tiffWithPlot() throws IOException {
        FileInfo info = new ImagePlus("p", new ByteProcessor(8, 8)).getFileInfo();
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Gadget());
        }
        info.plot = object.toByteArray();
        ByteArrayOutputStream tiff = new ByteArrayOutputStream();
        new TiffEncoder(info).write(tiff);
        return tiff.toByteArray();
    }
}
