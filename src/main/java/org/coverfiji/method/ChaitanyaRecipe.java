package org.coverfiji.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.PhaseConfiguration;
import org.coverfiji.engine.api.StagedConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.Partition;
import org.coverfiji.train.crop.PartitionSampler;
import org.coverfiji.train.view.BatchSampler;

/**
 * First the encoder: images of the same part of their volumes belong together. Then the first half of the way up:
 * regions of an image belong with the same regions of the image with other intensities.
 */
public final class ChaitanyaRecipe implements Recipe {

    static final Setting<Integer> PARTS = Setting.whole("parts", 4).between(2, 64)
            .help("parts into which volumes are cut along their slices");
    static final Setting<String> MATCHING = Setting.choice("matching", "volumes", "volumes", "views")
            .help("what belongs together: views of one image (views), or the same part of other volumes, too");
    static final Setting<String> ORDER = Setting.choice("order", "auto", "auto", "folders", "none")
            .help("what has a common order: stacks, in 3D depths (auto), the images of every folder, or nothing");
    static final Setting<Double> FIRST = Setting.number("first", 0.5).between(0.05, 0.95)
            .help("share of the steps that train the encoder; the others train the way up");

    private static final int LOCAL_VIEWS = 2;
    private static final int SMALLEST_PATCH = 32;
    private static final int LOCAL_LEVEL = 2;
    private static final int REGION_CHANNELS = 128;
    private static final String ENCODER_HEAD = "projector";
    private static final String LOCAL_HEAD = "local";

    @Override
    public String name() {
        return "Chaitanya";
    }

