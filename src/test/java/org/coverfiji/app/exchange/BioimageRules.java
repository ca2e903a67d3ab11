package org.coverfiji.app.exchange;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import javax.imageio.ImageIO;

import org.coverfiji.app.compare.YamlFile;
import org.coverfiji.file.Sha256;

/**
 * The rules of bioimage.io's published specification (models, format 0.5) that an archive of ours can break: which
 * fields there are, of what kind, and how they refer to each other and to the files.
 */
final class BioimageRules {

    private static final Set<String> FIELDS = Set.of("format_version", "type", "id", "authors", "documentation",
            "inputs", "name", "outputs", "packaged_by", "parent", "run_mode", "timestamp", "training_data", "weights",
            "config", "description", "covers", "id_emoji", "attachments", "cite", "license", "git_repo", "icon",
            "links", "uploader", "maintainers", "tags", "version", "version_comment");
    private static final Set<String> TENSOR = Set.of("id", "description", "axes", "test_tensor", "sample_tensor",
            "data");
    private static final Set<String> TYPES = Set.of("float32", "float64", "uint8", "int8", "uint16", "int16", "uint32",
            "int32", "uint64", "int64", "bool");

    final Map<String, byte[]> files = new LinkedHashMap<>();
    final Map<String, Object> description;
    private final Map<String, Integer> independent = new LinkedHashMap<>();

    BioimageRules(File archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive.toPath()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        description = map(YamlFile.parse(new String(files.get("rdf.yaml"), StandardCharsets.UTF_8), "rdf.yaml"));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    static List<?> list(Object value) {
        assertTrue(value + " is a list with something in it", value instanceof List && !((List<?>) value).isEmpty());
        return (List<?>) value;
    }

    private static String text(Object value) {
        assertTrue(value + " is a text", value instanceof String);
        return (String) value;
    }

    private static double number(Object value) {
        assertTrue(value + " is a number", value instanceof Number);
        return ((Number) value).doubleValue();
    }

    void check() throws IOException {
        known(description, FIELDS);
        assertEquals("the schema knows the newest alone", "0.5.7", description.get("format_version"));
        assertEquals("model", description.get("type"));
        assertTrue(text(description.get("name")).matches("[A-Za-z0-9_+\\- ()]{5,128}"));
        assertTrue(text(description.get("description")).length() <= 1024);
        for (Object author : list(description.get("authors"))) {
            known(map(author), Set.of("name", "affiliation", "email", "github_user", "orcid"));
            assertFalse(text(map(author).get("name")).contains("/"));
        }
        assertEquals(description.get("license"), SpdxLicences.named(text(description.get("license"))));
        OffsetDateTime.parse(String.valueOf(description.get("timestamp")));
        list(description.get("tags")).forEach(BioimageRules::text);
        for (Object entry : list(description.get("cite"))) {
            known(map(entry), Set.of("text", "doi", "url"));
            text(map(entry).get("text"));
            assertTrue(text(map(entry).get("doi")).matches("10\\.[0-9]{4}.+"));
        }
        documentation();
        covers();
        Set<String> ids = new HashSet<>();
        for (Object input : list(description.get("inputs"))) {
            tensor(map(input), ids, true);
        }
        for (Object output : list(description.get("outputs"))) {
            tensor(map(output), ids, false);
        }
        weights();
    }

    private static void known(Map<String, Object> map, Set<String> fields) {
        Set<String> unknown = new HashSet<>(map.keySet());
        unknown.removeAll(fields);
        assertEquals("fields that there are not", Set.of(), unknown);
    }

    private void documentation() {
        String name = text(description.get("documentation"));
        assertTrue(name, name.endsWith(".md"));
        assertTrue(new String(files.get(name), StandardCharsets.UTF_8).matches("(?s).*#.*[vV]alidation.*"));
    }

    private void covers() throws IOException {
        for (Object cover : list(description.get("covers"))) {
            byte[] bytes = files.get(text(cover));
            assertTrue(bytes.length + " bytes", bytes.length < 500_000);
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
            int ratio = picture.getWidth() / picture.getHeight();
            assertTrue(picture.getWidth() % picture.getHeight() == 0 && (ratio == 1 || ratio == 2));
        }
    }

    private void tensor(Map<String, Object> tensor, Set<String> ids, boolean input) {
        Set<String> fields = new HashSet<>(TENSOR);
        fields.addAll(input ? Set.of("preprocessing", "optional") : Set.of("postprocessing"));
        known(tensor, fields);
        String id = text(tensor.get("id"));
        assertTrue(id, id.matches("[a-z_][a-z0-9_]{0,31}") && ids.add(id));
        assertTrue(text(tensor.get("description")).length() <= 128);
        assertTrue(TYPES.contains(text(map(tensor.get("data")).get("type"))));
        assertTrue(text(map(tensor.get("test_tensor")).get("source")).endsWith(".npy"));
        int[] shape = Npy.shape(file(map(tensor.get("test_tensor"))));
        float[] values = Npy.read(file(map(tensor.get("test_tensor")))).data();
        boolean telling = false;
        for (float value : values) {
            telling |= Math.abs(value) >= 1e-4;
        }
        assertTrue("values so small are no test", telling);
        List<?> axes = list(tensor.get("axes"));
        assertEquals(axes.size(), shape.length);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < axes.size(); i++) {
            names.add(axis(id, map(axes.get(i)), shape[i], input));
        }
        assertEquals("every axis of its own name", axes.size(), names.size());
        if (input) {
            preprocessing(tensor, names);
        }
    }

