package org.coverfiji.app;

import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.DivergedException;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Learning rates from far too low to far too high: a run learns, or it says that it did not, or it stops. With {@code
 * -Plong} every power of ten from 1e-5 to 1, by methods of every family.
 */
@RunWith(Parameterized.class)
public class RateSweepTest {

    private static final boolean LONG = Boolean.getBoolean("cover.long");
    private static final String FINE_TUNING = "fine-tuning";
    private static final List<String> WORK = LONG ? List.of("COVER", "Models Genesis", "SimSiam", "SimCLR", "BYOL",
            "PixPro", FINE_TUNING) : List.of("COVER", FINE_TUNING);
    private static final double[] RATES = LONG ? new double[] {1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1}
            : new double[] {1};
    /** That fine-tuning takes. */
    private static final double HIGHEST = 0.99;
    private static final double COLLAPSED = 0.01;
    /** The greatest loss of a fine-tuned network that gives both classes the same probability. */
    private static final double GUESSING = Math.log(2) + 1;
    private static final int STEPS = 80;
    private static final int SIDE = 32;
    private static final int PATCH = 16;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String work;
    private final double rate;
    private final List<String> told = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private double spread = Double.NaN;

    public RateSweepTest(String work, double rate) {
        this.work = work;
        this.rate = rate;
    }

    @Parameters(name = "{0} at {1}")
    public static Collection<Object[]> sweep() {
        List<Object[]> all = new ArrayList<>();
        for (String work : WORK) {
            for (double rate : RATES) {
                all.add(new Object[] {work, rate});
            }
        }
        return all;
    }

    @Test
    public void thereIsNoSilentGarbage() {
        Engine engine = EngineLoader.load("cpu");
        File output = new File(folder.getRoot(), "model.cover");
        String end = "ended";
        try {
            if (work.equals(FINE_TUNING)) {
                new SegmentationTrainer(engine, fineTuning(output)).addListener(ear()).withoutReport().run();
            } else {
                new Pretrainer(engine, pretraining(output)).addListener(ear()).run();
            }
            ModelFile.read(output).weights().values().forEach(RateSweepTest::requireFinite);
        } catch (DivergedException e) {
            end = e.getMessage();
        }
        double first = mean(losses.subList(0, Math.min(20, losses.size())));
        double last = mean(losses.subList(Math.max(0, losses.size() - 20), losses.size()));
        String figures = work + " at " + rate + ": " + first + " → " + last + ", spread " + spread + ", " + end
                + ", " + told;
        System.out.println(figures);
        boolean fell = last < first - 0.02 * Math.abs(first);
        boolean worse = last > (work.equals(FINE_TUNING) ? GUESSING : losses.get(0) + 0.5 * Math.abs(losses.get(0)));
        boolean garbage = !fell || worse || spread < COLLAPSED;
        assertTrue(figures, !garbage || !told.isEmpty() || !end.equals("ended"));
        if (rate == 1e-3) {
            assertTrue("the usual rate works: " + figures, fell && end.equals("ended"));
        }
    }

    private static void requireFinite(Tensor weights) {
        for (float weight : weights.data()) {
            assertTrue(Float.isFinite(weight));
        }
    }

    private TrainingListener ear() {
        return new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                spread = progress.metrics().getOrDefault("spread", Double.NaN);
                losses.add(progress.losses().values().stream().mapToDouble(loss -> loss).sum());
            }

            @Override
            public void warning(String text) {
                if (!text.startsWith("No image is held back")) {
                    told.add(text);
                }
            }
        };
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }

    private PretrainSettings pretraining(File output) {
        return PretrainSettings.builder(2).images(images()).output(output).method(work).patch(PATCH).batch(4).width(8)
                .resize(0).iterations(STEPS).learningRate(rate).checkpointIterations(20).build();
    }

    private SegmentationSettings fineTuning(File output) {
        List<LabelledImage> labelled = new ArrayList<>();
        List<FloatImage> labels = new ArrayList<>();
        for (FloatImage image : images()) {
            int[] classes = new int[image.data().length];
            Arrays.setAll(classes, p -> image.data()[p] > 120 ? 1 : 0);
            labelled.add(new LabelledImage(image, new LabelImage(image.name(), classes, image.size())));
            labels.add(labelled.get(labelled.size() - 1).label().toFloatImage(image));
        }
        return SegmentationSettings.builder().labelled(LabelledImages.of(labelled, LabelRule.DEFAULT.learn(labels)))
                .output(output).patch(PATCH).batch(2).width(8).resize(0).iterations(STEPS)
                .learningRate(Math.min(rate, HIGHEST)).validation(0).build();
    }

    /** Bright discs on noise. */
    private static List<FloatImage> images() {
        List<FloatImage> images = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            SplittableRandom random = new SplittableRandom(n);
            float[] data = new float[SIDE * SIDE];
            for (int i = 0; i < data.length; i++) {
                boolean inside = Math.hypot(i % SIDE - 8 - 3 * n, i / SIDE - 16) < 7;
                data[i] = (inside ? 150 : 50) + random.nextInt(40);
            }
            images.add(new FloatImage("image " + n, data, 1, new int[] {SIDE, SIDE}, new double[] {1, 1}, "mm"));
        }
        return images;
    }
}
