package org.coverfiji.engine.impl;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.RecordingListener;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Hippocampi of which every third slice is kept: a dozen slices, three times as thick as their pixels are wide. */
public class FlatVolumesTest {

    private static final int VOLUMES = 4;
    private static final int KEPT = 3;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final NativeEngine engine = new NativeEngine("cpu");
    private LabelledImages thinned;

    @Before
    public void readVolumes() {
        File data = new File(System.getProperty("cover.data", "../shared/data"), "hippocampus");
        Assume.assumeTrue("skipped: " + data + " is absent", data.isDirectory());
        ImageReader reader = new ImageReader(3, 1);
        LabelledImages all = LabelledImages.read(LabelPairs.match(new File(data, "images"), new File(data, "labels"),
                reader), LabelRule.DEFAULT, reader);
        List<LabelledImage> thin = new ArrayList<>();
        for (int i = 0; i < VOLUMES; i++) {
            thin.add(thinned(all.get(i)));
        }
        thinned = LabelledImages.of(thin, all.classes());
    }

    private static LabelledImage thinned(LabelledImage whole) {
        int[] size = whole.image().size();
        int plane = size[1] * size[2];
        int slices = size[0] / KEPT;
        float[] data = new float[slices * plane];
        int[] classes = new int[slices * plane];
        for (int z = 0; z < slices; z++) {
            System.arraycopy(whole.image().data(), (KEPT * z + 1) * plane, data, z * plane, plane);
            System.arraycopy(whole.label().classes(), (KEPT * z + 1) * plane, classes, z * plane, plane);
        }
        double[] spacing = whole.image().spacing();
        spacing[0] *= KEPT;
        int[] thin = {slices, size[1], size[2]};
        String name = whole.image().name();
        return new LabelledImage(new FloatImage(name, data, 1, thin, spacing, whole.image().unit()),
                new LabelImage(name, classes, thin));
    }

    @Test
    public void thePatchFollowsTheVolumesThroughEveryVerb() {
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < VOLUMES; i++) {
            images.add(thinned.get(i).image());
        }
        RecordingListener events = new RecordingListener();
        File model = new File(folder.getRoot(), "thin.cover");
        new Pretrainer(engine, PretrainSettings.builder(3).images(images).output(model).batch(1).iterations(2).build())
                .addListener(events).run();
        ModelDescription description = ModelFile.read(model).description();
        assertArrayEquals(new int[] {16, 48, 32}, description.patch());
        assertEquals(3, description.pixelSize()[0], 0.01);
        String padded = "message All 4 images are smaller than the patch of 16 × 48 × 32 .*";
        assertTrue(events.events.toString(), events.events.stream().anyMatch(event -> event.matches(padded)));
        File segmenting = new File(folder.getRoot(), "segment.cover");
        new SegmentationTrainer(engine, SegmentationSettings.builder().labelled(thinned).model(model).output(segmenting)
                .batch(1).iterations(2).validation(0).build()).withoutReport().run();
        ModelFile segmentation = ModelFile.read(segmenting);
        assertArrayEquals(new int[] {16, 48, 32}, segmentation.description().patch());
        try (Segmenter segmenter = new Segmenter(engine, segmentation, SegmentSettings.builder().build());
                Embedder embedder = new Embedder(engine, ModelFile.read(model), EmbedSettings.builder().build())) {
            assertArrayEquals(images.get(0).size(), segmenter.labels(images.get(0)).size());
            assertArrayEquals(images.get(0).size(), embedder.embed(images.get(0)).size());
        }
    }

    /** From scratch, the labelled volumes are what the patch is planned by. */
    @Test
    public void fromScratchThePatchIsPlannedToo() {
        File segmenting = new File(folder.getRoot(), "segment.cover");
        new SegmentationTrainer(engine, SegmentationSettings.builder().labelled(thinned).dimensions(3)
                .output(segmenting).batch(1).iterations(1).validation(0).build()).withoutReport().run();
        assertArrayEquals(new int[] {16, 48, 32}, ModelFile.read(segmenting).description().patch());
    }
}
