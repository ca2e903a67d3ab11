package org.coverfiji.app.cost;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePlusFactory;
import org.coverfiji.image.LabelRowsFile;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.show.LabelColours;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.FloatProcessor;

/** A process that does one kind of work once and tells what memory was estimated and what it took at its peak. */
public final class MemoryCase {

    /** Before the two numbers of bytes, that estimated and the peak. */
    static final String RESULT = "memory ";
    private static final int STEPS = 2;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Engine engine;
    private final File folder;
    private final int dimensions;
    private final int[] patch;
    private long estimated;

    private MemoryCase(String text, Engine engine) throws IOException {
        for (String part : text.split(" +")) {
            String[] pair = part.split("=");
            values.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        this.engine = engine;
        folder = Files.createTempDirectory("memory").toFile();
        dimensions = number("dimensions", 2);
        patch = cube(number("patch", 32));
    }

    /**
     * @param arguments the case, such as {@code pretrain method=COVER width=16 patch=128 batch=4} or
     *        {@code segment width=16 size=4000}
     */
    public static void main(String[] arguments) {
        try {
            MemoryCase one = new MemoryCase(String.join(" ", arguments), EngineLoader.load("cpu"));
            one.run();
            System.out.println(RESULT + one.estimated + " " + new ProcessMemory(one.engine::nativeBytes).getAsLong());
            for (File file : one.folder.listFiles()) {
                file.delete();
            }
            one.folder.delete();
            System.exit(0);
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void run() throws IOException {
        if (values.containsKey("pretrain")) {
            pretrain(images(4, longer(patch)));
        } else if (values.containsKey("finetune")) {
            fineTune(images(2, longer(patch)));
        } else {
            MemoryOfInference inference = new MemoryOfInference(engine, folder, network(), patch,
                    imageFile(number("size", 64)));
            estimated = values.containsKey("segment") ? inference.segment(values.containsKey("rows"))
                    : values.containsKey("embed") ? inference.embed(number("features", 0))
                            : values.containsKey("propagate") ? inference.propagate(values.containsKey("probabilities"))
                                    : values.containsKey("similar") ? inference.similar() : inference.classify();
        }
    }

    /** A large one is written row by row: what it takes to make it is not to be measured. */
    private File imageFile(int side) throws IOException {
        File file = new File(folder, "image.tif");
        if (dimensions == 3) {
            new FileSaver(ImagePlusFactory.create(images(1, cube(side)).get(0))).saveAsTiff(file.getPath());
            return file;
        }
        if (number("slices", 1) > 1) {
            ImageStack stack = new ImageStack(side, side);
            for (FloatImage slice : images(number("slices", 1), cube(side))) {
                stack.addSlice(new FloatProcessor(side, side, slice.data()).convertToByte(false));
            }
            new FileSaver(new ImagePlus("", stack)).saveAsTiff(file.getPath());
            return file;
        }
        LabelRowsFile rows = new LabelRowsFile(side, side, LabelColours.lut(), new Calibration());
        SplittableRandom random = new SplittableRandom(1);
        int[] row = new int[side];
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(file))) {
            rows.writeHeader(out);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    row[x] = 80 * (x / 17 % 2) + 80 * (y / 19 % 2) + random.nextInt(40);
                }
                rows.writeRow(row, out);
            }
        }
        return file;
    }

    private NetworkConfiguration network() {
        return new NetworkConfiguration(dimensions, 1, NetworkConfiguration.widthsFrom(number("width", 8)));
    }

    private void pretrain(List<FloatImage> images) {
        PretrainSettings settings = PretrainSettings.builder(dimensions).images(images)
                .output(new File(folder, "pretrained.cover")).method(values.getOrDefault("method", "COVER").replace('_',
                        ' ')).patch(patch).batch(number("batch", 2)).width(number("width", 8)).iterations(STEPS)
                .resize(0).learningRate(1e-4).build();
        estimated = settings.estimate(settings.network(1), images.size()).memoryBytes();
        new Pretrainer(engine, settings).run();
    }

    private void fineTune(List<FloatImage> images) {
        List<LabelledImage> labelled = new ArrayList<>();
        List<FloatImage> labels = new ArrayList<>();
        long pixels = 0;
        for (FloatImage image : images) {
            int[] classes = new int[image.data().length];
            Arrays.setAll(classes, p -> image.data()[p] > 120 ? 1 : 0);
            labelled.add(new LabelledImage(image, new LabelImage(image.name(), classes, image.size())));
            labels.add(labelled.get(labelled.size() - 1).label().toFloatImage(image));
            pixels += image.pixels();
        }
        Protocol protocol = Protocol.valueOf(values.getOrDefault("protocol", "FULL"));
        SegmentationSettings settings = SegmentationSettings.builder()
                .labelled(LabelledImages.of(labelled, LabelRule.DEFAULT.learn(labels)))
                .output(new File(folder, "segmentation.cover")).dimensions(dimensions).batch(number("batch", 2))
                .width(number("width", 8))
                .patch(patch).protocol(protocol).resize(0).iterations(STEPS).validation(0).build();
        estimated = ResourceEstimate.ofFineTuning(network(), settings.batch(), patch, protocol)
                .withImages(ResourceEstimate.labelledBytes(1, pixels)).memoryBytes();
        new SegmentationTrainer(engine, settings).withoutReport().run();
    }

    private int number(String key, int standard) {
        return Integer.parseInt(values.getOrDefault(key, String.valueOf(standard)));
    }

    private int[] cube(int side) {
        int[] sides = new int[dimensions];
        Arrays.fill(sides, side);
        return sides;
    }

    private static int[] longer(int[] sides) {
        return Arrays.stream(sides).map(side -> side + 8).toArray();
    }

    static List<FloatImage> images(int count, int[] size) {
        List<FloatImage> images = new ArrayList<>();
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        for (int n = 0; n < count; n++) {
            SplittableRandom random = new SplittableRandom(n);
            float[] data = new float[Math.toIntExact(Tensor.size(size))];
            int row = size[size.length - 1];
            for (int i = 0; i < data.length; i++) {
                data[i] = 100 + 50 * (i % row / 7 % 2) + 50 * (i / row / 9 % 2) + random.nextInt(40);
            }
            images.add(new FloatImage("image " + n, data, 1, size, spacing, "mm"));
        }
        return images;
    }
}
