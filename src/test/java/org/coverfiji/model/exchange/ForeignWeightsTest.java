package org.coverfiji.model.exchange;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.NetworkParameters;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Reads what PyTorch wrote (make.py, beside the files), what we write ourselves, and what nobody should have. */
public class ForeignWeightsTest {

    private static final NetworkConfiguration NARROW = new NetworkConfiguration(2, 1,
            new int[] {8, 8, 8, 8, 8, 8, 8, 8, 8});
    private static final String FIRST = "backbone.inc.double_conv.0.weight";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static File resource(String name) {
        try {
            return new File(ForeignWeightsTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** As make.py fills the n-th tensor. */
    private static float[] planted(int number, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = ((37 * number + i) % 257 - 128) / 64f;
        }
        return values;
    }

    private static void assertPlanted(Map<String, Tensor> weights) {
        int number = 0;
        for (Map.Entry<String, int[]> parameter : NetworkParameters.backbone(NARROW).entrySet()) {
            Tensor tensor = weights.get(parameter.getKey());
            assertArrayEquals(parameter.getKey(), parameter.getValue(), tensor.shape());
            assertArrayEquals(parameter.getKey(), planted(number++, tensor.data().length), tensor.data(), 0);
        }
        assertEquals(72, number);
    }

    @Test
    public void aTrainingDictionaryInDataParallelAndHalfPrecisionIsRead() {
        ForeignWeights read = ForeignWeights.read(resource("training.pth.tar"));
        assertEquals(NARROW, read.network());
        assertPlanted(read.weights());
        assertArrayEquals(planted(100, 256), read.weights().get("proj.0.proj.weight").data(), 0);
        assertArrayEquals(planted(101, 32), read.weights().get("proj.0.proj.bias").data(), 0);
        assertEquals("grids are dropped", 74, read.weights().size());
        assertEquals(List.of("Left out, because no U-Net needs it: queue."), read.notes());
    }

    @Test
    public void parametersThatAreViewsOfOneStorageAreRead() {
        ForeignWeights read = ForeignWeights.read(resource("strided.pth"));
        assertPlanted(read.weights());
        assertEquals(List.of(), read.notes());
        assertEquals("in the network's order", List.copyOf(NetworkParameters.backbone(NARROW).keySet()),
                List.copyOf(read.weights().keySet()));
    }

    @Test
    public void whatWeWriteComesBackBitForBitIn2DAnd3D() throws IOException {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            NetworkConfiguration network = TestModels.network(dimensions, 2);
            Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(network));
            weights.put("proj.1.norm.weight", new Tensor(new float[] {1, -0f, Float.MIN_VALUE}, 3));
            File torch = folder.newFile();
            WeightFiles.writeTorch(torch, weights);
            assertSame(weights, ForeignWeights.read(torch));
            File tensors = folder.newFile();
            WeightFiles.writeSafetensors(tensors, weights, Map.of("format", "pt"));
            assertSame(weights, ForeignWeights.read(tensors));
        }
    }

    private static void assertSame(Map<String, Tensor> weights, ForeignWeights read) {
        assertEquals(weights.keySet(), read.weights().keySet());
        weights.forEach((name, tensor) -> {
            assertArrayEquals(name, tensor.shape(), read.weights().get(name).shape());
            assertArrayEquals(name, bits(tensor), bits(read.weights().get(name)));
        });
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[tensor.data().length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(tensor.data()[i]));
        return bits;
    }

    @Test
    public void wholeModulesScriptsAndOldFilesAreRefusedInASentence() {
        assertRefused(resource("module.pth"), "it asks for torch.nn.modules.conv.Conv2d");
        assertRefused(resource("module.pth"), "torch.save(model.state_dict(), ...)");
        assertRefused(resource("script.pt"), "is a whole TorchScript module");
        assertRefused(resource("old.pth"), "format from before version 1.6");
    }

