package org.coverfiji.app.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.Normalization;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelDescription;

/** The resource description of bioimage.io, format 0.5, as maps and lists. */
final class ResourceDescription {

    private static final String FORMAT = "0.5.7";
    private static final int OPERATORS = 15;
    private static final String INPUT = "input";
    /** Rims of a quarter of the patch are cropped: windows overlap by half. */
    private static final int HALO = 4;
    /** Beside the range of intensities, which may be as small as it likes. */
    private static final double EPSILON = 1e-12;
    private static final String PAPER_DOI = "10.48550/arXiv.2506.20850";

    /** What no channel may be called, because it means something in Python. */
    private static final Set<String> KEYWORDS = Set.of("False", "None", "True", "and", "as", "assert", "async", "await",
            "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
            "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
            "with", "yield");

    private final ModelDescription model;
    private final ArchiveSettings settings;
    private final TestTile tile;
    private final Map<String, String> sums;
    private final int[] sides;

    /** @param sums SHA-256 of the archive's files by name */
    ResourceDescription(ModelDescription model, ArchiveSettings settings, TestTile tile, Map<String, String> sums) {
        this.model = model;
        this.settings = settings;
        this.tile = tile;
        this.sums = sums;
        sides = TestTile.sides(model);
    }

    Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format_version", FORMAT);
        map.put("type", "model");
        map.put("name", settings.name());
        map.put("description", settings.description().isEmpty() ? usualDescription() : settings.description());
        map.put("authors", settings.authors().stream().map(author -> Map.of("name", author))
                .collect(Collectors.toList()));
        map.put("license", settings.licence());
        map.put("documentation", BioimageArchive.README);
        map.put("covers", List.of(BioimageArchive.COVER));
        map.put("tags", tags());
        map.put("cite", List.of(ordered("text", new CoverRecipe().reference(), "doi", PAPER_DOI)));
        map.put("timestamp", model.created());
        map.put("inputs", List.of(input()));
        map.put("outputs", outputs());
        map.put("weights", Map.of("onnx", ordered("source", BioimageArchive.WEIGHTS, "sha256",
                sums.get(BioimageArchive.WEIGHTS), "opset_version", OPERATORS)));
        map.put("config", Map.of("cover_for_fiji", ordered("method", model.method(), "kind", model.kind(), "resize",
                model.resize(), "pixel_size", doubles(model.pixelSize()), "unit", model.unit(), "classes",
                model.classes(), "software_version", model.softwareVersion())));
        return map;
    }

    private String usualDescription() {
        return "A " + model.network().dimensions() + "D U-Net, " + (model.classes().isEmpty()
                ? ArchiveReadme.origin(model) + ": features of every pixel."
                : "fine-tuned for " + model.kind() + ".");
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>(List.of(model.network().dimensions() + "d", "unet", "fiji",
                "self-supervised"));
        tags.add(model.kind().equals(ModelDescription.SEGMENTATION) ? "semantic-segmentation"
                : model.kind().equals(ModelDescription.CLASSIFICATION) ? "image-classification" : "feature-extraction");
        return tags;
    }

    private Map<String, Object> input() {
        List<Map<String, Object>> axes = new ArrayList<>();
        axes.add(ordered("type", "batch"));
        axes.add(ordered("type", "channel", "channel_names", IntStream.range(0, model.network().inputChannels())
                .mapToObj(c -> "channel" + c).collect(Collectors.toList())));
        for (int axis = 0; axis < sides.length; axis++) {
            // A classification sees images whole, brought to one size.
            axes.add(ordered("type", "space", "id", axis(axis), "size",
                    model.kind().equals(ModelDescription.CLASSIFICATION) ? (Object) sides[axis]
                            : ordered("min", sides[axis], "step", NetworkConfiguration.SIDE_MULTIPLE)));
        }
        return ordered("id", INPUT, "description", "raw intensities", "axes", axes, "data", Map.of("type", "float32"),
                "test_tensor", file(BioimageArchive.INPUT), "preprocessing", preprocessing());
    }

    private List<Map<String, Object>> preprocessing() {
        Normalization normalization = model.normalization();
        List<Map<String, Object>> steps = new ArrayList<>();
        steps.add(step("ensure_dtype", "dtype", "float32"));
        if (normalization.isPercentile()) {
            steps.add(step("scale_range", "axes", IntStream.range(0, sides.length).mapToObj(this::axis)
                    .collect(Collectors.toList()), "min_percentile", normalization.low(), "max_percentile",
                    normalization.high(), "eps", EPSILON));
        } else if (normalization.low() != 0 || normalization.high() != 1) {
            double gain = 1 / (normalization.high() - normalization.low());
            steps.add(step("scale_linear", "gain", gain, "offset", -normalization.low() * gain));
        }
        steps.add(step("clip", "min", 0.0, "max", 1.0));
        return steps;
    }

    private static Map<String, Object> step(String id, Object... arguments) {
        return ordered("id", id, "kwargs", ordered(arguments));
    }

    private List<Map<String, Object>> outputs() {
        List<Map<String, Object>> outputs = new ArrayList<>();
        Tensor[] tensors = tile.outputs();
        for (int i = 0; i < tensors.length; i++) {
            boolean features = model.classes().isEmpty();
            int stride = features ? NetworkConfiguration.levelStride(i) : 1;
            List<Map<String, Object>> axes = new ArrayList<>();
            axes.add(ordered("type", "batch"));
            axes.add(ordered("type", "channel", "channel_names", features ? featureNames(tensors[i].size(1))
                    : channelNames(model.classes())));
            if (!model.kind().equals(ModelDescription.CLASSIFICATION)) {
                for (int axis = 0; axis < sides.length; axis++) {
                    axes.add(outputAxis(axis, stride));
                }
            }
            outputs.add(ordered("id", features ? "level" + i : "probabilities", "description", features
                    ? "features of U-Net level " + i + ", 1/" + stride + " of the side"
                    : "probability of every class", "axes", axes, "data", Map.of("type", "float32"), "test_tensor",
                    file(BioimageArchive.output(i))));
        }
        return outputs;
    }

    private Map<String, Object> outputAxis(int axis, int stride) {
        Map<String, Object> map = ordered("type", "space", "id", axis(axis), "size", ordered("tensor_id", INPUT,
                "axis_id", axis(axis)));
        if (stride > 1) {
            map.put("scale", (double) stride);
        }
        int halo = sides[axis] / HALO / stride;
        if (halo > 0) {
            map.put("halo", halo);
        }
        return map;
    }

    private String axis(int axis) {
        return "zyx".substring(3 - sides.length + axis, 4 - sides.length + axis);
    }

    private Map<String, Object> file(String name) {
        return ordered("source", name, "sha256", sums.get(name));
    }

    private static List<String> featureNames(int count) {
        return IntStream.range(0, count).mapToObj(c -> "feature" + c).collect(Collectors.toList());
    }

    /** Classes' names as identifiers, each once. */
    static List<String> channelNames(List<String> classes) {
        List<String> names = new ArrayList<>();
        for (String text : classes) {
            String name = text.trim().replaceAll("[^A-Za-z0-9_]+", "_");
            if (name.isEmpty() || Character.isDigit(name.charAt(0)) || KEYWORDS.contains(name)) {
                name = "class_" + name;
            }
            String unique = name;
            for (int i = 2; names.contains(unique); i++) {
                unique = name + "_" + i;
            }
            names.add(unique);
        }
        return names;
    }

    private static List<Double> doubles(double[] values) {
        return Arrays.stream(values).boxed().collect(Collectors.toList());
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
