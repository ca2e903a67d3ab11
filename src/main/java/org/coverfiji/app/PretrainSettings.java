package org.coverfiji.app;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;

/**
 * What to pretrain on, how, and where the model goes. Immutable; {@link Builder#build()} checks every value. The
 * defaults give a useful model on a laptop's CPU in tens of minutes.
 *
 * <pre>{@code
 * PretrainSettings settings = PretrainSettings.builder(2).input(new File("chest")).output(new File("chest.cover"))
 *         .resize(128).build();
 * }</pre>
 */
public final class PretrainSettings {

    private final Builder values;

    private PretrainSettings(Builder values) {
        this.values = new Builder(values);
    }

    /**
     * Starts from the defaults for images of so many dimensions.
     *
     * @throws CoverException if they are not 2 or 3
     */
    public static Builder builder(int dimensions) {
        return new Builder(dimensions);
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Folder of images, or one image file; null if {@link #images()} are given. */
    public File input() {
        return values.input;
    }

    /** Images in memory, such as the open one, raw intensities; empty if {@link #input()} is given. */
    public List<FloatImage> images() {
        return values.images;
    }

    /** Whether sub-folders are searched. */
    public boolean recursive() {
        return values.recursive;
    }

    /** What a file's name must match; empty = any. */
    public String nameFilter() {
        return values.nameFilter;
    }

    /** The model file. */
    public File output() {
        return values.output;
    }

    /** 2 or 3. */
    public int dimensions() {
        return values.dimensions;
    }

    /** Input channels; 0 = as many as the images have. */
    public int channels() {
        return values.channels;
    }

    /** Sides of a training patch in array order, all the same; pixels, after resizing. */
    public int[] patch() {
        int[] patch = new int[values.dimensions];
        Arrays.fill(patch, values.patch);
        return patch;
    }

    /** View pairs per step. */
    public int batch() {
        return values.batch;
    }

    /** First of the U-Net's nine widths; the others follow ×2, ×4, ×8, ×16 and back. */
    public int width() {
        return values.width;
    }

    public int iterations() {
        return values.iterations;
    }

    /** The highest learning rate of the schedule. */
    public double learningRate() {
        return values.learningRate;
    }

    /** d, which scales the ranges of the views' spatial transform. */
    public double motion() {
        return values.motion;
    }

    /** A: the mixture's window has 2A+1 offsets per axis. */
    public int amplitude() {
        return values.amplitude;
    }

    /** Projection heads per level, bottleneck first. */
    public int[] heads() {
        return values.heads.clone();
    }

    /** Features per projection head. */
    public int headDimension() {
        return values.headDimension;
    }

    /** Weight of L_con beside L_vec. */
    public double consistency() {
        return values.consistency;
    }

    /** Pretraining objective by name. */
    public String method() {
        return values.method;
    }

    public long seed() {
        return values.seed;
    }

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    public String device() {
        return values.device;
    }

    /** Whether to go on from the checkpoint in {@link #output()}, if there is one. */
    public boolean resume() {
        return values.resume;
    }

    /** Long side in pixels to which images are resized; 0 = not. */
    public int resize() {
        return values.resize;
    }

    public Normalization normalization() {
        return values.normalization;
    }

    /** Minutes between checkpoints; 0 = none by time. */
    public double checkpointMinutes() {
        return values.checkpointMinutes;
    }

    /** Iterations between checkpoints; 0 = none by number. */
    public int checkpointIterations() {
        return values.checkpointIterations;
    }

    /** The network that these settings give for images with so many channels. */
    public NetworkConfiguration network(int inputChannels) {
        return new NetworkConfiguration(values.dimensions, inputChannels,
                NetworkConfiguration.widthsFrom(values.width), values.headDimension, values.heads, values.amplitude);
    }

    /**
     * The values that decide what is learnt, by the names of the command's parameters; paths are left out, because a
     * model file is passed on.
     */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("dimensions", values.dimensions + "D");
        map.put("patch", String.valueOf(values.patch));
        map.put("batch", String.valueOf(values.batch));
        map.put("width", String.valueOf(values.width));
        map.put("iterations", String.valueOf(values.iterations));
        map.put("learning_rate", String.valueOf(values.learningRate));
        map.put("motion", String.valueOf(values.motion));
        map.put("amplitude", String.valueOf(values.amplitude));
        map.put("heads", Arrays.stream(values.heads).mapToObj(String::valueOf).collect(Collectors.joining(",")));
        map.put("head_dimension", String.valueOf(values.headDimension));
        map.put("consistency", String.valueOf(values.consistency));
        map.put("seed", String.valueOf(values.seed));
        map.put("resize", String.valueOf(values.resize));
        map.put("normalization", values.normalization.toString());
        return Collections.unmodifiableMap(map);
    }

    /** Collects the values. */
    public static final class Builder {

        private static final List<String> DEVICES = Arrays.asList("auto", "cpu", "cuda");

        private final int dimensions;
        private File input;
        private List<FloatImage> images = Collections.emptyList();
        private boolean recursive;
        private String nameFilter = "";
        private File output;
        private int channels;
        private int patch;
        private int batch = 4;
        private int width;
        private int iterations = 1000;
        private double learningRate = 1e-3;
        private double motion = 0.6;
        private int amplitude;
        private int[] heads = {4, 4, 4, 1, 1};
        private int headDimension = 8;
        private double consistency = 1;
        private String method = "COVER";
        private long seed = 1;
        private String device = "auto";
        private boolean resume;
        private int resize;
        private Normalization normalization = Normalization.DEFAULT;
        private double checkpointMinutes = 5;
        private int checkpointIterations;

        private Builder(int dimensions) {
            require(dimensions == 2 || dimensions == 3, "dimensions", dimensions, "2 or 3");
            this.dimensions = dimensions;
            patch = dimensions == 2 ? 128 : 32;
            width = dimensions == 2 ? 16 : 8;
            amplitude = dimensions == 2 ? 2 : 1;
        }

        private Builder(Builder other) {
            dimensions = other.dimensions;
            input = other.input;
            images = other.images;
            recursive = other.recursive;
            nameFilter = other.nameFilter;
            output = other.output;
            channels = other.channels;
            patch = other.patch;
            batch = other.batch;
            width = other.width;
            iterations = other.iterations;
            learningRate = other.learningRate;
            motion = other.motion;
            amplitude = other.amplitude;
            heads = other.heads.clone();
            headDimension = other.headDimension;
            consistency = other.consistency;
            method = other.method;
            seed = other.seed;
            device = other.device;
            resume = other.resume;
            resize = other.resize;
            normalization = other.normalization;
            checkpointMinutes = other.checkpointMinutes;
            checkpointIterations = other.checkpointIterations;
        }

        /** Folder of images, or one image file. */
        public Builder input(File value) {
            input = value;
            return this;
        }

        /** Images in memory instead of a folder, raw intensities. */
        public Builder images(List<FloatImage> value) {
            images = Collections.unmodifiableList(new ArrayList<>(value));
            return this;
        }

        /** Whether sub-folders are searched; default no. */
        public Builder recursive(boolean value) {
            recursive = value;
            return this;
        }

        /** What a file's name must match; default empty = any. */
        public Builder nameFilter(String value) {
            nameFilter = value == null ? "" : value;
            return this;
        }

        /** The model file to write. */
        public Builder output(File value) {
            output = value;
            return this;
        }

        /** Input channels; default 0 = as many as the images have. */
        public Builder channels(int value) {
            channels = value;
            return this;
        }

        /** Side of a training patch in pixels, a multiple of 16; default 128 (2D) or 32 (3D). */
        public Builder patch(int value) {
            patch = value;
            return this;
        }

        /** View pairs per step; default 4. */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /** First width of the U-Net, a multiple of 8; default 16 (2D) or 8 (3D). */
        public Builder width(int value) {
            width = value;
            return this;
        }

        /** Training steps; default 1000. */
        public Builder iterations(int value) {
            iterations = value;
            return this;
        }

        /** Highest learning rate; default 0.001. */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** d, above 0 and below 2; default 0.6. */
        public Builder motion(double value) {
            motion = value;
            return this;
        }

        /** A, at least 1; default 2 (2D) or 1 (3D). */
        public Builder amplitude(int value) {
            amplitude = value;
            return this;
        }

        /** Projection heads of the five levels, bottleneck first; default 4,4,4,1,1. */
        public Builder heads(int... value) {
            heads = value.clone();
            return this;
        }

        /**
         * Projection heads as a macro writes them, such as {@code 4,4,4,1,1}.
         *
         * @throws CoverException if they are not five whole numbers
         */
        public Builder heads(String value) {
            try {
                return heads(Arrays.stream(value.split(",")).map(String::trim).mapToInt(Integer::parseInt).toArray());
            } catch (NumberFormatException e) {
                throw new CoverException("heads is '" + value + "', but must be five whole numbers such as 4,4,4,1,1.",
                        e);
            }
        }

        /** Features per projection head; default 8. */
        public Builder headDimension(int value) {
            headDimension = value;
            return this;
        }

        /** Weight of L_con; default 1, the published one. */
        public Builder consistency(double value) {
            consistency = value;
            return this;
        }

        /** Name of the pretraining objective; default COVER. */
        public Builder method(String value) {
            method = value;
            return this;
        }

        /** Fixes weights and views; default 1. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** {@code auto}, {@code cpu} or {@code cuda}; default auto. */
        public Builder device(String value) {
            device = value;
            return this;
        }

        /** Whether to go on from the checkpoint in the output, if there is one; default no. */
        public Builder resume(boolean value) {
            resume = value;
            return this;
        }

        /** Long side in pixels to which images are resized before patches are cut; default 0 = not. */
        public Builder resize(int value) {
            resize = value;
            return this;
        }

        /** How intensities become [0, 1]; default percentiles 0.5 to 99.5 of each image. */
        public Builder normalization(Normalization value) {
            normalization = value;
            return this;
        }

        /** Minutes between checkpoints; default 5; 0 = none by time. */
        public Builder checkpointMinutes(double value) {
            checkpointMinutes = value;
            return this;
        }

        /** Iterations between checkpoints; default 0 = none by number. */
        public Builder checkpointIterations(int value) {
            checkpointIterations = value;
            return this;
        }

        /** @throws CoverException naming the first value that cannot work */
        public PretrainSettings build() {
            validate();
            return new PretrainSettings(this);
        }

        private void validate() {
            if (input == null && images.isEmpty()) {
                throw new CoverException("input is missing; give a folder of images, an image file or an open image.");
            }
            if (input != null && !images.isEmpty()) {
                throw new CoverException("input is " + input + " although open images are given too; give only one.");
            }
            if (output == null || output.getPath().isEmpty()) {
                throw new CoverException("output is missing; give the name of a model file, such as lung.cover.");
            }
            require(channels >= 0, "channels", channels, "a number of input channels, or 0 for those of the images");
            int multiple = NetworkConfiguration.SIDE_MULTIPLE;
            require(patch > 0 && patch % multiple == 0, "patch", patch,
                    "a positive multiple of " + multiple + " such as " + nearestMultiple(patch, multiple));
            require(batch >= 1, "batch", batch, "at least 1");
            require(width > 0 && width % 8 == 0, "width", width,
                    "a positive multiple of 8 such as " + nearestMultiple(width, 8));
            require(iterations >= 1, "iterations", iterations, "at least 1");
            require(learningRate > 0 && learningRate <= 1, "learning_rate", learningRate, "above 0 and at most 1");
            require(motion > 0 && motion < 2, "motion", motion, "above 0 and below 2");
            require(amplitude >= 1 && amplitude <= Limits.NETWORK_AMPLITUDE, "amplitude", amplitude, "1 to "
                    + Limits.NETWORK_AMPLITUDE);
            require(heads.length == NetworkConfiguration.LEVELS && Arrays.stream(heads).allMatch(h -> h >= 1), "heads",
                    Arrays.toString(heads), "five numbers of at least 1, one per level, such as 4,4,4,1,1");
            require(headDimension >= 1, "head_dimension", headDimension, "at least 1");
            require(consistency >= 0 && consistency < Double.POSITIVE_INFINITY, "consistency", consistency,
                    "a weight of at least 0");
            PretrainingObjective.named(method);
            require(DEVICES.contains(device), "device", device, "auto, cpu or cuda");
            require(resize == 0 || resize >= patch, "resize", resize,
                    "0 for no resizing, or a long side of at least the patch's " + patch + " pixels");
            require(normalization != null, "normalization", normalization, "percentiles or a window");
            require(checkpointMinutes >= 0, "checkpoint_minutes", checkpointMinutes, "at least 0");
            require(checkpointIterations >= 0, "checkpoint_iterations", checkpointIterations, "at least 0");
        }

        private static int nearestMultiple(int value, int multiple) {
            return Math.max(1, Math.round(value / (float) multiple)) * multiple;
        }

        private static void require(boolean condition, String name, Object value, String right) {
            if (!condition) {
                throw new CoverException(name + " is " + value + ", but must be " + right + ".");
            }
        }
    }
}