    @Override
    public String reference() {
        return "Chaitanya et al., Contrastive learning of global and local features for medical image segmentation with"
                + " limited annotations, NeurIPS 2020";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, PARTS, MATCHING, ORDER, FIRST, ContrastSettings.TEMPERATURE,
                ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.NORM);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(MATCHING, ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.NORM);
    }

    @Override
    public SettingValues defaults(int dimensions) {
        return SettingValues.DEFAULTS.with(ContrastSettings.TEMPERATURE, 0.1);
    }

    @Override
    public SettingValues official(int dimensions) {
        return defaults(dimensions).with(ContrastSettings.HIDDEN, 1024).with(ContrastSettings.NORM, "none");
    }

    /** All parts of two volumes at least. */
    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        int parts = values.get(PARTS);
        int least = Math.max(2 * parts, batch);
        return (least + parts - 1) / parts * parts;
    }

    private static Partition partition(ImageSource images, RunPlan run, SettingValues values) {
        int parts = values.get(PARTS);
        String order = values.get(ORDER);
        if (order.equals("none")) {
            return Partition.none(images, run.patch(), run.seed());
        }
        if (run.dimensions() == 3) {
            if (order.equals("folders")) {
                throw new CoverException("order is folders, but in 3D every image is a volume; choose auto or none.");
            }
            return Partition.depth(images, parts, run.patch(), run.seed());
        }
        return order.equals("folders") ? Partition.folders(images, parts, run.patch(), run.seed())
                : Partition.stacks(images, parts, run.patch(), run.seed());
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        StagedConfiguration stages = method(run, values);
        return new PartitionSampler(images, partition(images, run, values), run.patch(), globalViews(values),
                iteration -> stages.stage(iteration) > 0, run.samples(), run.seed());
    }

    private static int globalViews(SettingValues values) {
        return across(values) ? 2 : 3;
    }

    private static boolean across(SettingValues values) {
        return values.get(MATCHING).equals("volumes");
    }

    private static HeadConfiguration encoderHead(SettingValues values) {
        return HeadConfiguration.of(ENCODER_HEAD,
                LayerConfiguration.linear(values.get(ContrastSettings.HIDDEN)).withoutBias()
                        .norm(ContrastSettings.norm(values.get(ContrastSettings.NORM))).relu(),
                LayerConfiguration.linear(values.get(ContrastSettings.EMBEDDING)).withoutBias());
    }

    private static HeadConfiguration localHead(RunPlan run) {
        int channels = run.network().levelChannels(LOCAL_LEVEL);
        return HeadConfiguration.of(LOCAL_HEAD,
                LayerConfiguration.linear(channels).withoutBias().norm(Norm.BATCH).relu(),
                LayerConfiguration.linear(channels).withoutBias(),
                LayerConfiguration.convolution(REGION_CHANNELS, 3).valid().withoutBias());
    }

    @Override
    public StagedConfiguration method(RunPlan run, SettingValues values) {
        check(run);
        EmbeddingConfiguration.Builder global = EmbeddingConfiguration.core("partition_contrast")
                .constant("temperature", values.get(ContrastSettings.TEMPERATURE))
                .constant("across", across(values) ? 1 : 0).port("z", Feature.GLOBAL, encoderHead(values));
        for (int view = 1; view <= globalViews(values); view++) {
            global.views(PartitionSampler.VIEW + view);
        }
        EmbeddingConfiguration local = EmbeddingConfiguration.core("region_contrast")
                .constant("temperature", values.get(ContrastSettings.TEMPERATURE))
                .views(PartitionSampler.VIEW + 1, PartitionSampler.VIEW + 2)
                .port("regions", Feature.level(LOCAL_LEVEL), localHead(run))
                .phase(PhaseConfiguration.adam("").only("backbone.up", LOCAL_HEAD + ".")).build();
        double first = values.get(FIRST);
        return StagedConfiguration.builder().stage(global.build(), first).stage(local, 1 - first)
                .build(run.iterations());
    }

    private static void check(RunPlan run) {
        int side = Arrays.stream(run.patch()).min().getAsInt();
        if (side < SMALLEST_PATCH) {
            throw new CoverException("patch is " + side + ", but Chaitanya needs at least " + SMALLEST_PATCH
                    + ": the regions that its local loss tells apart would lie at the same places.");
        }
    }

    @Override
    public Preview preview() {
        return Preview.VIEWS;
    }

    /** As if all steps were of the second stage, which costs more. */
    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        check(run);
        HeadConfiguration global = encoderHead(values);
        HeadConfiguration local = localHead(run);
        int channels = run.network().levelChannels(LOCAL_LEVEL);
        long weights = local.parameters(channels, run.dimensions());
        long positions = 2L * run.samples() * Tensor.size(ContrastSettings.map(run, LOCAL_LEVEL));
        // The second stage's; the first has more views, but no way up, which costs more than they do.
        return new StepCost(run.samples(), LOCAL_VIEWS, true)
                .add(global.parameters(run.network().levelChannels(0), run.dimensions()) + weights,
                        1.0 * positions * weights, positions * local.widths())
                .hold(6 * positions * REGION_CHANNELS);
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("global", "Loss of images (encoder)");
        titles.put("local", "Loss of regions (way up)");
        titles.putAll(DenseTitles.SPREADS);
        return titles;
    }

    @Override
    public boolean watchesCollapse() {
        return true;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        List<String> notes = new ArrayList<>();
        notes.add(String.format(Locale.ROOT, "Chaitanya trains the encoder in the first %.0f %% of the steps,"
                + " then, with the encoder as it is, the U-Net's way up as far as a quarter of the resolution; the"
                + " weights above that are those of the start.", 100 * values.get(FIRST)));
        if (run.dimensions() == 3) {
            notes.add("Chaitanya in 3D is our own reading: parts are depths of the volume, and the local loss has the"
                    + " regions centre, middles of the faces and corners.");
        }
        return Notes.with(notes, Notes.published(values, "the head reads the mean of the bottleneck instead of all of"
                + " it, every image has a brightness and contrast of its own, and the batch is full"));
    }

    @Override
    public List<String> notes(ImageSource images, RunPlan run, SettingValues values) {
        List<String> notes = new ArrayList<>(notes(run, values));
        Partition partition = partition(images, run, values);
        notes.add(partition.ordered()
                ? "The images have a common order: " + partition.volumes() + " volumes of " + partition.parts()
                        + " parts."
                : "The images have no common order, so the global loss is in its plain form: only views of one image"
                        + " belong together, and all other images are told from it.");
        return notes;
    }
}
