package org.coverfiji.image.label;

import java.awt.Rectangle;

import org.coverfiji.CoverException;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;

/** Draws one ROI into slices of labels. */
final class RoiPainter {

    private static final int MARK = 255;

    private final ImagePlus image;
    private final Roi roi;
    private final Rectangle bounds;
    /** What is covered within the bounds; null for points. */
    private final ImageProcessor mask;

    RoiPainter(ImagePlus image, Roi roi) {
        this.image = image;
        this.roi = roi;
        if (roi instanceof PointRoi) {
            bounds = null;
            mask = null;
        } else if (roi.isLine()) {
            FloatPolygon line = roi instanceof Line ? ((Line) roi).getFloatPoints() : roi.getFloatPolygon();
            int strokeWidth = Math.max(1, Math.round(roi.getStrokeWidth()));
            bounds = line.getBounds();
            bounds.grow(strokeWidth + 1, strokeWidth + 1);
            mask = drawn(line, strokeWidth);
        } else {
            bounds = roi.getBounds();
            mask = roi.getMask() == null ? filled() : roi.getMask();
        }
    }

    private ImageProcessor filled() {
        ByteProcessor all = new ByteProcessor(Math.max(1, bounds.width), Math.max(1, bounds.height));
        all.setValue(MARK);
        all.fill();
        return all;
    }

    private ImageProcessor drawn(FloatPolygon line, int strokeWidth) {
        ByteProcessor canvas = new ByteProcessor(bounds.width + 1, bounds.height + 1);
        canvas.setValue(MARK);
        canvas.setLineWidth(strokeWidth);
        for (int i = 0; i < line.npoints; i++) {
            int x = Math.round(line.xpoints[i]) - bounds.x;
            int y = Math.round(line.ypoints[i]) - bounds.y;
            if (i == 0) {
                canvas.moveTo(x, y);
            }
            canvas.lineTo(x, y);
        }
        return canvas;
    }

    /**
     * Draws into one slice of one time point, if the ROI belongs there.
     *
     * @param place time point · number of slices + slice, from 0
     * @param labels to be set to the class, the slice's from the offset on
     * @return whether any pixel was set
     */
    boolean paint(int place, int classNumber, int[] labels, int offset) {
        if (roi instanceof PointRoi) {
            return paintPoints(place, classNumber, labels, offset);
        }
        if (!isHere(place, roi.hasHyperStackPosition(), roi.getPosition())) {
            return false;
        }
        boolean any = false;
        for (int y = Math.max(0, -bounds.y); y < mask.getHeight() && bounds.y + y < image.getHeight(); y++) {
            for (int x = Math.max(0, -bounds.x); x < mask.getWidth() && bounds.x + x < image.getWidth(); x++) {
                if (mask.get(x, y) != 0) {
                    labels[offset + (bounds.y + y) * image.getWidth() + bounds.x + x] = classNumber;
                    any = true;
                }
            }
        }
        return any;
    }

    private boolean paintPoints(int place, int classNumber, int[] labels, int offset) {
        PointRoi points = (PointRoi) roi;
        FloatPolygon positions = points.getFloatPolygon();
        boolean any = false;
        for (int i = 0; i < positions.npoints; i++) {
            int x = (int) Math.floor(positions.xpoints[i]);
            int y = (int) Math.floor(positions.ypoints[i]);
            boolean inside = x >= 0 && y >= 0 && x < image.getWidth() && y < image.getHeight();
            if (inside && isHere(place, roi.hasHyperStackPosition(), points.getPointPosition(i))) {
                labels[offset + y * image.getWidth() + x] = classNumber;
                any = true;
            }
        }
        return any;
    }

    /** Whatever the channel: all of them have the same labels. */
    private boolean isHere(int place, boolean isHyperstackPosition, int index) {
        int slice = 0;
        int frame = 0;
        if (isHyperstackPosition) {
            slice = roi.getZPosition();
            frame = roi.getTPosition();
        } else if (index > image.getStackSize()) {
            return false;
        } else if (index > 0) {
            int[] position = image.convertIndexToPosition(index);
            slice = position[1];
            frame = position[2];
        }
        int slices = image.getNSlices();
        return (slice == 0 || slice == place % slices + 1) && (frame == 0 || frame == place / slices + 1);
    }

    CoverException outside() {
        return new CoverException("The ROI " + roi.getName() + " covers no pixel of the image " + image.getTitle()
                + "; remove it, or move it to a place and slice inside of the image.");
    }
}
