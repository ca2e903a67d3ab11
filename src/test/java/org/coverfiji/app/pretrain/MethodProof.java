package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.ClassificationTrainer;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.MemoryImageSource;
import org.coverfiji.method.EpochBatches;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.model.ModelFile;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.view.BatchPreview;
import org.coverfiji.train.view.SamplingState;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;

/**
 * What every method must show, whatever its kind: it learns a batch, a killed run goes on to the last bit, and its
 * model embeds, is fine-tuned and classifies. On the engine itself, with small images that have something to learn.
 *
 * <pre>{@code
 * new MethodProof(Recipes.named("SimCLR"), 2, "hidden:16, embedding:8", folder.getRoot()).all();
 * }</pre>
 */
public final class MethodProof {

    /** Weights and queues of a teacher and arrays of the core, which stay as they were for {@link #learnsABatch()}. */
    private static final String[] FROZEN = {"teacher/", "/keys", "/pointer"};
    private static final double RATE = 1e-3;
    private static final int STEPS = 100;
    private static final double LEAST_FALL = 0.3;
    private static final Set<String> RESUMED_IN_3D =
            Set.of("COVER", "Models Genesis", "Rotation", "MoCo v2", "DeepCluster", "DenseCL", "Chaitanya", "GEMINI");
    /** One of each family. */
    private static final Set<String> SERVES = Set.of("COVER", "Denoising", "Rotation", "SimCLR", "VADeR", "GEMINI");
    private static final int IMAGES = 8;
    private static final int ITERATIONS = 5;
    /** In the second stage of methods that have two. */
    private static final int KILLED_AFTER = 3;

    private final Engine engine = EngineLoader.load("cpu");
    private final Recipe recipe;
    private final int dimensions;
    private final String methodSettings;
    private final File folder;
    private final int patch;
    private final int[] size;

    /**
     * @param methodSettings as a macro writes them; empty for the defaults
     * @param folder for model files
     */
    public MethodProof(Recipe recipe, int dimensions, String methodSettings, File folder) {
        this(recipe, dimensions, methodSettings, folder, dimensions == 2 ? 32 : 16);
    }

    /** @param patch the side of a patch, a multiple of 16 */
    public MethodProof(Recipe recipe, int dimensions, String methodSettings, File folder, int patch) {
        this.recipe = recipe;
        this.dimensions = dimensions;
        this.methodSettings = methodSettings;
        this.folder = folder;
        this.patch = patch;
        size = new int[dimensions];
        Arrays.setAll(size, axis -> patch + 4 * (axis + 1));
    }

    /** All three. */
    public void all() {
        learnsABatch();
        resumesAndServes();
    }

    /**
     * In 3D one method of each family is resumed, and models of one method of each family are used, in 2D, but for
     * {@code -Plong}: it takes minutes.
     */
    public void resumesAndServes() {
        boolean all = dimensions == 2 || Boolean.getBoolean("cover.long");
        assumeTrue("in 3D only with -Plong, because it takes minutes", all || RESUMED_IN_3D.contains(recipe.name()));
        File model = resumesToTheBit();
        if (Boolean.getBoolean("cover.long") || dimensions == 2 && SERVES.contains(recipe.name())) {
            servesAfterwards(model);
        }
    }

    /** The sum of the losses, above the least that it can be, 0, falls by 30 % within 100 steps on one batch. */
    public void learnsABatch() {
        learnsABatch(0);
    }

