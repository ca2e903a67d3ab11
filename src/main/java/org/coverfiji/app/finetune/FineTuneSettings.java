package org.coverfiji.app.finetune;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;

/**
 * On which labelled images a model is fine-tuned, how, and where it goes. Immutable; {@link Builder#build()} checks
 * every value. The defaults work on a laptop.
 *
 * <pre>{@code
 * FineTuneSettings settings = FineTuneSettings.builder().images(new File("images")).labels(new File("labels"))
 *         .model(new File("chest.cover")).output(new File("lungs.cover")).build();
 * }</pre>
 */
public final class FineTuneSettings {

    /** Stands for the value of the pretrained model. */
    public static final int OF_THE_MODEL = -1;

    /** In short runs from few labels 0.001 was far from converged after 100 iterations, 0.005 near it. */
    private static final double LEARNING_RATE = 5e-3;
    private static final double LINEAR_LEARNING_RATE = 3e-2;
    /** Classification has few labels and no pixels to average over: see the manual for how these were chosen. */
    private static final double CLASSIFICATION_RATE = 3e-4;
    private static final double LINEAR_CLASSIFICATION_RATE = 5e-3;
    private static final double LINEAR_CLASSIFICATION_DECAY = 0.1;

    private final Builder values;

    private FineTuneSettings(Builder values) {
        this.values = new Builder(values);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Folder of images; null if {@link #labelled()} are given. */
    public File images() {
        return values.images;
    }

    /** Folder of their label images; null if {@link #labelled()} are given. */
    public File labels() {
        return values.labels;
    }

    /** Labelled images that are there already, raw intensities; null if folders are given. */
    public LabelledImages labelled() {
        return values.labelled;
    }

    /** Images with a class each, for classification; null for segmentation. */
    public ClassificationTable classified() {
        return values.classified;
    }

    /** How values of label files become classes. */
    public LabelRule labelRule() {
        return values.labelRule;
    }

    /** The pretrained model; null = from scratch. */
    public File model() {
        return values.model;
    }

    /** The model file. */
    public File output() {
        return values.output;
    }

    /** Which weights are trained. */
    public Protocol protocol() {
        return values.protocol;
    }

    /** 2 or 3; a pretrained model decides by itself. */
    public int dimensions() {
        return values.dimensions;
    }

    /** First width of the U-Net from scratch; a pretrained model decides by itself. */
    public int width() {
        return values.width;
    }

    /** Side of a patch, pixels; 0 = the pretrained model's, or 128 (2D), 32 (3D). */
    public int patch() {
        return values.patch;
    }

    /** Patches per step. */
    public int batch() {
        return values.batch;
    }

    public int iterations() {
        return values.iterations;
    }

    /** The highest learning rate of the schedule. */
    public double learningRate() {
        if (values.learningRate > 0) {
            return values.learningRate;
        }
        if (values.classified != null) {
            return values.protocol == Protocol.LINEAR ? LINEAR_CLASSIFICATION_RATE : CLASSIFICATION_RATE;
        }
        return values.protocol == Protocol.LINEAR ? LINEAR_LEARNING_RATE : LEARNING_RATE;
    }

    /**
     * How gradients become steps. The last layer of a linear classification has more weights than there are images,
     * and without a penalty on their size it becomes certain of everything.
     */
    public OptimizerConfiguration optimizer() {
        return values.classified != null && values.protocol == Protocol.LINEAR
                ? OptimizerConfiguration.PUBLISHED.withWeightDecay(LINEAR_CLASSIFICATION_DECAY)
                : OptimizerConfiguration.PUBLISHED;
    }

    /** The part of the labelled images that is held back for validation. */
    public double validation() {
        return values.validation;
    }

    /** Folder of validation images instead of a part of the labelled ones; null for none. */
    public File validationImages() {
        return values.validationImages;
    }

    /** Folder of the validation images' labels; null for none. */
    public File validationLabels() {
        return values.validationLabels;
    }

    /** Iterations between validations. */
    public int validationInterval() {
        return values.validationInterval > 0 ? values.validationInterval : Math.max(5, values.iterations / 20);
    }

    /** Validations without improvement after which training stops; 0 = never. */
    public int patience() {
        return values.patience;
    }

    /** The part of the patches that is centred on labelled objects. */
    public double foreground() {
        return values.foreground;
    }

    /** Per axis, array order: whether patches are mirrored along it. */
    public boolean[] flips(int dimensions) {
        boolean[] flips = new boolean[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            flips[axis] = values.flips.indexOf("xyz".charAt(dimensions - 1 - axis)) >= 0;
        }
        return flips;
    }

    /** Names of the classes; empty = named by number. */
    public List<String> classNames() {
        return values.classNames;
    }

    /** Whether rare classes count for more in the cross-entropy. */
    public boolean balanceClasses() {
        return values.balanceClasses;
    }

    /**
     * Whether the head sees all levels of the U-Net, standardised, instead of the finest alone. On the finest alone a
     * pretrained network did worse than one from scratch (3D, 2 labelled images, 100 iterations: Dice 58 and 71; on all
     * levels 77 and 74), because short pretraining leaves little variation in the finest features.
     */
    public boolean allLevels() {
        return values.allLevels;
    }

    /** Long side in pixels to which images are resized; 0 = not; {@link #OF_THE_MODEL}. */
    public int resize() {
        return values.resize;
    }

    /** How intensities become [0, 1]; null = the pretrained model's, or percentiles. */
    public Normalization normalization() {
        return values.normalization;
    }

    public long seed() {
        return values.seed;
    }

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    public String device() {
        return values.device;
    }

    /** Whether to go on from the checkpoint beside the output, if there is one. */
    public boolean resume() {
        return values.resume;
    }

    /** Minutes between checkpoints. */
    public double checkpointMinutes() {
        return values.checkpointMinutes;
    }

    /** The values that decide what is learnt, by the names of the command's parameters, without paths. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("protocol", protocol().name().toLowerCase(Locale.ROOT));
        map.put("patch", String.valueOf(patch()));
        map.put("resize", String.valueOf(resize()));
        map.put("width", String.valueOf(width()));
        map.put("batch", String.valueOf(batch()));
        map.put("iterations", String.valueOf(iterations()));
        map.put("learning_rate", String.valueOf(learningRate()));
        map.put("validation", String.valueOf(validation()));
        map.put("patience", String.valueOf(patience()));
        map.put("foreground", String.valueOf(foreground()));
        map.put("flips", values.flips);
        map.put("all_levels", String.valueOf(allLevels()));
        map.put("balance_classes", String.valueOf(balanceClasses()));
        map.put("seed", String.valueOf(seed()));
        return Collections.unmodifiableMap(map);
    }

    /** Collects the values. */
    public static final class Builder {

        private static final List<String> DEVICES = Arrays.asList("auto", "cpu", "cuda");

        private File images;
        private File labels;
        private LabelledImages labelled;
        private ClassificationTable classified;
        private LabelRule labelRule = LabelRule.DEFAULT;
        private File model;
        private File output;
        private Protocol protocol = Protocol.FULL;
        private int dimensions = 2;
        private int width;
        private int patch;
        private int batch = 4;
        private int iterations = 300;
        private double learningRate;
        private double validation = 0.2;
        private File validationImages;
        private File validationLabels;
        private int validationInterval;
        private int patience = 8;
        private double foreground = 0.5;
        private String flips = "";
        private List<String> classNames = Collections.emptyList();
        private boolean balanceClasses = true;
        private boolean allLevels = true;
        private int resize = OF_THE_MODEL;
        private Normalization normalization;
        private long seed = 1;
        private String device = "auto";
        private boolean resume;
        private double checkpointMinutes = 5;

        private Builder() {
        }

        private Builder(Builder other) {
            images = other.images;
            labels = other.labels;
            labelled = other.labelled;
            classified = other.classified;
            labelRule = other.labelRule;
            model = other.model;
            output = other.output;
            protocol = other.protocol;
            dimensions = other.dimensions;
            width = other.width;
            patch = other.patch;
            batch = other.batch;
            iterations = other.iterations;
            learningRate = other.learningRate;
            validation = other.validation;
            validationImages = other.validationImages;
            validationLabels = other.validationLabels;
            validationInterval = other.validationInterval;
            patience = other.patience;
            foreground = other.foreground;
            flips = other.flips;
            classNames = other.classNames;
            balanceClasses = other.balanceClasses;
            allLevels = other.allLevels;
            resize = other.resize;
            normalization = other.normalization;
            seed = other.seed;
            device = other.device;
            resume = other.resume;
            checkpointMinutes = other.checkpointMinutes;
        }

        /** Folder of images, or one image file. */
        public Builder images(File value) {
            images = value;
            return this;
        }

        /** Folder of label images whose names match the images', or one label file. */
        public Builder labels(File value) {
            labels = value;
            return this;
        }

        /** Labelled images that are there already, instead of folders. */
        public Builder labelled(LabelledImages value) {
            labelled = value;
            return this;
        }

        /** Images with a class each, for classification, instead of folders of images and labels. */
        public Builder classified(ClassificationTable value) {
            classified = value;
            return this;
        }

        /** How values of label files become classes. */
        public Builder labelRule(LabelRule value) {
            labelRule = value;
            return this;
        }

        /** The pretrained model; default null = from scratch. */
        public Builder model(File value) {
            model = value;
            return this;
        }

        /** The model file to write. */
        public Builder output(File value) {
            output = value;
            return this;
        }

        /** Which weights are trained; default all. */
        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        /**
         * Which weights are trained, as a macro writes it.
         *
         * @param value {@code full}, {@code linear} or {@code decoder}
         * @throws CoverException if it is something else
         */
        public Builder protocol(String value) {
            try {
                return protocol(Protocol.valueOf(value.trim().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new CoverException("protocol is '" + value + "', but must be full, linear or decoder.", e);
            }
        }

        /** 2 (default) or 3, for training from scratch. */
        public Builder dimensions(int value) {
            dimensions = value;
            return this;
        }

        /** First width of the U-Net from scratch, a multiple of 8; default 16 (2D) or 8 (3D). */
        public Builder width(int value) {
            width = value;
            return this;
        }

        /** Side of a patch in pixels, a multiple of 16; default 0 = the pretrained model's, or 128 (2D), 32 (3D). */
        public Builder patch(int value) {
            patch = value;
            return this;
        }

        /** Patches per step; default 4. */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /** Training steps; default 300. */
        public Builder iterations(int value) {
            iterations = value;
            return this;
        }

        /**
         * Highest learning rate; default 0 = 0.005, for the linear protocol 0.03, for classification 0.0003 and 0.005.
         */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** The part of the labelled images held back for validation, 0 to below 1; default 0.2. */
        public Builder validation(double value) {
            validation = value;
            return this;
        }

        /** Folders of validation images and labels, instead of a part of the labelled images. */
        public Builder validation(File validationImageFolder, File validationLabelFolder) {
            validationImages = validationImageFolder;
            validationLabels = validationLabelFolder;
            return this;
        }

        /** Iterations between validations; default 0 = a twentieth of all. */
        public Builder validationInterval(int value) {
            validationInterval = value;
            return this;
        }

        /** Validations without improvement after which training stops; default 8; 0 = never. */
        public Builder patience(int value) {
            patience = value;
            return this;
        }

        /** The part of the patches that is centred on labelled objects, 0 to 1; default 0.5. */
        public Builder foreground(double value) {
            foreground = value;
            return this;
        }

        /** Axes along which patches are mirrored, such as {@code xy}; default empty = none. */
        public Builder flips(String value) {
            flips = value == null ? "" : value.trim().toLowerCase(Locale.ROOT);
            return this;
        }

        /** Names of the classes in the order of their labels, usually the background first; default: by number. */
        public Builder classNames(List<String> value) {
            classNames = Collections.unmodifiableList(new ArrayList<>(value));
            return this;
        }

        /**
         * Names of the classes, as a macro writes them.
         *
         * @param value such as {@code background, nucleus, membrane}; empty = by number
         */
        public Builder classNames(String value) {
            return classNames(value == null || value.isBlank() ? Collections.emptyList()
                    : Arrays.stream(value.split(",", -1)).map(String::trim).collect(Collectors.toList()));
        }

        /** Whether rare classes count for more in the cross-entropy; default yes. */
        public Builder balanceClasses(boolean value) {
            balanceClasses = value;
            return this;
        }

        /** Whether the head sees all levels, standardised, instead of the finest alone; default yes. */
        public Builder allLevels(boolean value) {
            allLevels = value;
            return this;
        }

        /**
         * Long side in pixels to which images are resized; 0 = not; default: as the pretrained model's images were.
         * Images to classify are seen whole: the default and 0 stand for the patch.
         */
        public Builder resize(int value) {
            resize = value;
            return this;
        }

        /** How intensities become [0, 1]; default null = as for the pretrained model. */
        public Builder normalization(Normalization value) {
            normalization = value;
            return this;
        }

        /** Fixes the split, new weights and patches; default 1. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** {@code auto}, {@code cpu} or {@code cuda}; default auto. */
        public Builder device(String value) {
            device = value;
            return this;
        }

        /** Whether to go on from the checkpoint beside the output, if there is one; default no. */
        public Builder resume(boolean value) {
            resume = value;
            return this;
        }

        /** Minutes between checkpoints; default 5. */
        public Builder checkpointMinutes(double value) {
            checkpointMinutes = value;
            return this;
        }

        /** @throws CoverException naming the first value that cannot work */
        public FineTuneSettings build() {
            validateData();
            validateNetwork();
            validateTraining();
            return new FineTuneSettings(this);
        }

        private void validateData() {
            if (images == null && labelled == null && classified == null) {
                throw new CoverException("images is missing; give a folder of images, or labelled images.");
            }
            if (images != null && (labelled != null || classified != null)) {
                throw new CoverException("images is " + images
                        + " although labelled images are given too; give only one.");
            }
            if (images != null && labels == null) {
                throw new CoverException("labels is missing; give the folder of the label images of " + images + ".");
            }
            if (validationImages == null != (validationLabels == null)) {
                throw new CoverException("For validation one folder is given; give both the images' and the labels'.");
            }
            if (output == null || output.getPath().isEmpty()) {
                throw new CoverException("output is missing; give the name of a model file, such as lungs.cover.");
            }
            if (output.equals(model)) {
                throw new CoverException("output is the pretrained model " + model + " itself; choose another name.");
            }
        }

        private void validateNetwork() {
            require(dimensions == 2 || dimensions == 3, "dimensions", dimensions, "2 or 3");
            int multiple = NetworkConfiguration.SIDE_MULTIPLE;
            require(patch >= 0 && patch % multiple == 0, "patch", patch,
                    "a multiple of " + multiple + ", or 0 for the pretrained model's");
            require(width >= 0 && width % 8 == 0, "width", width, "a multiple of 8, or 0 for the default");
            require(resize >= OF_THE_MODEL, "resize", resize, "a number of pixels, or 0 for none");
        }

        private void validateTraining() {
            require(protocol != null, "protocol", protocol, "full, linear or decoder");
            require(batch >= 1, "batch", batch, "at least 1");
            require(iterations >= 1, "iterations", iterations, "at least 1");
            require(learningRate >= 0 && learningRate < 1, "learning_rate", learningRate, "between 0 and 1");
            require(validation >= 0 && validation < 1, "validation", validation,
                    "the part of the images to hold back, at least 0 and below 1");
            require(validationInterval >= 0, "validation_interval", validationInterval, "a number of iterations");
            require(patience >= 0, "patience", patience, "a number of validations, or 0 for no early stop");
            require(foreground >= 0 && foreground <= 1, "foreground", foreground, "between 0 and 1");
            require(classNames.stream().noneMatch(String::isBlank)
                    && new HashSet<>(classNames).size() == classNames.size(), "class_names",
                    String.join(", ", classNames), "different names with commas between, such as background, nucleus");
            require(flips.matches("[xyz]*"), "flips", flips, "the axes to mirror, such as xy");
            require(DEVICES.contains(device), "device", device, "one of " + String.join(", ", DEVICES));
            require(checkpointMinutes >= 0, "checkpoint_minutes", checkpointMinutes, "at least 0");
        }

        private static void require(boolean condition, String name, Object value, String right) {
            if (!condition) {
                throw new CoverException(name + " is " + value + ", but must be " + right + ".");
            }
        }
    }
}
