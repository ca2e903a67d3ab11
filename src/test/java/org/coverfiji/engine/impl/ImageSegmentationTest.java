package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;

/** A stack's slices and time points stay what they are, with their calibration. */
public class ImageSegmentationTest {

    private static final int SIDE = 32;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void slicesTimePointsAndCalibrationAreKept() throws Exception {
        NativeEngine engine = new NativeEngine("cpu");
        ModelFile model = model(engine);
        ImagePlus stack = IJ.createHyperStack("stack", SIDE, SIDE, 1, 3, 2, 8);
        for (int i = 1; i <= 6; i++) {
            stack.getStack().getProcessor(i).setValue(40 * i);
            stack.getStack().getProcessor(i).fillRect(2 * i, 4, 8, 8);
        }
        stack.getCalibration().pixelDepth = 5;
        stack.getCalibration().pixelWidth = 0.5;
        stack.getCalibration().pixelHeight = 0.5;
        stack.getCalibration().setUnit("mm");
        ImageReader reader = new ImageReader(2, 1);
        try (Segmenter segmenter = new Segmenter(engine, model, SegmentSettings.builder().resample(false).build())) {
            ImageSegmentation result = new ImageSegmentation(segmenter, reader.convert(stack), "stack",
                    reader.geometry(stack), true);
            for (ImagePlus image : Arrays.asList(result.labelImage(), result.probabilityImage())) {
                assertEquals(image.getTitle(), 3, image.getNSlices());
                assertEquals(image.getTitle(), 2, image.getNFrames());
                assertEquals(image.getTitle(), 5, image.getCalibration().pixelDepth, 1e-9);
                assertEquals(image.getTitle(), 0.5, image.getCalibration().pixelWidth, 1e-9);
                assertEquals(image.getTitle(), "mm", image.getCalibration().getUnit());
            }
            assertEquals(2, result.probabilityImage().getNChannels());
            assertEquals("both classes: in all, of 2 time points, of 6 slices", 2 * (1 + 2 + 6),
                    result.measurements().rows().size());
            assertEquals("pixels of both classes", 6 * SIDE * SIDE, ((Number) result.measurements().get(0, "pixels"))
                    .longValue() + ((Number) result.measurements().get(1, "pixels")).longValue());
        }
    }

    private ModelFile model(NativeEngine engine) throws Exception {
        float[] values = new float[SIDE * SIDE];
        int[] classes = new int[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            classes[i] = i % SIDE > 12 ? 1 : 0;
            values[i] = 100 * classes[i] + i % 7;
        }
        FloatImage image = new FloatImage("half", values, 1, new int[] {SIDE, SIDE}, new double[] {1, 1}, "pixel");
        LabelledImages labelled = LabelledImages.of(
                Collections.singletonList(new LabelledImage(image, new LabelImage("half", classes, SIDE, SIDE))),
                LabelClasses.of(List.of("left", "right")));
        File output = new File(folder.getRoot(), "half.cover");
        new SegmentationTrainer(engine, SegmentationSettings.builder().labelled(labelled).output(output).width(8)
                .patch(SIDE).batch(1).iterations(1).validation(0).build()).run();
        return ModelFile.read(output);
    }
}