    /** Checks that the axis allows the size that it has in the test; its name. */
    private String axis(String tensor, Map<String, Object> axis, int size, boolean input) {
        switch (text(axis.get("type"))) {
            case "batch":
                known(axis, Set.of("type", "id", "size", "description"));
                assertEquals(1, size);
                return "batch";
            case "channel":
                known(axis, Set.of("type", "id", "channel_names", "description"));
                Set<String> names = new HashSet<>();
                for (Object name : list(axis.get("channel_names"))) {
                    assertTrue(text(name), text(name).matches("[A-Za-z_][A-Za-z0-9_]*") && names.add((String) name));
                }
                assertEquals(names.size(), size);
                return "channel";
            default:
                assertEquals("space", axis.get("type"));
                known(axis, Set.of("type", "id", "size", "scale", "halo", "unit", "description"));
                String id = text(axis.get("id"));
                assertTrue(id, id.matches("[xyz]"));
                if (input) {
                    inputSize(tensor + "." + id, axis, size);
                } else {
                    outputSize(axis, size);
                }
                return id;
        }
    }

    private void inputSize(String name, Map<String, Object> axis, int size) {
        assertFalse("no halo of an input", axis.containsKey("halo"));
        if (axis.get("size") instanceof Integer) {
            assertEquals(axis.get("size"), size);
            independent.put(name, size);
            return;
        }
        Map<String, Object> range = map(axis.get("size"));
        known(range, Set.of("min", "step"));
        int min = (Integer) range.get("min");
        int step = (Integer) range.get("step");
        assertTrue(min > 0 && step > 0 && size >= min && (size - min) % step == 0);
        independent.put(name, min);
    }

    private void outputSize(Map<String, Object> axis, int size) {
        Map<String, Object> reference = map(axis.get("size"));
        known(reference, Set.of("tensor_id", "axis_id", "offset"));
        Integer min = independent.get(reference.get("tensor_id") + "." + reference.get("axis_id"));
        assertTrue("refers to an input's axis", min != null);
        double scale = axis.containsKey("scale") ? number(axis.get("scale")) : 1;
        // The test has the least size.
        int least = (int) (min / scale);
        assertEquals(least, size);
        if (axis.containsKey("halo")) {
            int halo = (Integer) axis.get("halo");
            assertTrue("halo " + halo + " of " + least, halo >= 1 && least - 2 * halo >= 1);
            assertEquals("halo in pixels of the input", 0, halo * scale % 1, 0);
        }
    }

    private static void preprocessing(Map<String, Object> tensor, Set<String> axes) {
        for (Object step : list(tensor.get("preprocessing"))) {
            known(map(step), Set.of("id", "kwargs"));
            Map<String, Object> arguments = map(map(step).get("kwargs"));
            switch (text(map(step).get("id"))) {
                case "ensure_dtype":
                    assertTrue(TYPES.contains(text(arguments.get("dtype"))));
                    break;
                case "scale_range":
                    known(arguments, Set.of("axes", "min_percentile", "max_percentile", "eps", "reference_tensor"));
                    assertTrue(axes.containsAll(list(arguments.get("axes"))));
                    double low = number(arguments.get("min_percentile"));
                    double high = number(arguments.get("max_percentile"));
                    assertTrue(number(arguments.get("eps")) > 0 && number(arguments.get("eps")) <= 0.1);
                    assertTrue(low >= 0 && low < high && high > 1 && high <= 100);
                    break;
                case "scale_linear":
                    known(arguments, Set.of("gain", "offset"));
                    assertFalse("it changes nothing", number(arguments.get("gain")) == 1
                            && number(arguments.get("offset")) == 0);
                    break;
                default:
                    assertEquals("clip", map(step).get("id"));
                    known(arguments, Set.of("min", "max"));
                    assertTrue(number(arguments.get("min")) < number(arguments.get("max")));
            }
        }
    }

    private void weights() {
        Map<String, Object> weights = map(description.get("weights"));
        assertEquals(Set.of("onnx"), weights.keySet());
        Map<String, Object> onnx = map(weights.get("onnx"));
        known(onnx, Set.of("source", "sha256", "authors", "parent", "comment", "opset_version", "external_data"));
        assertTrue((Integer) onnx.get("opset_version") >= 7);
        file(onnx);
    }

    /** Of a source with its sum. */
    byte[] file(Map<String, Object> file) {
        byte[] bytes = files.get(text(file.get("source")));
        MessageDigest digest = Sha256.digest();
        digest.update(bytes);
        assertEquals(Sha256.text(digest), file.get("sha256"));
        return bytes;
    }
}
