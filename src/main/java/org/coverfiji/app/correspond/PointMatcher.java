package org.coverfiji.app.correspond;

import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;
import org.coverfiji.app.features.VectorPyramid;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.model.ModelFile;

/**
 * Finds where a point of one image lies in another: the pixel of the most similar features; from there, and from where
 * COVER's pyramid moves it if the model has its projection heads, to the place nearby whose neighbourhood fits that of
 * the point best in the finest levels' features.
 */
public final class PointMatcher implements AutoCloseable {

    /** Null where the model has no heads. */
    private final PyramidRefiner pyramid;

    /** @throws org.coverfiji.CoverException if the model's weights do not fit its description */
    public PointMatcher(Engine engine, ModelFile file) {
        this(VectorPyramid.isIn(file)
                ? new PyramidRefiner(VectorPyramid.of(engine, file), file.description().patch()) : null);
    }

    PointMatcher(PyramidRefiner pyramid) {
        this.pyramid = pyramid;
    }

    /** How matches are refined, as a sentence. */
    public String method() {
        return pyramid != null ? "Matches are refined by COVER's vector pyramid and the finest levels' features."
                : "The model holds no projection heads of COVER; matches are refined by the finest levels' features.";
    }

    /**
     * Where a point lies; the other file or window may hold several planes or volumes.
     *
     * @throws org.coverfiji.CoverException if the point lies outside
     */
    public Correspondence match(FeatureStack from, Place place, FeatureStack to) {
        View first = new View(from, from.indexOf(place));
        double[] point = first.features().prepared(from.point(place));
        float[] vector = first.at(point);
        View second = null;
        double[] pixel = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (int index = 0; index < to.count(); index++) {
            View view = new View(to, index);
            double[] candidate = view.mostSimilar(vector);
            double similarity = dot(vector, view.at(candidate));
            if (similarity > highest) {
                highest = similarity;
                second = view;
                pixel = candidate;
            }
        }
        Fit best = fit(first, point, second, pixel);
        float[] there = second.at(best.point());
        double[] back = first.features().original(first.mostSimilar(there));
        return new Correspondence(place, to.place(second.index(), second.features().original(best.point())),
                dot(vector, there), distance(back, from.point(place)), best.score());
    }

    private Fit fit(View first, double[] point, View second, double[] pixel) {
        Fit plain = Fit.near(first, point, second, pixel);
        double[] moved = pyramid == null ? pixel : pyramid.refine(first, point, second, pixel);
        if (moved == pixel) {
            return plain;
        }
        Fit byPyramid = Fit.near(first, point, second, moved);
        return byPyramid.score() > plain.score() ? byPyramid : plain;
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
        if (pyramid != null) {
            pyramid.close();
        }
    }
}
