package org.coverfiji.command;

import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.Locale;

import org.coverfiji.app.correspond.Correspondence;
import org.coverfiji.app.correspond.PointMatcher;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.PointRoi;

/**
 * Answers a click on either of two images by a point in the other, on its slice, until one of them is closed.
 */
final class CorrespondenceClicks implements ImageListener {

    private final Side one;
    private final Side other;
    private final PointMatcher matcher;
    private final FeatureExtractor extractor;
    private final LatestWork work;

    /** Matcher and extractor are closed at the end. */
    CorrespondenceClicks(ImagePlus source, FeatureStack from, ImagePlus target, FeatureStack to,
            PointMatcher matcher, FeatureExtractor extractor) {
        one = new Side(source, from);
        other = new Side(target, to);
        this.matcher = matcher;
        this.extractor = extractor;
        work = new LatestWork("COVER correspondences", IJ::log, source, target);
    }

    void begin() {
        if (one.image.getCanvas() == null || other.image.getCanvas() == null) {
            // An image was closed while its features were computed.
            end();
            return;
        }
        // What the command showed on the way is over.
        extractor.setListener((done, total) -> IJ.showProgress(done, total));
        one.image.getCanvas().addMouseListener(one);
        other.image.getCanvas().addMouseListener(other);
        ImagePlus.addImageListener(this);
        ResultWindows.log("Click on " + one.image.getTitle() + " or " + other.image.getTitle()
                + " to see the place in the other; close one of them to end.", one.image, other.image);
    }

    private void answer(Side clicked, Place place) {
        Side asked = clicked == one ? other : one;
        work.ask(() -> show(matcher.match(clicked.stack, place, asked.stack), clicked, asked));
    }

    private static void show(Correspondence pair, Side clicked, Side asked) {
        clicked.mark(pair.from());
        asked.mark(pair.to());
        IJ.showStatus(String.format(Locale.ROOT, "%s is %s in %s: similarity %.2f, return distance %.1f pixels",
                pair.from(), pair.to(), asked.image.getTitle(), pair.similarity(), pair.returnDistance()));
    }

    @Override
    public void imageClosed(ImagePlus closed) {
        if (closed == one.image || closed == other.image) {
            ImagePlus.removeImageListener(this);
            one.end();
            other.end();
            end();
        }
    }

    private void end() {
        work.end(() -> {
            matcher.close();
            extractor.close();
        });
    }

    @Override
    public void imageOpened(ImagePlus opened) {
        // It is another.
    }

    @Override
    public void imageUpdated(ImagePlus updated) {
        // Its features stay those that it had.
    }

    /** One of the images. */
    private final class Side extends MouseAdapter {

        private final ImagePlus image;
        private final FeatureStack stack;

        Side(ImagePlus image, FeatureStack stack) {
            this.image = image;
            this.stack = stack;
        }

        @Override
        public void mouseReleased(MouseEvent event) {
            answer(this, new Place(image.getCanvas().offScreenX(event.getX()),
                    image.getCanvas().offScreenY(event.getY()), image.getZ() - 1, image.getT() - 1));
        }

        void mark(Place place) {
            image.setPosition(image.getC(), (int) Math.round(place.slice()) + 1, place.frame() + 1);
            image.setRoi(new PointRoi(place.x() + 0.5, place.y() + 0.5));
        }

        void end() {
            if (image.getCanvas() != null) {
                image.getCanvas().removeMouseListener(this);
            }
        }
    }
}
