package org.coverfiji.app.finetune;

import java.util.List;

import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.setting.Setting;

/** On which images with a class each a network learns to classify, and how. Immutable. */
public final class ClassificationSettings extends FineTuneSettings {

    private final ClassificationTable images;
    private final ClassificationTable testImages;

    private ClassificationSettings(Builder builder) {
        super(builder);
        images = builder.images;
        testImages = builder.testImages;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Images with a class each; null where only the cost of a run is asked for. */
    public ClassificationTable images() {
        return images;
    }

    /** Test images instead of a part of the images; null for none. */
    public ClassificationTable testImages() {
        return testImages;
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
        }

        private Builder(ClassificationSettings settings) {
            super(settings);
            images = settings.images;
            testImages = settings.testImages;
        }

        @Override
        Builder self() {
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
            check(List.of());
            return new ClassificationSettings(this);
        }
    }
}
