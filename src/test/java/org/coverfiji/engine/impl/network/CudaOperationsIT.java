package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.impl.TestKernels;
import org.coverfiji.train.view.ViewBatch;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;

/**
 * Every operation that training and inference ask of ND4J where its kernels compute, as on a card, is there in the
 * packaged CUDA library. That loads without a card and without a driver, but computes nothing.
 *
 * <pre>
 * mvn -Pcuda -Dit.test=CudaOperationsIT verify
 * </pre>
 */
public class CudaOperationsIT {

    private static final Path JARS = Paths.get(System.getProperty("cover.app", ""), "engine", "cuda");
    private static final String ND4J = "libnd4jcuda.so";
    /** What it is linked with, in the order of their own needs. */
    private static final List<String> NEEDED = List.of("libcublasLt.so.11", "libcublas.so.11", "libcusparse.so.11",
            "libcusolver.so.11", "libcudnn.so.8");
    /** How the library names the types of the older operations' compiled code. */
    private static final Map<String, String> TYPES = Map.of("FLOAT", "f", "DOUBLE", "d", "BOOL", "b", "INT", "i",
            "LONG", "x");
    /** Families whose compiled code it names, type by type; of the others it exports only the entry point. */
    private static final Map<String, String> CODE = Map.of("TRANSFORM_ANY", "9transform12TransformAny",
            "TRANSFORM_FLOAT", "9transform14TransformFloat", "TRANSFORM_SAME", "9transform13TransformSame",
            "TRANSFORM_STRICT", "9transform15TransformStrict", "SCALAR_BOOL", "6scalar19ScalarBoolTransform");
    private static final Map<String, String> ENTRIES = Map.of("SCALAR", "execScalar", "REDUCE_FLOAT",
            "execReduceFloat", "REDUCE_SAME", "execReduceSame", "PAIRWISE", "execPairwiseTransform", "BROADCAST",
            "execBroadcast", "INDEXREDUCE", "execIndexReduce");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    /** Prints the library's list; a program of its own, because two of ND4J's libraries would meet in one process. */
    static final class Listing {

        private Listing() {
        }

        public static void main(String[] libraries) {
            NativeLibrary last = null;
            for (String library : libraries) {
                last = NativeLibrary.getInstance(library, Map.of(Library.OPTION_OPEN_FLAGS, 1));
            }
            System.out.println(last.getFunction("getAllCustomOps").invokeString(new Object[0], false));
        }
    }

    @Test
    public void thePackagedLibraryHasEveryOperation() throws Exception {
        assumeTrue("the CUDA engine for linux-x86_64 is packaged by -Pcuda alone", Files.isDirectory(JARS)
                && System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"));
        Path library = extract(ND4J);
        assertTrue("no " + ND4J + " in " + JARS, library != null);
        UsedOperations used = used();
        Set<String> missing = new TreeSet<>(used.custom);
        missing.removeAll(listed(library));
        assertEquals("not in the library's list", Collections.emptySet(), missing);
        String symbols = dynamicSymbols(library);
        used.legacy.stream().map(CudaOperationsIT::symbol).filter(symbol -> !symbols.contains("\0" + symbol))
                .forEach(missing::add);
        assertEquals("not compiled for these types", Collections.emptySet(), missing);
    }

    /** Of steps, inference and evaluation on ND4J's kernels, in 2D and 3D. */
    private static UsedOperations used() {
        try (UsedOperations used = new UsedOperations()) {
            TestKernels.using("nd4j", () -> {
                train(TestBatches.random(1, 1, 16, 32), 2);
                train(TestBatches.random(1, 1, 16, 16, 16), 3);
                return null;
            });
            assertTrue(used.custom + "", used.custom.containsAll(List.of("conv2d_bp", "conv3dnew_bp")));
            assertTrue(used.legacy + "", used.legacy.size() > 20);
            return used;
        }
    }

    private static void train(ViewBatch views, int dimensions) {
        CoverNetwork cover = new CoverNetwork(TestBatches.narrow(dimensions), TestBatches.cover(1),
                OptimizerConfiguration.PUBLISHED, 5);
        cover.step(views.batch(), 1e-3);
        cover.evaluate(views.batch());
        cover.outputs(views.batch());
        cover.close();
        try (FeatureNetwork features = NativeFeatureNetwork.backbone(TestBatches.narrow(dimensions), 5)) {
            features.features(views.moving());
        }
        LabelBatch labels = new LabelBatch(views.moving(), views.mask(), views.mask());
        for (Protocol protocol : Protocol.values()) {
            try (NativeTaskNetwork task = new NativeTaskNetwork(TestBatches.narrow(dimensions), new TaskConfiguration(
                    Task.SEGMENTATION, protocol, new float[] {1, 1}, new int[] {3, 4}, null, null),
                    OptimizerConfiguration.PUBLISHED, 5)) {
                task.step(labels, 1e-3);
                task.predict(labels.images());
            }
        }
    }

    /** The start of a symbol that is there if the older operation is compiled for its types. */
    private static String symbol(String operation) {
        String[] words = operation.split(" ");
        if (!CODE.containsKey(words[0])) {
            assertTrue("a family that is not known here: " + operation, ENTRIES.containsKey(words[0]));
            return ENTRIES.get(words[0]);
        }
        boolean oneType = words[0].endsWith("_SAME") || words[0].endsWith("_STRICT");
        return "_ZN9functions" + CODE.get(words[0]) + "I" + TYPES.get(words[2])
                + (oneType ? "" : TYPES.get(words[4])) + "E";
    }

    private Set<String> listed(Path library) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), Listing.class.getName()));
        for (String needed : NEEDED) {
            Path file = extract(needed);
            if (file != null) {
                command.add(file.toString());
            }
        }
        command.add(library.toString());
        File output = temporary.newFile();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
        int status = process.waitFor();
        String text = Files.readString(output.toPath(), StandardCharsets.ISO_8859_1);
        assertEquals(text, 0, status);
        return Arrays.stream(text.trim().split(";")).map(operation -> operation.split(":")[0])
                .collect(Collectors.toSet());
    }

    /** From whichever of the engine's jars has it; null if none has. */
    private Path extract(String name) throws IOException {
        for (File file : JARS.toFile().listFiles((folder, jar) -> jar.contains("linux-x86_64"))) {
            try (JarFile jar = new JarFile(file)) {
                String entry = jar.stream().map(each -> each.getName()).filter(each -> each.endsWith("/" + name))
                        .findFirst().orElse(null);
                if (entry != null) {
                    Path target = temporary.getRoot().toPath().resolve(name);
                    try (InputStream stream = jar.getInputStream(jar.getEntry(entry))) {
                        Files.copy(stream, target);
                    }
                    return target;
                }
            }
        }
        return null;
    }

    /** All names of an ELF library's dynamic symbols, with a zero before each. */
    private static String dynamicSymbols(Path library) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "r")) {
            ByteBuffer header = read(file, 0, 64);
            int size = header.getShort(58);
            for (int section = 0; section < header.getShort(60); section++) {
                ByteBuffer described = read(file, header.getLong(40) + (long) section * size, size);
                boolean symbols = described.getInt(4) == 11;
                if (symbols) {
                    ByteBuffer names = read(file, header.getLong(40) + (long) described.getInt(40) * size, size);
                    return StandardCharsets.ISO_8859_1
                            .decode(read(file, names.getLong(24), Math.toIntExact(names.getLong(32)))).toString();
                }
            }
        }
        throw new IOException(library + " has no dynamic symbols");
    }

    private static ByteBuffer read(RandomAccessFile file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(position);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
