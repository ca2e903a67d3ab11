package org.coverfiji.command;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;
import org.coverfiji.image.RoiZip;
import org.coverfiji.image.label.RoiPixels;
import org.coverfiji.image.read.ImageReader;

import ij.ImagePlus;
import ij.gui.Roi;

/** What somebody looks for: points that were written, ROIs in a file, or an image's selection, in this order. */
final class QueryRegion {

    private final ImagePlus image;
    private final String points;
    /** Null where there is none. */
    private final File rois;
    private final Roi selection;

    /**
     * @param image in which it lies
     * @param points as {@link Place} writes them; may be empty
     * @param rois a file of ROIs; may be empty
     * @throws CoverException if both are given
     */
    QueryRegion(ImagePlus image, String points, File rois) {
        this.image = image;
        this.points = points == null ? "" : points.trim();
        this.rois = CoverCommand.empty(rois) ? null : rois;
        selection = image.getRoi() == null ? null : RoiPixels.here(image, image.getRoi());
        if (!this.points.isEmpty() && this.rois != null) {
            throw new CoverException("Both point and roi are given; give one of them.");
        }
    }

    ImagePlus image() {
        return image;
    }

    boolean isGiven() {
        return !points.isEmpty() || rois != null || selection != null;
    }

    void requireGiven() {
        CoverCommand.given("point", isGiven() ? image : null, "x,y of a pixel of " + image.getTitle() + ", or roi a"
                + " file of ROIs, or select a region there");
    }

    /** @throws CoverException if a point cannot be read, or a ROI lies outside of the image */
    List<Place> places() {
        if (!points.isEmpty()) {
            return Place.readAll("point", points);
        }
        List<Place> places = new ArrayList<>();
        for (Roi roi : rois == null ? List.of(selection) : RoiZip.read(rois)) {
            places.addAll(Place.of(image, roi));
        }
        return places;
    }

    FeatureStack stack(FeatureExtractor extractor, ImageReader reader) {
        return new FeatureStack(extractor, reader.convert(image), reader.geometry(image));
    }

    /** As people read it. */
    @Override
    public String toString() {
        return (!points.isEmpty() ? points : rois != null ? rois.getName() : "selection") + " in " + image.getTitle();
    }
}
