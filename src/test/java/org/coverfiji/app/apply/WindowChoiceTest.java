package org.coverfiji.app.apply;

import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.SeamMeasure;
import org.coverfiji.metric.DiceCounts;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import com.sun.management.OperatingSystemMXBean;

/**
 * What the choice of windows costs and brings on real images: a network is trained on two thirds of them and segments
 * the others by windows of several sides and overlaps. Prints the processor's seconds, Dice, and how far results are
 * from those of the whole image at once, everywhere and along the windows' borders:
 *
 * <pre>
 * mvn -Plong -Dtest=WindowChoiceTest -Dcover.threads=1 test
 * </pre>
 */
public class WindowChoiceTest {

    private static final File DATA = new File(System.getProperty("cover.data", "../shared/data"));
    private static final double[] OVERLAPS = {0.5, 0.25, 0.125, 0};
    /** Of pixels that count as along a border. */
    private static final int NEAR = 2;
    /** Width of a network that is trained in a minute, and its steps. */
    private static final int WIDTH = 8;
    private static final int STEPS = 200;
    /** Of Dice, that windows which overlap by a quarter may lose. */
    private static final double LOSS = 0.005;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Engine engine = EngineLoader.load("cpu");

    @Test
    public void nuclei() {
        measure("nuclei", new LabelRule(true, false, 0), 2, new int[] {128, 128}, 0, 256, 1024);
    }

    @Test
    public void nucleiInSmallWindows() {
        measure("nuclei", new LabelRule(true, false, 0), 2, new int[] {64, 64}, 0, 128, 256, 1024);
    }

    @Test
    public void hippocampus() {
        measure("hippocampus", LabelRule.DEFAULT, 3, new int[] {32, 32, 32}, 0, 64);
    }

    private void measure(String name, LabelRule rule, int dimensions, int[] patch, int... tiles) {
        assumeTrue("takes minutes: -Plong", Boolean.getBoolean("cover.long"));
        File images = new File(DATA, name + "/images");
        assumeTrue("no " + images, images.isDirectory());
        LabelledImages all = LabelledImages.read(LabelPairs.match(images, new File(DATA, name + "/labels"),
                new ImageReader(dimensions, 1)), rule, new ImageReader(dimensions, 1));
        List<LabelledImage> training = IntStream.range(0, all.size()).filter(i -> i % 3 > 0).mapToObj(all::get)
                .collect(Collectors.toList());
        List<LabelledImage> test = IntStream.range(0, all.size()).filter(i -> i % 3 == 0).mapToObj(all::get)
                .collect(Collectors.toList());
        SegmentationSettings settings = SegmentationSettings.builder()
                .labelled(LabelledImages.of(training, all.classes()))
                .output(new File(folder.getRoot(), name + ".cover")).dimensions(dimensions).width(WIDTH).patch(patch)
                .resize(0).batch(dimensions == 2 ? 4 : 2).iterations(STEPS).validation(0).build();
        ModelFile model = ModelFile.read(new SegmentationTrainer(engine, settings).withoutReport().run().modelFile());
        FloatImage[] whole = new FloatImage[test.size()];
        Windows wholes = new Windows(model, test, SegmentSettings.builder().wholeImage(true).build());
        for (int i = 0; i < whole.length; i++) {
            whole[i] = wholes.probabilities(i);
        }
        System.out.printf(Locale.ROOT, "%s, patch %s, width %d, %d test images; whole images at once: %s%n", name,
                Arrays.toString(patch), WIDTH, test.size(), wholes.done());
        double[] dice = new double[tiles.length * OVERLAPS.length];
        for (int t = 0; t < tiles.length; t++) {
            for (int o = 0; o < OVERLAPS.length; o++) {
                Windows windows = new Windows(model, test, SegmentSettings.builder().tile(tiles[t]).overlap(OVERLAPS[o])
                        .build());
                Difference difference = new Difference();
                for (int i = 0; i < whole.length; i++) {
                    FloatImage image = test.get(i).image();
                    difference.add(whole[i], windows.probabilities(i), sides(image.size(), patch, tiles[t]),
                            OVERLAPS[o]);
                }
                dice[t * OVERLAPS.length + o] = windows.dice();
                System.out.printf(Locale.ROOT, "tile %d, overlap %.3f: %s; %s%n", tiles[t], OVERLAPS[o],
                        windows.done(), difference);
            }
        }
        assertTrue(dice[1] + " with a quarter, " + dice[0] + " with a half", dice[1] >= dice[0] - LOSS);
    }