    @Test
    public void otherFilesAreRefusedInASentence() throws IOException {
        assertRefused(new File(folder.getRoot(), "none.pth"), "none.pth does not exist");
        assertRefused(folder.getRoot(), "is a folder");
        assertRefused(write("Hello".getBytes(StandardCharsets.US_ASCII)), "is neither a PyTorch checkpoint nor");
        assertRefused(write(new byte[0]), "is neither a PyTorch checkpoint nor");
        assertRefused(archive("a/readme.txt", new byte[9]), "it has no data.pkl");
        byte[] torch = Files.readAllBytes(resource("strided.pth").toPath());
        assertRefused(write(Arrays.copyOf(torch, torch.length / 2)), "is damaged or incomplete");
        byte[] pickle = pickle("}", ".");
        assertRefused(archive("a/data.pkl", pickle), "holds no U-Net with the published names");
        for (int length = 0; length < pickle.length; length++) {
            assertRefused(archive("a/data.pkl", Arrays.copyOf(pickle, length)), "is not read: its pickle is damaged");
        }
    }

    /** Each would write a file in Python: called at once, by a class's state, as an old or a new object. */
    @Test
    public void aMaliciousFileRunsNothing() throws IOException {
        File written = new File(folder.getRoot(), "written");
        String command = "touch '" + written + "'";
        List<byte[]> attacks = List.of(
                pickle("cos\nsystem\n", text(command), "\u0085R."),
                pickle("cposix\nsystem\n", text(command), "\u0085R."),
                pickle(text("os"), text("system"), "\u0093", text(command), "\u0085R."),
                pickle("(S'" + command.replace("'", "\\'") + "'\nios\nsystem\n."),
                pickle("(cos\nsystem\n", text(command), "o."),
                pickle("csubprocess\nPopen\n", text(command), "\u0085\u0081."),
                pickle("cbuiltins\neval\n", text("open(" + written + ", 'w')"), "\u0085R."),
                pickle("ctorch._utils\n_rebuild_tensor_v2.__globals__\n."),
                pickle("ctorch\nload\n", text(written.getPath()), "\u0085R."),
                pickle("ctorch.jit\nFloatStorage\n."),
                pickle("ccopyreg\n_reconstructor\n."),
                pickle("\u0082\u0001."));
        for (byte[] attack : attacks) {
            CoverException refused = assertThrows(new String(attack, StandardCharsets.ISO_8859_1),
                    CoverException.class, () -> ForeignWeights.read(archive("a/data.pkl", attack)));
            assertTrue(refused.getMessage(), refused.getMessage().contains("it holds more than weights: it asks for ")
                    || refused.getMessage().contains("which weights do not need"));
            assertTrue("it wrote a file", !written.exists());
        }
    }

    @Test
    public void whatWouldFillTheMemoryIsRefused() throws IOException {
        // A text of 2 GB that is not there.
        assertRefused(archive("a/data.pkl", pickle("X\u00ff\u00ff\u00ff\u007f.")), "its pickle is damaged");
        // A shape that its storage does not hold, by stride 0 and by overflow.
        assertRefused(archive("a/data.pkl", tensor(4, new int[] {1 << 30}, new int[] {0})), "beyond its storage");
        assertRefused(archive("a/data.pkl", tensor(4, new int[] {1 << 30, 1 << 30, 1 << 30}, new int[] {0, 0, 0})),
                "beyond its storage");
        assertRefused(archive("a/data.pkl", tensor(4, new int[] {2, 2}, new int[] {1, 3})), "beyond its storage");
        assertRefused(archive("a/data.pkl", tensor(4, new int[] {-1}, new int[] {1})), "beyond its storage");
        // Zeros pack a thousandfold.
        File bomb = bomb();
        assertTrue(bomb.length() < 1 << 20);
        assertRefused(bomb, "packed as no trained weights can be");
        // A pickle that unpacks to more than any description.
        assertRefused(archive("a/data.pkl", new byte[(1 << 22) + 1]), "more than it can need");
    }