    /** @param floor the least that the sum of the losses can be, such as −1 for a cosine */
    public void learnsABatch(double floor) {
        PretrainSettings settings = settings("learnt.cover").build();
        NetworkConfiguration network = settings.network(1);
        RunPlan run = settings.plan(network, IMAGES);
        SettingValues values = settings.methodValues();
        ImageSource images = new MemoryImageSource(settings.images(),
                new ImagePreparation(Normalization.DEFAULT, 0, settings.patch()));
        try (PretrainingNetwork net = engine.pretraining(network, recipe.method(run, values),
                OptimizerConfiguration.PUBLISHED, 3);
                EpochBatches batches = new EpochBatches(recipe.sampler(images, run, values),
                        recipe.hook(images, run, values), net, SamplingState.EMPTY, 1, 0)) {
            Batch batch = batches.next(0);
            Map<String, Tensor> frozen = new HashMap<>(net.state());
            frozen.keySet().removeIf(name -> Arrays.stream(FROZEN).noneMatch(name::contains));
            double first = Double.NaN;
            double last = Double.NaN;
            for (int i = 0; i < STEPS && !fallen(first, last, floor); i++) {
                StepResult result = net.step(batch, RATE);
                assertFalse(this + " skipped step " + i, result.skipped());
                last = result.losses().values().stream().mapToDouble(loss -> loss).sum();
                assertTrue(this + ": " + result.losses(), Double.isFinite(last));
                first = i == 0 ? last : first;
                if (!frozen.isEmpty()) {
                    Map<String, Tensor> state = new HashMap<>(net.state());
                    state.putAll(frozen);
                    net.setState(state);
                }
            }
            assertTrue(this + ": the loss on one batch was " + first + " and is " + last + " (floor " + floor + ")",
                    fallen(first, last, floor));
        }
    }

    /** Not before the first step; what has fallen so far need not be trained on. */
    private static boolean fallen(double first, double last, double floor) {
        return last - floor <= (1 - LEAST_FALL) * (first - floor);
    }

    /** Losses, weights and state of a run that was killed and went on are those of one that was not. */
    public File resumesToTheBit() {
        File whole = new File(folder, name("whole"));
        File killed = new File(folder, name("killed"));
        PretrainResult uninterrupted = new Pretrainer(engine,
                settings(whole.getName()).checkpointIterations(KILLED_AFTER).build())
                .addListener(new TrainingListener() {
                    @Override
                    public void checkpointSaved(Progress progress, File file) {
                        if (progress.iteration() == KILLED_AFTER) {
                            copy(file, killed);
                        }
                    }
                }).run();
        ModelFile expected = ModelFile.read(whole);
        assertEquals(recipe.name(), expected.description().method());
        File rest = new File(folder, name("rest"));
        copy(killed, rest);
        List<BatchPreview> previews = new ArrayList<>();
        PreviewRequest<BatchPreview> request = new PreviewRequest<>(0, 1e9, previews::add);
        request.request();
        Pretrainer watched = new Pretrainer(engine, settings(rest.getName()).resume(true).build());
        watched.batchPreviews(request);
        PretrainResult resumed = watched.run();
        boolean shown = recipe.preview() != Recipe.Preview.NONE && recipe.preview() != Recipe.Preview.FIELDS;
        assertEquals(this + " is shown", shown, !previews.isEmpty());
        assertEquals(this + " resumed", losses(uninterrupted).subList(KILLED_AFTER, ITERATIONS), losses(resumed));
        ModelFile actual = ModelFile.read(rest);
        assertSame(this + " weights", expected.weights(), actual.weights());
        assertSame(this + " state", expected.state(), actual.state());
        return whole;
    }

