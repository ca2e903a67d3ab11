package org.coverfiji.app.correspond;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;

import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.FloatPolygon;

/**
 * Carries ROIs from one image to another. Points go one by one. Of an area or a line a sample of pixels goes, and the
 * outline is moved, turned and stretched as most of them agree; it lies on the slice to which the middle one of them
 * goes.
 */
public final class RoiMatcher {

    /** Pixels of an area or line whose matches decide. */
    private static final int SAMPLE = 48;

    /** Pairs that agree are off by at most this part of the image's longest side. */
    private static final double TOLERANCE = 0.02;

    private final PointMatcher matcher;
    private final FeatureStack from;
    private final FeatureStack to;
    private final CorrespondenceTable table = new CorrespondenceTable();

    /** @param from of the image whose ROIs they are */
    public RoiMatcher(PointMatcher matcher, FeatureStack from, FeatureStack to) {
        this.matcher = matcher;
        this.from = from;
        this.to = to;
    }

    /** Where single points lie; the ROI is theirs in the other image. */
    public Roi match(String name, List<Place> places) {
        List<Correspondence> pairs = pairs(name, places);
        PointRoi points = new PointRoi();
        for (Correspondence pair : pairs) {
            // ImageJ's points are at the pixels' corners, and ours at their centres.
            points.addPoint(pair.to().x() + 0.5, pair.to().y() + 0.5);
        }
        return placed(points, name, pairs.get(pairs.size() / 2).to());
    }

    /**
     * Where a ROI lies.
     *
     * @param places its pixels, at least one
     * @return with the same name, on its slice and time point
     */
    public Roi match(Roi roi, List<Place> places) {
        if (roi instanceof PointRoi) {
            return match(roi.getName(), places);
        }
        List<Place> some = new ArrayList<>();
        for (int i = 0; i < Math.min(SAMPLE, places.size()); i++) {
            some.add(places.get((int) ((i + 0.5) * places.size() / Math.min(SAMPLE, places.size()))));
        }
        List<Correspondence> pairs = pairs(roi.getName(), some);
        List<double[]> before = new ArrayList<>();
        List<double[]> after = new ArrayList<>();
        pairs.forEach(pair -> {
            before.add(new double[] {pair.from().x() + 0.5, pair.from().y() + 0.5});
            after.add(new double[] {pair.to().x() + 0.5, pair.to().y() + 0.5});
        });
        double tolerance = TOLERANCE * Math.max(from.geometry().width(), from.geometry().height());
        AffineTransform map = PlaneMap.of(before, after, tolerance);
        List<Place> ends = pairs.stream().map(Correspondence::to)
                .sorted((a, b) -> Double.compare(a.frame() * 1e6 + a.slice(), b.frame() * 1e6 + b.slice()))
                .collect(Collectors.toList());
        return placed(moved(roi, map), roi.getName(), ends.get(ends.size() / 2));
    }

    private List<Correspondence> pairs(String name, List<Place> places) {
        List<Correspondence> pairs = new ArrayList<>();
        for (Place place : places) {
            Correspondence pair = matcher.match(from, place, to);
            table.add(name, pair);
            pairs.add(pair);
        }
        return pairs;
    }

    private static Roi moved(Roi roi, AffineTransform map) {
        if (roi instanceof ShapeRoi) {
            Rectangle bounds = roi.getBounds();
            Shape shape = AffineTransform.getTranslateInstance(bounds.x, bounds.y)
                    .createTransformedShape(((ShapeRoi) roi).getShape());
            return new ShapeRoi(map.createTransformedShape(shape));
        }
        FloatPolygon outline = roi.getFloatPolygon();
        float[] xs = new float[outline.npoints];
        float[] ys = new float[outline.npoints];
        for (int i = 0; i < xs.length; i++) {
            double[] point = {outline.xpoints[i], outline.ypoints[i]};
            map.transform(point, 0, point, 0, 1);
            xs[i] = (float) point[0];
            ys[i] = (float) point[1];
        }
        Roi result = new PolygonRoi(xs, ys, xs.length, roi.isLine() ? Roi.POLYLINE : Roi.POLYGON);
        result.setStrokeWidth(roi.getStrokeWidth());
        return result;
    }

    private Roi placed(Roi roi, String name, Place place) {
        roi.setName(name);
        boolean slices = to.geometry().slices() > 1;
        boolean frames = to.geometry().frames() > 1;
        int slice = (int) Math.round(place.slice()) + 1;
        if (slices && !frames) {
            roi.setPosition(slice);
        } else if (frames) {
            roi.setPosition(0, slices ? slice : 0, place.frame() + 1);
        }
        return roi;
    }

    /** A row for every point that was matched so far. */
    public CorrespondenceTable table() {
        return table;
    }
}