    /** A network of zeros as a packed archive. */
    private File bomb() throws IOException {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        NetworkParameters.backbone(new NetworkConfiguration(2, 16_384, NARROW.widths()))
                .forEach((name, shape) -> zeros.put(name, Tensor.zeros(shape)));
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        TorchWriter.write(zeros, plain);
        File file = folder.newFile();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(plain.toByteArray()));
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file.toPath()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(zip);
            }
        }
        return file;
    }

    @Test
    public void anotherKindOfUNetIsRefused() throws IOException {
        Map<String, Tensor> weights = TestModels.weights(NARROW);
        assertChanged(weights, "backbone.inc.double_conv.1.running_mean", new Tensor(new float[8], 8),
                "it normalises by batches (backbone.inc.double_conv.1.running_mean)");
        assertChanged(weights, "backbone.up1.up.weight", Tensor.zeros(8, 8, 2, 2),
                "the published one has no backbone.up1.up.weight");
        assertChanged(weights, "backbone.down5.maxpool_conv.1.double_conv.0.bias", Tensor.zeros(8), "of another kind");
        assertChanged(weights, "backbone.up4.conv.double_conv.0.weight", null,
                "without backbone.up4.conv.double_conv.0.weight");
        assertChanged(weights, "backbone.up2.conv.double_conv.0.bias", null, "biases in all convolutions");
        assertChanged(weights, FIRST, Tensor.zeros(8, 1, 5, 5), "has the shape [8, 1, 5, 5]");
        assertChanged(weights, FIRST, Tensor.zeros(8, 9), "must be that of a 2D or 3D convolution");
        assertChanged(weights, FIRST, Tensor.zeros(12, 1, 3, 3), "width 12 is not a positive multiple of 8");
        assertChanged(weights, "backbone.inc.double_conv.0.bias",
                new Tensor(new float[] {0, 0, 0, Float.NaN, 0, 0, 0, 0}, 8), "holds NaN");
        assertChanged(weights, "other." + FIRST.substring("backbone.".length()), Tensor.zeros(1), null);
    }

    private void assertChanged(Map<String, Tensor> weights, String name, Tensor tensor, String part)
            throws IOException {
        Map<String, Tensor> changed = new LinkedHashMap<>(weights);
        if (tensor == null) {
            changed.remove(name);
        } else {
            changed.put(name, tensor);
        }
        File file = folder.newFile();
        WeightFiles.writeTorch(file, changed);
        if (part == null) {
            assertEquals(NARROW, ForeignWeights.read(file).network());
        } else {
            assertRefused(file, part);
        }
    }

    @Test
    public void severalUNetsInOneFileAreRefused() throws IOException {
        Map<String, Tensor> both = new LinkedHashMap<>();
        TestModels.weights(NARROW).forEach((name, tensor) -> {
            both.put(name.replace("backbone", "student"), tensor);
            both.put(name.replace("backbone", "teacher"), tensor);
        });
        File file = folder.newFile();
        WeightFiles.writeTorch(file, both);
        assertRefused(file, "holds several U-Nets (student., teacher.)");
    }

    @Test
    public void safetensorsOfAllFloatingTypesAreRead() throws IOException {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        NetworkParameters.backbone(NARROW).forEach((name, shape) -> weights.put(name, new Tensor(planted(weights.size(),
                (int) Tensor.size(shape)), shape)));
        for (String type : List.of("F64", "F32", "F16", "BF16")) {
            ForeignWeights read = ForeignWeights.read(write(safetensors(weights, type)));
            assertEquals(type.equals("F64") ? List.of("The file's 64-bit numbers were rounded to 32 bits.") : List.of(),
                    read.notes());
            assertPlanted(read.weights());
        }
        assertRefused(write(safetensors(weights, "I32")), "holds values of the type I32");
        assertRefused(write(safetensors(weights, "F8_E4M3")), "holds values of the type F8_E4M3");
    }

    @Test
    public void damagedSafetensorsAreRefused() throws IOException {
        byte[] whole = safetensors(TestModels.weights(NARROW), "F32");
        assertRefused(write(Arrays.copyOf(whole, whole.length - 1)), "does not have the size of its shape");
        for (String header : List.of("{", "{\"a\":1}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":{\"dtype\":\"F32\"}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"x\"],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e999999999],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[4,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[268435456],\"data_offsets\":[0,1073741824]}}")) {
            assertRefused(write(withHeader(header, new byte[0])), "is damaged or incomplete");
        }
        byte[] huge = withHeader("{}", new byte[4]);
        huge[4] = 1;
        assertRefused(write(huge), "its header would have");
        assertRefused(write(withHeader("{\"a\":" + "[".repeat(1 << 20), new byte[0])), "is damaged or incomplete");
    }

    private static byte[] safetensors(Map<String, Tensor> weights, String type) throws IOException {
        int bytes = type.equals("F64") ? 8 : type.endsWith("16") ? 2 : type.startsWith("F8") ? 1 : 4;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        weights.forEach((name, tensor) -> {
            int from = data.size();
            ByteBuffer buffer = ByteBuffer.allocate(bytes * tensor.data().length).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : tensor.data()) {
                put(buffer, value, type);
            }
            data.writeBytes(buffer.array());
            header.append(String.format(",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}", name, type,
                    Arrays.toString(tensor.shape()), from, data.size()));
        });
        return withHeader(header.append('}').toString(), data.toByteArray());
    }

    private static void put(ByteBuffer buffer, float value, String type) {
        if (type.equals("F64")) {
            buffer.putDouble(value);
        } else if (type.equals("BF16")) {
            buffer.putShort((short) (Float.floatToRawIntBits(value) >> 16));
        } else if (type.equals("F16")) {
            buffer.putShort(half(value));
        } else if (type.equals("F8_E4M3")) {
            buffer.put((byte) 0);
        } else {
            buffer.putFloat(value);
        }
    }

    /** Of planted values: multiples of 1/64 below 4. */
    private static short half(float value) {
        if (value == 0) {
            return 0;
        }
        int exponent = Math.getExponent(value);
        int fraction = Math.round((Math.abs(value) / (float) Math.pow(2, exponent) - 1) * 1024);
        return (short) ((value < 0 ? 0x8000 : 0) | exponent + 15 << 10 | fraction);
    }

    private static byte[] withHeader(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DataOutputStream(out).writeLong(Long.reverseBytes(text.length));
        out.write(text);
        out.write(data);
        return out.toByteArray();
    }

    /** A pickle of protocol 2; characters are bytes. */
    private static byte[] pickle(String... parts) {
        return ("\u0080\u0002" + String.join("", parts)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(String text) {
        return "X" + (char) (text.length() & 255) + (char) (text.length() >> 8) + "\0\0" + text;
    }

    /** A dictionary with one tensor. */
    private static byte[] tensor(int values, int[] size, int[] stride) {
        return pickle("}", text("a"), "ctorch._utils\n_rebuild_tensor_v2\n((", text("storage"),
                "ctorch\nFloatStorage\n", text("0"), text("cpu"), integer(values), "tQ", integer(0), tuple(size),
                tuple(stride), "\u0089}tRs.");
    }

    private static String tuple(int[] values) {
        StringBuilder tuple = new StringBuilder("(");
        for (int value : values) {
            tuple.append(integer(value));
        }
        return tuple + "t";
    }

    private static String integer(int value) {
        return "J" + new String(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array(),
                StandardCharsets.ISO_8859_1);
    }

    private File archive(String name, byte[] bytes) throws IOException {
        File file = folder.newFile();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file.toPath()))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
        }
        return file;
    }

    private File write(byte[] bytes) throws IOException {
        File file = folder.newFile();
        Files.write(file.toPath(), bytes);
        return file;
    }

    private static void assertRefused(File file, String part) {
        CoverException refused = assertThrows(CoverException.class, () -> ForeignWeights.read(file));
        assertTrue(refused.getMessage(), refused.getMessage().contains(part));
        assertTrue(refused.getMessage(), refused.getMessage().endsWith("."));
    }
}