    /** Its model gives embeddings, is fine-tuned to a segmentation and to a classification. */
    private void servesAfterwards(File model) {
        FloatImage image = image(9);
        try (Embedder embedder = new Embedder(engine, ModelFile.read(model),
                EmbedSettings.builder().features(3).build())) {
            FloatImage embedding = embedder.embed(image);
            assertArrayEquals(size, embedding.size());
            for (float value : embedding.data()) {
                assertTrue(this + " embedding", Float.isFinite(value));
            }
        }
        List<LabelledImage> labelled = new ArrayList<>();
        List<FloatImage> labels = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            FloatImage one = image(i);
            int[] classes = new int[one.data().length];
            Arrays.setAll(classes, p -> one.data()[p] > 500 ? 1 : 0);
            labelled.add(new LabelledImage(one, new LabelImage(one.name(), classes, size)));
            labels.add(labelled.get(i).label().toFloatImage(one));
        }
        ModelFile segmenting = ModelFile.read(new SegmentationTrainer(engine, SegmentationSettings.builder()
                .model(model).labelled(LabelledImages.of(labelled, LabelRule.DEFAULT.learn(labels)))
                .output(new File(folder, name("segmentation"))).batch(1).iterations(2).validation(0).build())
                .withoutReport().run().modelFile());
        assertEquals(recipe.name(), segmenting.description().method());
        ModelFile classifying = ModelFile.read(new ClassificationTrainer(engine, ClassificationSettings.builder()
                .model(model).images(table()).output(new File(folder, name("classification"))).batch(2).iterations(2)
                .validation(0).build()).run().modelFile());
        assertEquals(recipe.name(), classifying.description().method());
    }

    /** Two folders of two images each. */
    private ClassificationTable table() {
        File root = new File(folder, name("classes"));
        for (int i = 0; i < 4; i++) {
            File own = new File(root, i % 2 == 0 ? "even" : "odd");
            own.mkdirs();
            int plane = size[dimensions - 1] * size[dimensions - 2];
            ImageStack stack = new ImageStack(size[dimensions - 1], size[dimensions - 2]);
            float[] data = image(i).data();
            for (int from = 0; from < data.length; from += plane) {
                stack.addSlice("", Arrays.copyOfRange(data, from, from + plane));
            }
            assertTrue(IJ.saveAsTiff(new ImagePlus("", stack), new File(own, "case" + i + ".tif").getPath()));
        }
        return ClassificationTable.read(root, "");
    }

    private PretrainSettings.Builder settings(String output) {
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            images.add(image(i));
        }
        return PretrainSettings.builder(dimensions).images(images).output(new File(folder, output)).recipe(recipe)
                .patch(patch).batch(2).width(8).iterations(ITERATIONS).checkpointMinutes(0)
                .methodSettings(methodSettings)
                .seed(3);
    }

    private String name(String part) {
        return recipe.name().replaceAll("\\W", "") + dimensions + part + ".cover";
    }

    private static List<Map<String, Double>> losses(PretrainResult result) {
        return result.steps().stream().map(step -> step.losses()).collect(Collectors.toList());
    }

    private static void assertSame(String what, Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(what, expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) ->
                assertArrayEquals(what + " " + name, tensor.data(), actual.get(name).data(), 0));
    }

    /** Bright discs or balls on a gradient with some noise: no two images are alike. */
    private FloatImage image(int number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] data = new float[(int) Tensor.size(size)];
        double[][] centres = new double[3][dimensions];
        for (double[] centre : centres) {
            Arrays.setAll(centre, axis -> size[axis] * random.nextDouble());
        }
        for (int p = 0; p < data.length; p++) {
            int rest = p;
            double value = 300 * random.nextDouble();
            double[] squares = new double[centres.length];
            for (int axis = dimensions - 1; axis >= 0; axis--) {
                int at = rest % size[axis];
                rest /= size[axis];
                value += axis == number % dimensions ? 200.0 * at / size[axis] : 0;
                for (int c = 0; c < centres.length; c++) {
                    squares[c] += Math.pow(at - centres[c][axis], 2);
                }
            }
            double radius = patch / 6.0 + number % 3;
            data[p] = (float) (value + (Arrays.stream(squares).anyMatch(s -> s < radius * radius) ? 400 : 0));
        }
        double[] spacing = new double[dimensions];
        Arrays.fill(spacing, 1);
        return new FloatImage("image " + number, data, 1, size, spacing, "mm");
    }

    private static void copy(File from, File to) {
        try {
            Files.copy(from.toPath(), to.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return recipe.name() + " in " + dimensions + "D";
    }
}
