package org.coverfiji.app.finetune;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.training.GivenImages;
import org.coverfiji.image.label.DataSplit;
import org.coverfiji.image.label.ImageSplit;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.Part;
import org.coverfiji.image.label.SplitItem;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.train.TrainingListener;

/** The labelled images that settings name, divided into those to train on, to validate and to test with. */
final class LabelledParts {

    private final LabelledImages training;
    private final LabelledImages validation;
    private final LabelledImages test;
    private final DataSplit split;

    private LabelledParts(LabelledImages training, LabelledImages validation, LabelledImages test, DataSplit split) {
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
     * @param listener takes lines for the user, such as what was matched with what, and warnings of leaks
     * @throws CoverException if images or labels cannot be used, or images that were trained on would be
     *         held back
     */
    static LabelledParts read(SegmentationSettings settings, ImageReader reader, ModelDescription start,
            DataSplit before, TrainingListener listener) {
        LabelledImages all = settings.labelled();
        if (all == null) {
            LabelPairs pairs = LabelPairs.match(settings.images(), settings.labels(), reader);
            listener.message(pairs.report());
            all = LabelledImages.read(pairs, settings.labelRule(), reader);
        } else if (start == null) {
            for (int i = 0; i < all.size(); i++) {
                GivenImages.requireDimensions(all.name(i), all.imageSize(i), reader.dimensions());
            }
        }
        all.notes().forEach(listener::message);
        if (!settings.classNames().isEmpty()) {
            all = all.named(settings.classNames());
        }
        if (!all.skipped().isEmpty()) {
            listener.message("Left out, because no pixel is labelled: " + String.join(", ", all.skipped()) + ".");
        }
        all = largeEnough(all, listener::message);
        LabelledImages held = folder("validation", settings.validationImages(), settings.validationLabels(),
                all.classes(), reader, listener);
        LabelledImages tested = folder("test", settings.testImages(), settings.testLabels(), all.classes(), reader,
                listener);
        List<SplitItem> items = new ArrayList<>(all.grouped(settings.group()).items(null));
        addTo(items, held, settings, Part.VALIDATION);
        addTo(items, tested, settings, Part.TEST);
        boolean goesOn = settings.goesOn() && before == null && start != null && start.selection() != null;
        ImageSplit split = (goesOn ? ImageSplit.goingOn(items, all.classes().names(), start.selection().split())
                : new ImageSplit(items, all.classes().names(), before))
                .divide(held == null ? settings.validation() : 0, tested == null ? settings.test() : 0,
                        settings.seed());
        if (start != null && start.selection() != null) {
            split.warnOfSeen(start.selection().split());
        }
        split.warnings().forEach(listener::warning);
        if (split.indices(Part.TRAINING).length == 0) {
            throw new CoverException("Every image that was given is held back, as the model was judged by it before;"
                    + " add an image that it can be trained on.");
        }
        LabelledImages every = all.with(held).with(tested);
        return new LabelledParts(part(every, split, Part.TRAINING), part(every, split, Part.VALIDATION),
                part(every, split, Part.TEST), split.record());
    }

    private static LabelledImages folder(String name, File images, File labels, LabelClasses classes,
            ImageReader reader, TrainingListener listener) {
        if (images == null) {
            return null;
        }
        LabelPairs pairs = LabelPairs.match(images, labels, reader);
        listener.message("For " + name + ": " + pairs.report());
        LabelledImages read = LabelledImages.read(pairs, classes, reader);
        read.notes().forEach(listener::message);
        return largeEnough(read, listener::message);
    }

    /** @throws CoverException if no image is large enough for a network */
    private static LabelledImages largeEnough(LabelledImages all, Consumer<String> log) {
        List<Integer> fitting = new ArrayList<>();
        CoverException first = null;
        for (int i = 0; i < all.size(); i++) {
            try {
                Segmenter.requireSide(all.get(i).image());
                fitting.add(i);
            } catch (CoverException e) {
                CancelledException.ifBehind(e);
                first = first == null ? e : first;
                log.accept("Left out " + all.name(i) + ": " + e.getMessage());
            }
        }
        if (fitting.isEmpty() && first != null) {
            throw first;
        }
        return first == null ? all : all.subset(fitting.stream().mapToInt(Integer::intValue).toArray());
    }

    private static void addTo(List<SplitItem> items, LabelledImages more, SegmentationSettings settings, Part part) {
        if (more != null) {
            items.addAll(more.grouped(settings.group()).items(part));
        }
    }

    private static LabelledImages part(LabelledImages images, ImageSplit split, Part part) {
        int[] own = split.indices(part);
        return own.length == 0 ? null : images.subset(own);
    }

    LabelledImages training() {
        return training;
    }

    /** Null if there are none. */
    LabelledImages validation() {
        return validation;
    }

    /** Null if there are none. */
    LabelledImages test() {
        return test;
    }

    /** For the model. */
    DataSplit split() {
        return split;
    }
}
