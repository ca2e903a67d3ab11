package org.coverfiji.app.correspond;

import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;
import org.coverfiji.app.features.VectorPyramid;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.model.ModelFile;

/**
 * Finds where a point of one image lies in another: the pixel of the most similar features, then a place near it where
 * the surroundings agree: by COVER's pyramid where the model has its projection heads, else by the finest levels'
 * features.
 */
public final class PointMatcher implements AutoCloseable {

    private final Refiner refiner;
    private final boolean pyramid;

    /** @throws org.coverfiji.CoverException if the model's weights do not fit its description */
    public PointMatcher(Engine engine, ModelFile file) {
        pyramid = VectorPyramid.isIn(file);
        refiner = pyramid ? new PyramidRefiner(VectorPyramid.of(engine, file), file.description().patch())
                : new LocalRefiner();
    }

    PointMatcher(Refiner refiner) {
        this.refiner = refiner;
        pyramid = refiner instanceof PyramidRefiner;
    }

    /** How matches are refined, as a sentence. */
    public String method() {
        return pyramid ? "Matches are refined by COVER's vector pyramid."
                : "The model holds no projection heads of COVER; matches are refined by the finest levels' features.";
    }

    /**
     * Where a point lies; of several planes or volumes in the one where it is most similar.
     *
     * @throws org.coverfiji.CoverException if the point lies outside
     */
    public Correspondence match(FeatureStack from, Place place, FeatureStack to) {
        View first = new View(from, from.indexOf(place));
        double[] point = first.features().prepared(from.point(place));
        float[] vector = first.at(point);
        View second = null;
        double[] match = null;
        double best = Double.NEGATIVE_INFINITY;
        for (int index = 0; index < to.count(); index++) {
            View view = new View(to, index);
            double[] candidate = view.mostSimilar(vector);
            double similarity = dot(vector, view.at(candidate));
            if (similarity > best) {
                best = similarity;
                second = view;
                match = candidate;
            }
        }
        double[] refined = refiner.refine(first, point, second, match);
        float[] there = second.at(refined);
        double[] back = first.features().original(first.mostSimilar(there));
        return new Correspondence(place, to.place(second.index(), second.features().original(refined)),
                dot(vector, there), distance(back, from.point(place)), refined != match);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int axis = 0; axis < a.length; axis++) {
            squares += (a[axis] - b[axis]) * (a[axis] - b[axis]);
        }
        return Math.sqrt(squares);
    }

    @Override
    public void close() {
        refiner.close();
    }
}
