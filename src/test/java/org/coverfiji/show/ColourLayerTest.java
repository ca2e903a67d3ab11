package org.coverfiji.show;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import java.io.File;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.label.LabelImage;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;

public class ColourLayerTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ImagePlus image = IJ.createImage("i", "8-bit", 2, 1, 1);

    @Test
    public void coloursOfOneCommandTakeThePlaceOfAnothers() {
        putPca();
        requireLayers("COVER PCA");
        putPca();
        requireLayers("COVER PCA");
        putLabels();
        requireLayers("COVER labels");
        putPca();
        requireLayers("COVER PCA");
    }

    @Test
    public void whatTheUserDrewStaysOnTop() {
        Overlay drawn = new Overlay(named(new Roi(0, 0, 1, 1), "COVER me"));
        drawn.add(named(new ImageRoi(0, 0, new ColorProcessor(2, 1)), "a picture"));
        image.setOverlay(drawn);
        putLabels();
        requireLayers("COVER labels", "COVER me", "a picture");
        putPca();
        requireLayers("COVER PCA", "COVER me", "a picture");
        assertSame("with its own settings", drawn, image.getOverlay());
    }

    /** ImageJ forgets the names of pictures. */
    @Test
    public void aLayerThatWasSavedAndOpenedIsKnown() throws Exception {
        Overlay drawn = new Overlay(named(new Roi(0, 0, 1, 1), "mine"));
        drawn.add(new ImageRoi(0, 0, new ColorProcessor(2, 1)));
        image.setOverlay(drawn);
        putLabels();
        File file = folder.newFile("i.tif");
        TiffWriter.write(file, image);
        ImagePlus opened = IJ.openImage(file.getPath());
        assertEquals(3, opened.getOverlay().size());
        List<LabelImage> labels = List.of(new LabelImage("l", new int[] {1, 1}, 1, 2));
        ColourLayer.put(LabelOverlay.colours(labels, SlicePlaces.of(opened), 0.5), opened);
        assertArrayEquals(new String[] {"COVER labels", "mine", null},
                Arrays.stream(opened.getOverlay().toArray()).map(Roi::getName).toArray());
    }

    private static Roi named(Roi roi, String name) {
        roi.setName(name);
        return roi;
    }

    private void putPca() {
        ColourOverlay.put(IJ.createImage("colours", "RGB", 2, 1, 1), image);
    }

    private void putLabels() {
        LabelImage labels = new LabelImage("l", new int[] {0, 1}, 1, 2);
        ColourLayer.put(LabelOverlay.colours(List.of(labels), SlicePlaces.of(image), 0.5), image);
    }

    private void requireLayers(String... names) {
        assertArrayEquals(names, Arrays.stream(image.getOverlay().toArray()).map(Roi::getName).toArray());
    }
}
