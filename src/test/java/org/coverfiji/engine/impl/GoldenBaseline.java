package org.coverfiji.engine.impl;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.network.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * One file of numbers that a baseline's published program printed, with the shapes, constants and tolerance of the
 * JSON file beside it. The system property {@value #PROPERTY} names their directory; what is not there is taken
 * from the tests' resources, or else the test is skipped.
 */
public final class GoldenBaseline {

    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
    private static final String PROPERTY = "cover.golden.baselines";
    private static final File COMMITTED = new File("src/test/resources/golden/baselines");
    /** What losses and outputs, and what gradients must keep to, relative to the largest value. */
    private static final double OUTPUTS = 1e-4;
    private static final double GRADIENTS = 2e-4;

    private final String name;
    private final JsonObject description;
    private final Map<String, INDArray> arrays;

    private GoldenBaseline(String name, JsonObject description, Map<String, INDArray> arrays) {
        this.name = name;
        this.description = description;
        this.arrays = arrays;
    }

    /** Skips the test where there is no such file. */
    public static GoldenBaseline read(String name) {
        File directory = directory();
        return read(new File(directory, name + ".npz").isFile() ? directory : COMMITTED, name);
    }

    /**
     * Every file whose name, without its ending, matches: those of the directory, or where that has none, those
     * committed with the tests. Skips the test where there is no such file at all.
     */
    public static List<GoldenBaseline> matching(String regex) {
        for (File directory : new File[] {directory(), COMMITTED}) {
            String[] names = directory.list((parent, file) -> file.matches("(" + regex + ")\\.npz"));
            if (names != null && names.length > 0) {
                Arrays.sort(names);
                return Arrays.stream(names).map(file -> read(directory, file.replaceFirst("\\.npz$", "")))
                        .collect(Collectors.toList());
            }
        }
        assumeTrue("no published numbers " + regex + " in " + directory() + " (set the directory with -D" + PROPERTY
                + "=DIR); this method is not checked against its published program", false);
        return Collections.emptyList();
    }

    private static File directory() {
        return new File(System.getProperty(PROPERTY, "../shared/golden-baselines"));
    }

    private static GoldenBaseline read(File directory, String name) {
        File npz = new File(directory, name + ".npz");
        assumeTrue("no published numbers " + npz + " (set the directory with -D" + PROPERTY
                + "=DIR); this method is not checked against its published program", npz.isFile());
        try (Reader reader = new FileReader(new File(directory, name + ".json"))) {
            return new GoldenBaseline(name, new Gson().fromJson(reader, JsonObject.class), arrays(npz));
        } catch (IOException e) {
            throw new AssertionError(npz + " cannot be read", e);
        }
    }

    /** Of an archive that may be compressed, which Nd4j.createFromNpzFile does not read. */
    private static Map<String, INDArray> arrays(File npz) throws IOException {
        Map<String, INDArray> arrays = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new FileInputStream(npz))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName().replaceFirst("\\.npy$", ""),
                        Nd4j.createNpyFromByteArray(zip.readAllBytes()));
            }
        }
        return arrays;
    }

    /** An array, whose shape must be the one described. */
    public Tensor tensor(String key) {
        JsonElement described = description.getAsJsonObject("keys").get(key);
        assertTrue(name + " has no " + key, described != null && arrays.containsKey(key));
        Tensor tensor = Tensors.copy(arrays.get(key));
        assertArrayEquals(name + " " + key,
                new Gson().fromJson(described.getAsJsonObject().get("shape"), int[].class), tensor.shape());
        return tensor;
    }

    /** Two arrays of equal shapes as one, the second after the first: two views as one batch. */
    public Tensor stacked(String first, String second) {
        Tensor a = tensor(first);
        Tensor b = tensor(second);
        float[] both = Arrays.copyOf(a.data(), a.data().length + b.data().length);
        System.arraycopy(b.data(), 0, both, a.data().length, b.data().length);
        int[] shape = a.shape();
        shape[0] += b.size(0);
        return new Tensor(both, shape);
    }

    /** The gradients of {@link #stacked} arrays. */
    public void assertGradients(String first, String second, float[] both) {
        assertGradient(first, Arrays.copyOf(both, both.length / 2));
        assertGradient(second, Arrays.copyOfRange(both, both.length / 2, both.length));
    }

    /** The names of all arrays that match. */
    public List<String> keys(String regex) {
        return arrays.keySet().stream().filter(key -> key.matches(regex)).sorted().collect(Collectors.toList());
    }

    /** The numbers in a constant that is a sentence, in their order. */
    public double[] numbers(String constant) {
        Matcher matcher = NUMBER.matcher(description.getAsJsonObject("constants").get(constant).getAsString());
        return matcher.results().mapToDouble(number -> Double.parseDouble(number.group())).toArray();
    }

    /** The number that follows a word in the description of the whole file. */
    public double described(String word) {
        Matcher matcher = Pattern.compile(word + " (" + NUMBER + ")").matcher(description.get("about").getAsString());
        assertTrue(name + " says no " + word, matcher.find());
        return Double.parseDouble(matcher.group(1));
    }

    public boolean has(String key) {
        return arrays.containsKey(key);
    }

    public double scalar(String key) {
        return tensor(key).data()[0];
    }

    public double constant(String key) {
        return description.getAsJsonObject("constants").get(key).getAsDouble();
    }

    /** Relative, as described: "1e-5 relative (float32)". */
    public double tolerance() {
        return Double.parseDouble(description.get("tolerance").getAsString().split(" ")[0]);
    }

    public void assertClose(String key, double actual) {
        double expected = scalar(key);
        assertEquals(name + " " + key, expected, actual, tolerance() * Math.abs(expected));
    }

    /** As many values, in the same order; largest difference ≤ tolerance · largest value. */
    public void assertClose(String key, float[] actual) {
        assertClose(key, actual, 0);
    }

    /** @param scale that the largest value is taken to have at least: for gradients that are 0 but for rounding */
    public void assertClose(String key, float[] actual, double scale) {
        float[] expected = tensor(key).data();
        assertEquals(name + " " + key, expected.length, actual.length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
        }
        assertTrue(name + " " + key + ": difference " + difference + ", largest value " + largest,
                difference <= tolerance() * Math.max(scale, largest));
    }

    /** A loss: to 1e-4 of it. */
    public void assertLoss(String key, double actual) {
        double expected = scalar(key);
        assertEquals(name + " " + key, expected, actual, OUTPUTS * Math.abs(expected));
    }

    /** Outputs: to 1e-4 of the largest. */
    public void assertOutput(String key, float[] actual) {
        assertWithin(key, actual, OUTPUTS, 0);
    }

    /** Gradients: to 2e-4 of the largest. */
    public void assertGradient(String key, float[] actual) {
        assertWithin(key, actual, GRADIENTS, 0);
    }

    /** Gradients: to 2e-4 of the largest, or of the scale, where all may be 0 but for rounding. */
    public void assertGradient(String key, float[] actual, double scale) {
        assertWithin(key, actual, GRADIENTS, scale);
    }

    /** Masks, assignments, queues, pointers, copies: the same to the last bit. */
    public void assertExact(String key, float[] actual) {
        assertArrayEquals(name + " " + key, tensor(key).data(), actual, 0);
    }

    private void assertWithin(String key, float[] actual, double part, double scale) {
        float[] expected = tensor(key).data();
        assertEquals(name + " " + key, expected.length, actual.length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            // Math.max keeps NaN.
            difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
        }
        assertTrue(name + " " + key + ": difference " + difference + ", largest value " + largest,
                difference <= part * Math.max(scale, largest));
    }

    /** An array of whole numbers, such as sizes, places and labels. */
    public int[] whole(String key) {
        float[] values = tensor(key).data();
        int[] whole = new int[values.length];
        Arrays.setAll(whole, i -> Math.round(values[i]));
        return whole;
    }

    @Override
    public String toString() {
        return name;
    }
}
