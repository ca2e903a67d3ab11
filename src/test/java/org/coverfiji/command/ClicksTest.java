package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.MouseEvent;
import java.util.function.BooleanSupplier;

import org.coverfiji.app.correspond.PointMatcher;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureImages;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.similar.SimilaritySearch;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.show.ResultPlaces;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.text.TextWindow;

/** Clicks on windows are answered in windows. */
public class ClicksTest {

    private static final long PATIENCE_MILLIS = 30_000;

    private final PyramidEngine engine = new PyramidEngine();
    private final FeatureExtractor extractor = new FeatureExtractor(engine, FeatureImages.model(2));
    private ImagePlus first;
    private ImagePlus second;
    private boolean batch;

    @Before
    public void needsADisplay() {
        assumeFalse("skipped: there is no display", GraphicsEnvironment.isHeadless());
        // In batch mode, which an earlier test may have left on, there are no windows.
        batch = Interpreter.batchMode;
        Interpreter.batchMode = false;
    }

    @After
    public void close() {
        Interpreter.batchMode = batch;
        for (ImagePlus image : new ImagePlus[] {first, second}) {
            if (image != null) {
                image.changes = false;
                image.close();
            }
        }
    }

    private static void release(ImagePlus image, int x, int y) throws Exception {
        ImageCanvas canvas = image.getCanvas();
        EventQueue.invokeAndWait(() -> canvas.dispatchEvent(new MouseEvent(canvas, MouseEvent.MOUSE_RELEASED, 0, 0,
                canvas.screenX(x), canvas.screenY(y), 1, false)));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            assertTrue(what, System.currentTimeMillis() < end);
            Thread.sleep(20);
        }
    }

    @Test
    public void aClickAndASelectionShowWhatIsLikeThem() throws Exception {
        FloatImage planted = FeatureImages.noise(1, 128, 160);
        FeatureImages.plant(planted, new int[] {16, 16}, planted, new int[] {64, 96}, 48);
        first = FeatureImages.window("planted", FeatureImages.noise(5, 128, 160), planted);
        FeatureStack stack = FeatureImages.stack(extractor, first);
        second = SimilaritySearch.empty(stack, "planted");
        first.show();
        second.show();
        first.setSlice(2);
        new SimilarityClicks(first, stack, second, extractor).begin();
        release(first, 40, 40);
        await("the copy of what was clicked on", () -> second.getStack().getProcessor(2).getf(120, 88) > 0.999);
        await("the layer", () -> first.getOverlay() != null && first.getOverlay().size() == 2);
        Roi roi = new Roi(30, 30, 4, 4);
        first.setRoi(roi);
        release(first, 33, 33);
        await("the copy of the selection", () -> second.getStack().getProcessor(2).getf(112, 80) > 0.9
                && second.getStack().getProcessor(2).getf(120, 88) < 0.999);
        second.changes = false;
        second.close();
        await("the end of the engine's work", () -> engine.closed);
    }

    /** Features may take a while, in which a user can close an image. */
    @Test
    public void anImageThatIsClosedBeforeTheFirstClickEndsIt() throws Exception {
        first = FeatureImages.window("first", FeatureImages.noise(1, 32, 32));
        FeatureStack stack = FeatureImages.stack(extractor, first);
        first.show();
        first.changes = false;
        first.close();
        new SimilarityClicks(first, stack, SimilaritySearch.empty(stack, "first"), extractor).begin();
        await("the end of the engine's work", () -> engine.closed);
        engine.closed = false;
        second = FeatureImages.window("second", FeatureImages.noise(2, 32, 32));
        second.show();
        new CorrespondenceClicks(second, FeatureImages.stack(extractor, second), first, stack,
                new PointMatcher(engine, FeatureImages.model(2)), extractor).begin();
        await("the end of the engine's work", () -> engine.closed);
    }

    @Test
    public void theLogLeavesTheImagesOpenToClicks() throws Exception {
        first = FeatureImages.window("below the log", FeatureImages.noise(1, 128, 160));
        FeatureStack stack = FeatureImages.stack(extractor, first);
        second = SimilaritySearch.empty(stack, "map");
        first.show();
        second.show();
        // The one that an earlier test has left open, if any: ImageJ knows one Log.
        TextWindow log = (TextWindow) WindowManager.getWindow("Log");
        if (log == null) {
            log = new TextWindow("Log", "", 300, 200);
        }
        try {
            // The display may tell late where a new window was put at first.
            for (int i = 0; i < 10; i++) {
                log.setBounds(first.getWindow().getBounds());
                Thread.sleep(20);
            }
            new SimilarityClicks(first, stack, second, extractor).begin();
            for (ImagePlus image : new ImagePlus[] {first, second}) {
                Rectangle place = image.getWindow().getBounds();
                assertFalse(log.getBounds() + " hides " + place, log.getBounds().intersects(place));
            }
        } finally {
            log.close();
        }
    }

    /** Which may be long after the Log has opened, and elsewhere than it was told. */
    @Test
    public void aNewLogMakesRoomWhenTheDisplayTellsWhereItIs() throws Exception {
        Window former = WindowManager.getWindow("Log");
        if (former != null) {
            ((TextWindow) former).close();
        }
        first = FeatureImages.window("below the log", FeatureImages.noise(1, 128, 160));
        first.show();
        ResultPlaces places = new ResultPlaces(first);
        TextWindow log = new TextWindow("Log", "", 300, 200);
        try {
            places.log();
            Rectangle image = first.getWindow().getBounds();
            // As if the display had put it there; its own news may come in between.
            EventQueue.invokeAndWait(() -> log.setLocation(image.getLocation()));
            await("room", () -> !log.getBounds().intersects(image));
        } finally {
            log.close();
        }
    }

    @Test
    public void aClickInEitherImageMarksThePlaceInTheOther() throws Exception {
        FloatImage image = FeatureImages.noise(1, 128, 128);
        FloatImage shifted = FeatureImages.noise(2, 128, 128);
        FeatureImages.plant(image, new int[] {0, 0}, shifted, new int[] {16, 16}, 112);
        first = FeatureImages.window("first", image);
        second = FeatureImages.window("second", FeatureImages.noise(4, 128, 128), shifted);
        first.show();
        second.show();
        new CorrespondenceClicks(first, FeatureImages.stack(extractor, first), second,
                FeatureImages.stack(extractor, second), new PointMatcher(engine, FeatureImages.model(2)),
                extractor).begin();
        release(first, 50, 40);
        await("the point", () -> second.getRoi() != null);
        assertEquals(2, second.getSlice());
        assertEquals(66.5, second.getRoi().getFloatPolygon().xpoints[0], 0.5);
        assertEquals(56.5, second.getRoi().getFloatPolygon().ypoints[0], 0.5);
        first.deleteRoi();
        release(second, 80, 70);
        await("and back", () -> first.getRoi() != null);
        assertEquals(64.5, first.getRoi().getFloatPolygon().xpoints[0], 0.5);
        first.changes = false;
        first.close();
        await("the end of the engine's work", () -> engine.closed);
    }
}
