package org.coverfiji.app.experiment;

import java.io.File;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.train.view.PatchPlan;

/** What a {@link LabelEfficiencyExperiment} compares, on which images and with which budgets. Immutable. */
public final class LabelEfficiencySettings {

    private final Builder values;

    private LabelEfficiencySettings(Builder values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Folder of images. */
    public File images() {
        return values.images;
    }

    /** Folder of their labels. */
    public File labels() {
        return values.labels;
    }

    public LabelRule labelRule() {
        return values.labelRule;
    }

    /** Folder for models and tables. */
    public File output() {
        return values.output;
    }

    /** A model that is pretrained already, without the test images; null = pretrain on the images that are no test. */
    public File model() {
        return values.model;
    }

    public int dimensions() {
        return values.dimensions;
    }

    /** First width of the U-Net. */
    public int width() {
        return values.width;
    }

    /** Sides of a patch as {@link PatchPlan#PATCH} has them, pixels; automatic = what suits the images. */
    public List<Integer> patch() {
        return values.patch;
    }

    /** Long side to which images are resized, pixels; 0 = not. */
    public int resize() {
        return values.resize;
    }

    public int batch() {
        return values.batch;
    }

    /** The pretraining that these settings describe, resumed where there is a checkpoint. @param patch array order */
    PretrainSettings pretraining(List<FloatImage> unlabelled, int[] patch, File target) {
        return PretrainSettings.builder(values.dimensions).images(unlabelled).output(target).width(values.width)
                .patch(patch).resize(values.resize).batch(values.batch).iterations(values.pretrainIterations)
                .learningRate(values.pretrainLearningRate).set(CoverRecipe.CONSISTENCY, values.consistency)
                .set(CoverRecipe.MOTION, values.motion)
                .resume(target.exists()).build();
    }

    public int iterations() {
        return values.iterations;
    }

    /** Of full fine-tuning; 0 = its default. */
    public double learningRate() {
        return values.learningRate;
    }

    /** Of the linear protocol; 0 = its default. */
    public double linearLearningRate() {
        return values.linearLearningRate;
    }

    /** Whether the head of full fine-tuning sees all levels, standardised. */
    public boolean allLevels() {
        return values.allLevels;
    }

    /** Axes along which patches are mirrored. */
    public String flips() {
        return values.flips;
    }

    /** Numbers of labelled images. */
    public List<Integer> labelCounts() {
        return values.labelCounts;
    }

    public List<Protocol> protocols() {
        return values.protocols;
    }

    public List<Long> seeds() {
        return values.seeds;
    }

    /** Collects the values. */
    public static final class Builder {

        private File images;
        private File labels;
        private LabelRule labelRule = LabelRule.DEFAULT;
        private File output;
        private File model;
        private int dimensions = 2;
        private int width = 16;
        private List<Integer> patch = PatchPlan.PATCH.standard();
        private int resize;
        private int batch = 4;
        private int pretrainIterations = 1000;
        private double pretrainLearningRate = PretrainSettings.USUAL_LEARNING_RATE;
        private double consistency = 1;
        private double motion = 0.6;
        private int iterations = 200;
        private double learningRate;
        private double linearLearningRate;
        private boolean allLevels = true;
        private String flips = "";
        private List<Integer> labelCounts = Arrays.asList(2, 5, 20);
        private List<Protocol> protocols = Arrays.asList(Protocol.FULL, Protocol.LINEAR);
        private List<Long> seeds = Arrays.asList(1L, 2L, 3L);

        private Builder() {
        }

        /** Folders of images and labels, and what the labels' values mean. */
        public Builder data(File imageFolder, File labelFolder, LabelRule rule) {
            images = imageFolder;
            labels = labelFolder;
            labelRule = rule;
            return this;
        }

        /** Folder for models and tables. */
        public Builder output(File value) {
            output = value;
            return this;
        }

        /** A pretrained model instead of pretraining; it must not have seen the test images. */
        public Builder model(File value) {
            model = value;
            return this;
        }

        /** Default 2D, width 16. */
        public Builder network(int dimensionCount, int firstWidth) {
            dimensions = dimensionCount;
            width = firstWidth;
            return this;
        }

        /** As {@link PatchPlan#PATCH} has them; default automatic. */
        public Builder patch(List<Integer> sides) {
            patch = sides;
            return this;
        }

        /** Default 0 = not. */
        public Builder resize(int value) {
            resize = value;
            return this;
        }

        /** Default 4. */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /** Default 1000 iterations at 0.001, L_con weighted 1, motion 0.6. */
        public Builder pretraining(int iterationCount, double rate, double consistencyWeight, double viewMotion) {
            pretrainIterations = iterationCount;
            pretrainLearningRate = rate;
            consistency = consistencyWeight;
            motion = viewMotion;
            return this;
        }

        /** Default 200 iterations; rates 0 = the protocols' own. */
        public Builder fineTuning(int iterationCount, double fullRate, double linearRate) {
            iterations = iterationCount;
            learningRate = fullRate;
            linearLearningRate = linearRate;
            return this;
        }

        /** Whether the head of full fine-tuning sees all levels; default yes. */
        public Builder allLevels(boolean value) {
            allLevels = value;
            return this;
        }

        /** Default none. */
        public Builder flips(String value) {
            flips = value;
            return this;
        }

        /** Default 2, 5, 20; numbers for which there are too few images are left out. */
        public Builder labelCounts(Integer... values) {
            labelCounts = Arrays.asList(values);
            return this;
        }

        /** Default full and linear. */
        public Builder protocols(Protocol... values) {
            protocols = Arrays.asList(values);
            return this;
        }

        /** Default 1, 2, 3. */
        public Builder seeds(Long... values) {
            seeds = Arrays.asList(values);
            return this;
        }

        /** @throws CoverException if something is missing */
        public LabelEfficiencySettings build() {
            if (images == null || labels == null || output == null) {
                throw new CoverException((images == null ? "images" : labels == null ? "labels" : "output")
                        + " is missing; give folders of images and labels, and one for the results.");
            }
            if (labelCounts.isEmpty() || seeds.isEmpty() || protocols.isEmpty()) {
                throw new CoverException("Numbers of labels, protocols and seeds must be at least one each.");
            }
            return new LabelEfficiencySettings(this);
        }
    }
}
