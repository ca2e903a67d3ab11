package org.coverfiji.app.evaluate;

import java.io.File;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.label.ComparedClasses;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelPair;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelPlace;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.ValueMeaning;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;

import ij.ImagePlus;

/**
 * Compares predicted with true label images, in folders or open. Distances and sizes are in the unit of the truth's
 * calibration.
 *
 * <pre>{@code
 * Evaluation evaluation = new Evaluator(LabelRule.DEFAULT).folders(new File("segmented"), new File("labels"));
 * }</pre>
 */
public final class Evaluator {

    private final LabelRule rule;
    private List<String> classNames = List.of();
    private ValueMeaning meaning = ValueMeaning.AUTO;
    private int dimensions;
    private Consumer<String> log = line -> { };
    private TileListener listener = TileListener.SILENT;

    /** @param rule what the values of the true label images mean */
    public Evaluator(LabelRule rule) {
        this.rule = rule;
    }

    /** @param names one for each class, in the order of the labels; empty for those that the labels give */
    public Evaluator classNames(List<String> names) {
        classNames = List.copyOf(names);
        return this;
    }

    /** What the values of the predictions mean; default: to be found out. */
    public Evaluator values(ValueMeaning value) {
        meaning = value;
        return this;
    }

    /** 2 = slice by slice, 3 = volumes; default 0 = volumes if the first image has several slices. */
    public Evaluator dimensions(int value) {
        dimensions = value;
        return this;
    }

    /** Takes lines for the user: what was matched with what, what was left out and why. */
    public Evaluator setLog(Consumer<String> newLog) {
        log = newLog;
        return this;
    }

    /** Is told of every pair; may stop the work by throwing an exception. */
    public Evaluator setListener(TileListener newListener) {
        listener = newListener;
        return this;
    }

    /**
     * Compares the files of two folders, by their names, or two files. A pair that cannot be compared is named and
     * passed over.
     *
     * @throws CoverException if no name matches, the values do not go together, or no pair can be compared
     */
    public Evaluation folders(File predictions, File truths) {
        ImageReader reader = reader(predictions, truths);
        LabelPairs pairs = LabelPairs.matchLabels(predictions, truths, reader);
        log.accept(pairs.report());
        Map<FileGroup, LabelPair> byPrediction = new IdentityHashMap<>();
        pairs.pairs().forEach(pair -> byPrediction.put(pair.image(), pair));
        ComparedClasses.Collector values = new ComparedClasses.Collector();
        int[] done = {0};
        List<FileGroup> readable = new ArrayList<>();
        each(pairs.pairs().stream().map(LabelPair::image).collect(Collectors.toList()), file -> {
            listener.tilesDone(done[0]++, 2 * byPrediction.size());
            ComparedClasses.Collector own = new ComparedClasses.Collector();
            reader.read(byPrediction.get(file).label()).forEach(own::addTruth);
            reader.read(file).forEach(own::addPrediction);
            values.addAll(own);
            readable.add(file);
        });
        ComparedClasses classes = classes(values);
        Evaluation evaluation = new Evaluation(names(classes), reader.dimensions());
        each(readable, file -> {
            listener.tilesDone(done[0]++, 2 * byPrediction.size());
            FileImages truth = reader.readWhole(byPrediction.get(file).label());
            FileImages prediction = reader.readWhole(file);
            String place = new LabelPlace(byPrediction.get(file).label().name(), truth.geometry(), file.name(),
                    prediction.geometry()).check();
            if (place != null) {
                log.accept(place);
            }
            add(evaluation, classes, truth.images(), prediction.images(), file.name());
        });
        listener.tilesDone(1, 1);
        return evaluation;
    }

    private void each(List<FileGroup> files, Consumer<FileGroup> work) {
        EachFile.run(files, work, log);
    }

    /**
     * Compares two open images.
     *
     * @throws CoverException if they differ in size, or their values do not go together
     */
    public Evaluation images(ImagePlus prediction, ImagePlus truth) {
        ImageReader reader = new ImageReader(dimensions > 0 ? dimensions : truth.getNSlices() > 1 ? 3 : 2, 0);
        List<FloatImage> truths = reader.convert(truth);
        List<FloatImage> predictions = reader.convert(prediction);
        ComparedClasses.Collector values = new ComparedClasses.Collector();
        truths.forEach(values::addTruth);
        predictions.forEach(values::addPrediction);
        ComparedClasses classes = classes(values);
        Evaluation evaluation = new Evaluation(names(classes), reader.dimensions());
        add(evaluation, classes, truths, predictions, prediction.getTitle());
        return evaluation;
    }

    private ComparedClasses classes(ComparedClasses.Collector values) {
        int count = classNames.isEmpty() || rule.instancesAreOneClass() ? rule.classes() : classNames.size();
        if (classNames.isEmpty() && !values.hint(rule).isEmpty()) {
            log.accept(values.hint(rule));
        }
        return values.classes(new LabelRule(rule.instancesAreOneClass(), rule.unlabelledIsIgnored(), count), meaning);
    }

    private List<String> names(ComparedClasses classes) {
        LabelClasses truth = classes.truth();
        return classNames.isEmpty() ? truth.names() : truth.named(classNames).names();
    }

    private ImageReader reader(File predictions, File truths) {
        if (dimensions > 0) {
            return new ImageReader(dimensions, 0);
        }
        ImageReader flat = new ImageReader(2, 0);
        FileGroup first = LabelPairs.matchLabels(predictions, truths, flat).pairs().get(0).label();
        Geometry geometry = flat.geometry(first);
        return geometry.slices() > 1 ? new ImageReader(3, 0) : flat;
    }

    private static void add(Evaluation evaluation, ComparedClasses classes, List<FloatImage> truths,
            List<FloatImage> predictions, String name) {
        if (truths.size() != predictions.size()) {
            throw new CoverException("The prediction " + name + " has " + predictions.size()
                    + " slices and time points, but the true label image " + truths.get(0).name() + " belongs to "
                    + truths.size() + "; both must have the same size.");
        }
        for (int i = 0; i < truths.size(); i++) {
            FloatImage truth = truths.get(i);
            evaluation.add(classes.truth().apply(truth), classes.prediction().apply(predictions.get(i)),
                    truth.spacing(), truth.unit());
        }
    }
}
