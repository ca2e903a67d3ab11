package org.coverfiji.app.finetune;

import java.util.List;

import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.setting.Setting;

/** On which images with a class each a network learns to classify, and how. Immutable. */
public final class ClassificationSettings extends FineTuneSettings {

    /**
     * Chosen on images held back from the training images, as the decay. 0.005 is too fast for an encoder whose
     * averages over an image are told apart by hundredths.
     */
    private static final double SCRATCH_LEARNING_RATE = 3e-5;
    /** Features that were pretrained have less to learn, and more to lose to a few images. */
    private static final double PRETRAINED_LEARNING_RATE = 1e-5;
    private static final double LINEAR_LEARNING_RATE = 2e-3;
    /**
     * The last layer of a linear classification has more weights than there are images; without a penalty on their size
     * it becomes certain of everything.
     */
    private static final double LINEAR_WEIGHT_DECAY = 1;

    private final Builder builder;

    private ClassificationSettings(Builder builder) {
        super(builder);
        this.builder = builder;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        return new Builder(builder);
    }

    /** Images with a class each; null where only the cost of a run is asked for. */
    public ClassificationTable images() {
        return builder.images;
    }

    /** Test images instead of a part of the images; null for none. */
    public ClassificationTable testImages() {
        return builder.testImages;
    }

    @Override
    double usualLearningRate() {
        if (protocol() == Protocol.LINEAR) {
            return LINEAR_LEARNING_RATE;
        }
        return model() == null ? SCRATCH_LEARNING_RATE : PRETRAINED_LEARNING_RATE;
    }

    @Override
    public OptimizerConfiguration optimizer() {
        return protocol() == Protocol.LINEAR ? super.optimizer().withWeightDecay(LINEAR_WEIGHT_DECAY)
                : super.optimizer();
    }

    /** How the last layer is trained before the rest: as the linear protocol does, in as many steps. */
    ClassificationSettings headStart() {
        return toBuilder().protocol(Protocol.LINEAR).learningRate(0).build();
    }

    @Override
    List<Setting<?>> taskSettings() {
        return List.of();
    }

    /** Collects the values. */
    public static final class Builder extends FineTuneSettings.Builder<Builder> {

        private ClassificationTable images;
        private ClassificationTable testImages;

        private Builder() {
            super(List.of());
        }

        private Builder(Builder other) {
            super(other);
            images = other.images;
            testImages = other.testImages;
        }

        @Override
        protected Builder self() {
            return this;
        }

        public Builder images(ClassificationTable value) {
            images = value;
            return this;
        }

        /** Default null: a part of the images. */
        public Builder testImages(ClassificationTable value) {
            testImages = value;
            return this;
        }

        @Override
        public ClassificationSettings build() {
            check();
            return new ClassificationSettings(new Builder(this));
        }
    }
}
