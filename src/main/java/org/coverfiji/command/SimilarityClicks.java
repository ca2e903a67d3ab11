package org.coverfiji.command;

import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;
import org.coverfiji.app.similar.SimilaritySearch;
import org.coverfiji.image.label.RoiPixels;
import org.coverfiji.show.SimilarityColours;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Roi;

/**
 * Answers clicks on an image, and selections that are drawn there, by its similarity map, until either of the two is
 * closed. Of a stack the slice that one looks at comes first.
 */
final class SimilarityClicks extends MouseAdapter implements ImageListener {

    private final ImagePlus image;
    private final FeatureStack stack;
    private final ImagePlus similarity;
    private final FeatureExtractor extractor;
    private final ImageCanvas canvas;
    private final LatestWork work;

    /** @param extractor is closed at the end */
    SimilarityClicks(ImagePlus image, FeatureStack stack, ImagePlus similarity, FeatureExtractor extractor) {
        this.image = image;
        this.stack = stack;
        this.similarity = similarity;
        this.extractor = extractor;
        canvas = image.getCanvas();
        work = new LatestWork("COVER similarity", IJ::log, image, similarity);
    }

    void begin() {
        if (canvas == null) {
            // The image was closed while its features were computed.
            end();
            return;
        }
        // What the command showed on the way is over.
        extractor.setListener((done, total) -> IJ.showProgress(done, total));
        canvas.addMouseListener(this);
        ImagePlus.addImageListener(this);
        ResultWindows.log("Click on " + image.getTitle() + ", or draw a selection there, to see what is like it; close "
                + similarity.getTitle() + " to end.", image, similarity);
    }

    @Override
    public void mouseReleased(MouseEvent event) {
        Roi roi = image.getRoi();
        if (roi != null && roi.getState() == Roi.CONSTRUCTING) {
            return;
        }
        try {
            answer(roi != null ? Place.of(image, RoiPixels.here(image, roi))
                    : List.of(new Place(canvas.offScreenX(event.getX()), canvas.offScreenY(event.getY()),
                            image.getZ() - 1, image.getT() - 1)));
        } catch (CoverException e) {
            IJ.showStatus(e.getMessage());
        }
    }

    /** Shows what is like these places, in a while. */
    void answer(List<Place> places) {
        work.ask(() -> show(places));
    }

    private void show(List<Place> places) {
        SimilaritySearch search = new SimilaritySearch(stack, stack.mean(places));
        int first = stack.indexOf(new Place(0, 0, image.getZ() - 1, image.getT() - 1));
        update(search, first);
        for (int index = 0; index < stack.count() && !work.isOvertaken(); index++) {
            if (index != first) {
                update(search, index);
            }
        }
        if (stack.count() > 1 && !work.isOvertaken()) {
            SimilarityColours.lay(similarity, image);
        }
    }

    private void update(SimilaritySearch search, int index) {
        SimilaritySearch.put(search.map(index), similarity, index);
        similarity.updateAndDraw();
        if (stack.count() == 1) {
            SimilarityColours.lay(similarity, image);
        }
    }

    @Override
    public void imageClosed(ImagePlus closed) {
        if (closed == image || closed == similarity) {
            ImagePlus.removeImageListener(this);
            canvas.removeMouseListener(this);
            end();
        }
    }

    private void end() {
        work.end(extractor::close);
    }

    @Override
    public void imageOpened(ImagePlus opened) {
        // It is another.
    }

    @Override
    public void imageUpdated(ImagePlus updated) {
        // Its features stay those that it had.
    }
}
