package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.NpzFile;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;

import com.google.gson.Gson;
import com.google.gson.JsonObject;

/**
 * One pair of files with numbers that the published program printed: configuration (JSON) and arrays (npz). In the
 * small copies of the tests' resources some arrays are thinned, see the README there.
 */
final class GoldenNumbers {

    private static final Gson GSON = new Gson();

    private final String name;
    private final NetworkConfiguration network;
    private final CoverConfiguration cover;
    private final Map<String, Tensor> arrays;
    private final Map<String, Thinned> thinned;

    private GoldenNumbers(String name, JsonObject values, Map<String, Tensor> arrays, Map<String, Thinned> thinned) {
        this.name = name;
        network = new NetworkConfiguration(values.get("dimensions").getAsInt(),
                values.get("inputChannels").getAsInt(), GSON.fromJson(values.get("widths"), int[].class));
        cover = new CoverConfiguration(values.get("headDim").getAsInt(),
                GSON.fromJson(values.get("heads"), int[].class), values.get("amplitude").getAsInt(), 1);
        this.arrays = arrays;
        this.thinned = thinned;
    }

    /** What is known of an array of which only every so-many-th value is kept. */
    private static final class Thinned {
        private int[] shape;
        private int stride;
        private double largest;
    }

    /** All pairs of a directory; empty where it does not exist. */
    static List<GoldenNumbers> readAll(File directory) throws IOException {
        List<GoldenNumbers> pairs = new ArrayList<>();
        File[] files = directory.listFiles((folder, file) -> file.endsWith(".npz"));
        if (files != null) {
            Arrays.sort(files);
            for (File npz : files) {
                File json = new File(directory, npz.getName().replace(".npz", ".json"));
                Map<String, Thinned> thinned = thinned(json);
                pairs.add(new GoldenNumbers(npz.getName() + (thinned.isEmpty() ? "" : ", thinned"), read(json),
                        NpzFile.read(npz), thinned));
            }
        }
        return pairs;
    }

    private static JsonObject read(File json) throws IOException {
        try (Reader reader = new FileReader(json)) {
            return GSON.fromJson(reader, JsonObject.class);
        }
    }

    private static Map<String, Thinned> thinned(File json) throws IOException {
        Map<String, Thinned> arrays = new LinkedHashMap<>();
        try (Reader reader = new FileReader(json)) {
            JsonObject described = new Gson().fromJson(reader, JsonObject.class).getAsJsonObject("thinned");
            if (described != null) {
                described.entrySet().forEach(
                        entry -> arrays.put(entry.getKey(), new Gson().fromJson(entry.getValue(), Thinned.class)));
            }
        }
        return arrays;
    }

    /** COVER's parts, with the weight 1 of the consistency loss. */
    CoverConfiguration cover() {
        return cover;
    }

    NetworkConfiguration network() {
        return network;
    }

    Tensor tensor(String key) {
        Tensor array = arrays.get(key);
        if (array == null) {
            throw new AssertionError(name + " has no " + key);
        }
        return array;
    }

    double scalar(String key) {
        return tensor(key).data()[0];
    }

    /** The published parameters, all but the constant grid of offsets. */
    Map<String, Tensor> parameters() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (String key : arrays.keySet()) {
            if (key.startsWith("param/") && !key.equals("param/mov.grid")) {
                parameters.put(key.substring("param/".length()), tensor(key));
            }
        }
        return parameters;
    }

    /** Largest difference ≤ tolerance · largest absolute value of the published tensor. */
    void assertClose(String key, Tensor actual, double tolerance) {
        float[] expected = tensor(key).data();
        Thinned kept = thinned.get(key);
        int stride = kept == null ? 1 : kept.stride;
        assertArrayEquals(name + " " + key, kept == null ? tensor(key).shape() : kept.shape, actual.shape());
        double largest = kept == null ? 0 : kept.largest;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double error = Math.abs(expected[i] - actual.data()[i * stride]);
            difference = error <= difference ? difference : error;
        }
        assertTrue(name + " " + key + ": difference " + difference + ", largest value " + largest,
                difference <= tolerance * largest);
    }

    @Override
    public String toString() {
        return name;
    }
}
