package org.coverfiji.engine.impl;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;

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

    private static final String PROPERTY = "cover.golden.baselines";

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
        File directory = new File(System.getProperty(PROPERTY, "../shared/golden-baselines"));
        if (!new File(directory, name + ".npz").isFile()) {
            directory = new File("src/test/resources/golden/baselines");
        }
        File npz = new File(directory, name + ".npz");
        assumeTrue("no published numbers " + npz + " (set the directory with -D" + PROPERTY
                + "=DIR); this method is not checked against its published program", npz.isFile());
        try (Reader reader = new FileReader(new File(directory, name + ".json"))) {
            return new GoldenBaseline(name, new Gson().fromJson(reader, JsonObject.class), Nd4j.createFromNpzFile(npz));
        } catch (IOException e) {
            throw new AssertionError(npz + " cannot be read", e);
        } catch (Exception e) {
            throw new AssertionError(npz + " is no archive of arrays", e);
        }
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

    @Override
    public String toString() {
        return name;
    }
}