    private static int[] sides(int[] size, int[] patch, int tile) {
        int[] sides = NetworkConfiguration.roundedUp(size);
        Arrays.setAll(sides, axis -> Math.min(Math.max(patch[axis], tile), Math.max(patch[axis], sides[axis])));
        return sides;
    }

    /** Some test images seen by one kind of windows. */
    private final class Windows {

        private final Segmenter segmenter;
        private final List<LabelledImage> images;
        private final DiceCounts counts;
        private double seconds;
        private long pixels;

        Windows(ModelFile model, List<LabelledImage> images, SegmentSettings settings) {
            segmenter = new Segmenter(engine, model, settings);
            this.images = images;
            counts = new DiceCounts(model.description().classes().size());
        }

        FloatImage probabilities(int i) {
            FloatImage image = images.get(i).image();
            if (i == 0) {
                segmenter.probabilities(image);
            }
            long start = processorTime();
            FloatImage result = segmenter.probabilities(image);
            seconds += 1e-9 * (processorTime() - start);
            pixels += image.pixels();
            counts.add(Segmenter.labelsOf(result).classes(), images.get(i).label());
            return result;
        }

        private long processorTime() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        }

        double dice() {
            return counts.mean();
        }

        String done() {
            segmenter.close();
            return String.format(Locale.ROOT, "%.2f processor seconds a million pixels, Dice %.4f",
                    1e6 * seconds / pixels, dice());
        }
    }

    /** Between the results of windows and of whole images. */
    private static final class Difference {

        private double sum;
        private double largest;
        private long values;
        private int images;
        /** Across borders, over those elsewhere: of windows, and of whole images at the same places. */
        private final double[] steps = new double[2];
        private final long[] pixels = new long[2];
        private final long[] changed = new long[2];

        void add(FloatImage whole, FloatImage windows, int[] sides, double overlap) {
            boolean[] near = SeamMeasure.nearBorders(whole.size(), sides, overlap, NEAR);
            for (int i = 0; i < whole.data().length; i++) {
                double difference = Math.abs(whole.data()[i] - windows.data()[i]);
                sum += difference;
                largest = Math.max(largest, difference);
            }
            values += whole.data().length;
            int[] one = Segmenter.labelsOf(whole).classes();
            int[] other = Segmenter.labelsOf(windows).classes();
            for (int i = 0; i < near.length; i++) {
                int kind = near[i] ? 1 : 0;
                pixels[kind]++;
                changed[kind] += one[i] == other[i] ? 0 : 1;
            }
            if (IntStream.range(0, near.length).anyMatch(i -> near[i])) {
                images++;
                steps[0] += SeamMeasure.atBorders(windows, overlap, sides);
                steps[1] += SeamMeasure.atBorders(whole, overlap, sides);
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "steps across borders %.3f times those elsewhere, in whole images %.3f;"
                    + " difference to whole images %.4f on average, at most %.3f; other classes along borders %d of %d"
                    + " (%.2f %%), elsewhere %d of %d (%.2f %%)", steps[0] / images, steps[1] / images, sum / values,
                    largest, changed[1], pixels[1], 100.0 * changed[1] / Math.max(1, pixels[1]), changed[0], pixels[0],
                    100.0 * changed[0] / Math.max(1, pixels[0]));
        }
    }
}
