package org.coverfiji.image.label;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

/**
 * Which values of predicted and of true label images are which class. Predictions have the values of the truth, or
 * numbers of its classes: where the truth is a mask of 0 and 255, a prediction may have 0 and 255, or 0 and 1.
 * Immutable.
 *
 * <pre>
 * ComparedClasses.Collector values = new ComparedClasses.Collector();
 * …
 * ComparedClasses classes = values.classes(LabelRule.DEFAULT, ValueMeaning.AUTO);
 * </pre>
 */
public final class ComparedClasses {

    /** So many values of the truth, against two at most of predictions, rather number objects than name classes. */
    private static final int MANY = 8;

    private final LabelClasses truth;
    private final LabelClasses prediction;

    private ComparedClasses(LabelClasses truth, LabelClasses prediction) {
        this.truth = truth;
        this.prediction = prediction;
    }

    /** The classes of the true label images. */
    public LabelClasses truth() {
        return truth;
    }

    /** The same classes, as predictions have them. */
    public LabelClasses prediction() {
        return prediction;
    }

    /** Collects the values of both sets. */
    public static final class Collector {

        private final LabelValues truths = new LabelValues();
        private final LabelValues predictions = new LabelValues();

        /** @throws CoverException if the image holds anything but labels */
        public void addTruth(FloatImage raw) {
            truths.add(raw);
        }

        /** @throws CoverException as above */
        public void addPrediction(FloatImage raw) {
            predictions.add(raw);
        }

        /** Adds what another one has collected. */
        public void addAll(Collector other) {
            truths.addAll(other.truths);
            predictions.addAll(other.predictions);
        }

        /**
         * The classes of the images that were added, at least one of each set.
         *
         * @param rule of the true label images
         * @param meaning of the predictions' values
         * @throws CoverException if the values do not fit the rule or each other, or could mean two things
         */
        public ComparedClasses classes(LabelRule rule, ValueMeaning meaning) {
            if (rule.instancesAreOneClass()) {
                return new ComparedClasses(LabelClasses.instances(), LabelClasses.instances());
            }
            boolean colour = truths.isColour();
            if (predictions.isColour() && !colour) {
                throw new CoverException("The predictions (" + predictions.firstName() + ", …) are colours, but the"
                        + " true label images (" + truths.firstName() + ", …) are numbers; save both in one way.");
            }
            LabelClasses same = predictions.isColour() || !colour ? same(rule, colour) : null;
            if (meaning == ValueMeaning.LABELS && same != null
                    || meaning == ValueMeaning.AUTO && predictions.isColour()) {
                return new ComparedClasses(same, same);
            }
            LabelClasses own = ofTruth(rule, same);
            LabelClasses numbers = LabelClasses.of(own.names());
            if (meaning == ValueMeaning.CLASSES || same == null) {
                return new ComparedClasses(own, numbers);
            }
            return find(same, own, numbers);
        }

        /** What is likely amiss where the truth has many values and the predictions two at most; else empty. */
        public String hint(LabelRule rule) {
            int predicted = predictions.sorted().length;
            int known = truths.sorted().length;
            return rule.instancesAreOneClass() || predicted > 2 || known < MANY ? ""
                    : "Warning: The true label images (" + truths.firstName() + ", …) have " + known
                    + " different values, the predictions " + predicted
                    + "; if those values number objects, give instances=true.";
        }

        /** Every value of either set is a label, and means the same in both. */
        private LabelClasses same(LabelRule rule, boolean colour) {
            LabelValues all = new LabelValues();
            if (colour) {
                all.addAll(truths);
                all.addAll(predictions);
            } else {
                all.addNumbers(truths);
                all.addNumbers(predictions);
            }
            return of(rule, all);
        }

        /** What shows few of the classes whose names are known has all of them. */
        private static LabelClasses of(LabelRule rule, LabelValues values) {
            if (rule.classes() > 0 && !values.isColour()) {
                LabelClasses numbered = LabelClasses.numbered(rule);
                if (fit(numbered, values.sorted())) {
                    return numbered;
                }
            }
            return LabelClasses.of(rule, values);
        }

        /** What shows nothing but background has the classes of both. */
        private LabelClasses ofTruth(LabelRule rule, LabelClasses same) {
            return same != null && truths.sorted().length < 2 ? same : of(rule, truths);
        }

        private ComparedClasses find(LabelClasses same, LabelClasses own, LabelClasses numbers) {
            int[] values = predictions.sorted();
            boolean areLabels = fit(own, values);
            boolean areNumbers = fit(numbers, values);
            boolean alike = Arrays.stream(values)
                    .allMatch(value -> own.classOfNumber(value) == numbers.classOfNumber(value));
            if (areLabels && areNumbers && !alike) {
                throw new CoverException("The values of the predictions (" + predictions.firstName() + ", …) may be"
                        + " those of the true label images or numbers of their classes, which are not the same here;"
                        + " set values to labels or to classes.");
            }
            return areNumbers && !areLabels ? new ComparedClasses(own, numbers) : new ComparedClasses(same, same);
        }

        private static boolean fit(LabelClasses classes, int[] values) {
            return Arrays.stream(values).noneMatch(value -> classes.classOfNumber(value) == LabelClasses.NO_LABEL);
        }
    }
}
