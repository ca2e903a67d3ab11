package org.coverfiji.app.finetune;

import org.coverfiji.CoverException;
import org.coverfiji.app.apply.WholeImages;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.DataSplit;
import org.coverfiji.image.label.ImageSplit;
import org.coverfiji.image.label.Part;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.train.TrainingListener;

/** The images that settings name, prepared, divided into those to train on, to validate and to test with. */
final class ClassifiedParts {

    private final WholeImages training;
    private final WholeImages validation;
    private final WholeImages test;
    private final DataSplit split;

    private ClassifiedParts(WholeImages training, WholeImages validation, WholeImages test, DataSplit split) {
        this.training = training;
        this.validation = validation;
        this.test = test;
        this.split = split;
    }

    /**
     * Reads and divides.
     *
     * @param start the model that training starts from; null from scratch
     * @param before how the run that goes on divided them; null for a new one
     * @param listener is warned of leaks
     * @throws CoverException if images cannot be used, none can be held back although some are to be, or images that
     *         were trained on would be held back
     */
    static ClassifiedParts read(ClassificationSettings settings, ImageReader reader, ImagePreparation preparation,
            ModelDescription start, DataSplit before, TrainingListener listener) {
        WholeImages all = new WholeImages(settings.images().grouped(reader), reader, preparation, null);
        boolean folder = settings.testImages() != null;
        if (folder) {
            ClassificationTable table = settings.testImages().withClassesOf(settings.images());
            all = all.with(new WholeImages(table.grouped(reader), reader, preparation, Part.TEST));
        }
        all.notes().forEach(listener::message);
        ImageSplit split = new ImageSplit(all.items(), settings.images().classNames(), before)
                .divide(settings.validation(), folder ? 0 : settings.test(), settings.seed());
        if (start != null && start.selection() != null) {
            split.warnOfSeen(start.selection().split());
        }
        split.warnings().forEach(listener::warning);
        WholeImages validation = all.subset(split.indices(Part.VALIDATION));
        if (before == null && settings.validation() > 0 && validation.size() == 0) {
            throw new CoverException("No images can be held back for validation, because then a class would have none"
                    + " left in training (" + all.size() + " images); add images, make the groups smaller, or set"
                    + " validation to 0.");
        }
        return new ClassifiedParts(all.subset(split.indices(Part.TRAINING)), validation,
                all.subset(split.indices(Part.TEST)), split.record());
    }

    WholeImages training() {
        return training;
    }

    /** May be empty. */
    WholeImages validation() {
        return validation;
    }

    /** May be empty. */
    WholeImages test() {
        return test;
    }

    /** For the model. */
    DataSplit split() {
        return split;
    }
}
