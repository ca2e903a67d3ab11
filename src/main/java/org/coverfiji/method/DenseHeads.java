package org.coverfiji.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.PortConfiguration;
import org.coverfiji.engine.api.TeacherConfiguration;
import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropSampler;

/**
 * What DenseCL, SetSim and DSC-PM have in common: crops as MoCo's, one head for the image and one for every position of
 * a grid, a teacher that follows, and a queue of keys for each head.
 */
final class DenseHeads {

    private static final String GLOBAL = "global";
    private static final String DENSE = "dense";
    private static final String MAP = "map";
    private static final String QUEUE = "queue";
    private static final String DENSE_QUEUE = "dense_queue";
    /** Rows of numbers that a core holds beside each other: of queries, keys, matches and gradients. */
    private static final int ROWS_HELD = 8;
    private static final int FLOATS_PER_DOUBLE = 2;

    static final List<Setting<?>> SETTINGS = List.of(ContrastSettings.TEMPERATURE, ContrastSettings.FEATURE_LEVEL,
            ContrastSettings.GRID, ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.NORM,
            ContrastSettings.DENSE_NORM, ContrastSettings.MOMENTUM, ContrastSettings.QUEUE,
            ContrastSettings.SMALLEST_AREA);
    static final List<Setting<?>> STRUCTURE = List.of(ContrastSettings.FEATURE_LEVEL, ContrastSettings.GRID,
            ContrastSettings.HIDDEN, ContrastSettings.EMBEDDING, ContrastSettings.NORM, ContrastSettings.DENSE_NORM,
            ContrastSettings.QUEUE);

    private DenseHeads() {
    }

    /** A recipe's settings: the preset, its own, those of all. */
    static List<Setting<?>> settings(Setting<?>... own) {
        return together(Stream.concat(Stream.of(Presets.PRESET), Arrays.stream(own)), SETTINGS);
    }

    private static List<Setting<?>> together(Stream<Setting<?>> first, List<Setting<?>> then) {
        List<Setting<?>> all = new ArrayList<>();
        Stream.concat(first, then.stream()).forEach(all::add);
        return all;
    }

    static SettingValues defaults(int dimensions) {
        return dimensions == 2 ? SettingValues.DEFAULTS : SettingValues.DEFAULTS.with(ContrastSettings.GRID, 8);
    }

    static SettingValues official(int dimensions) {
        return defaults(dimensions).with(ContrastSettings.HIDDEN, 2048).with(ContrastSettings.NORM, "none")
                .with(ContrastSettings.MOMENTUM, 0.999);
    }

    /** Batch statistics of few vectors say nothing. */
    static int samples(int batch, SettingValues values) {
        return values.get(ContrastSettings.NORM).equals("batch") ? Math.max(ContrastSettings.FEWEST_VECTORS, batch)
                : batch;
    }

    static Feature grid(RunPlan run, SettingValues values) {
        return Feature.grid(values.get(ContrastSettings.FEATURE_LEVEL), ContrastSettings.gridSide(run, values));
    }

    private static int[] widths(SettingValues values) {
        return new int[] {values.get(ContrastSettings.HIDDEN), values.get(ContrastSettings.EMBEDDING)};
    }

    private static HeadConfiguration globalHead(SettingValues values) {
        return new HeadConfiguration("projector", widths(values),
                ContrastSettings.norm(values.get(ContrastSettings.NORM)), true);
    }

    private static HeadConfiguration denseHead(SettingValues values) {
        return new HeadConfiguration("dense_projector", widths(values),
                ContrastSettings.norm(values.get(ContrastSettings.DENSE_NORM)), true);
    }

    /**
     * The first view through both heads, a teacher, the queues.
     *
     * @param onlineMap whether the core compares the network's own map with the teacher's
     * @param teacherViews that the teacher sees
     */
    static EmbeddingConfiguration.Builder method(String core, RunPlan run, SettingValues values, boolean onlineMap,
            String... teacherViews) {
        Feature grid = grid(run, values);
        HeadConfiguration global = globalHead(values);
        HeadConfiguration dense = denseHead(values);
        EmbeddingConfiguration.Builder method = EmbeddingConfiguration.core(core)
                .constant("temperature", values.get(ContrastSettings.TEMPERATURE)).views(CropSampler.VIEW_1)
                .port(GLOBAL, Feature.GLOBAL, global).port(DENSE, grid, dense);
        if (onlineMap) {
            method.port(MAP, grid);
        }
        int length = ContrastSettings.queue(run, values);
        return method.queue(QUEUE, length, global.outputs()).queue(DENSE_QUEUE, length, dense.outputs())
                .teacher(new TeacherConfiguration(TeacherPolicy.BEFORE_STEP,
                        TeacherMomentum.constant(values.get(ContrastSettings.MOMENTUM)), List.of(teacherViews),
                        List.of(new PortConfiguration(GLOBAL, Feature.GLOBAL, global),
                                new PortConfiguration(DENSE, grid, dense), new PortConfiguration(MAP, grid, null))));
    }

    /**
     * Both heads, a teacher, the queues, the similarities of positions with the queue and with each other.
     *
     * @param teacherViews that the teacher sees
     * @param contrasts of every position with the queue
     */
    static StepCost cost(RunPlan run, SettingValues values, int teacherViews, int contrasts) {
        int level = values.get(ContrastSettings.FEATURE_LEVEL);
        HeadConfiguration global = globalHead(values);
        HeadConfiguration dense = denseHead(values);
        long positions = ContrastSettings.gridPositions(run, values);
        long rows = run.samples() * positions;
        long queue = ContrastSettings.queue(run, values);
        long channels = dense.outputs();
        int mapChannels = run.network().levelChannels(level);
        return new StepCost(run.samples(), 1, level > 0).teacher(teacherViews, level > 0)
                .add(head(global, run.network().levelChannels(0), run), 0, 0)
                .add(head(dense, mapChannels, run),
                        2.0 * rows * (head(dense, mapChannels, run) + contrasts * queue * channels
                                + positions * mapChannels),
                        rows * dense.widths())
                .hold(2 * queue * channels + FLOATS_PER_DOUBLE * (ROWS_HELD * rows * channels
                        + contrasts * 2 * queue * channels + rows * mapChannels * teacherViews));
    }

    private static long head(HeadConfiguration head, int inputs, RunPlan run) {
        return head.parameters(inputs, run.dimensions());
    }

    /** Of a method with both heads: what it reads, its queues, what of its program is not here. */
    static List<String> notes(Recipe recipe, RunPlan run, SettingValues values) {
        int queue = ContrastSettings.queue(run, values);
        List<String> notes = Notes.with(levelNotes(recipe, run, values), Notes.GREY, ContrastSettings.chance(queue));
        return Notes.with(notes, Notes.published(values, "the optimiser, gradient descent with momentum, is Adam here,"
                + " the queues have " + queue
                + " keys where they have 65536, and both heads read the U-Net at different"
                + " levels; without normalisation in the image's head its embeddings may collapse"));
    }

    /** What is read of the U-Net, which no publication settles. */
    static List<String> levelNotes(Recipe recipe, RunPlan run, SettingValues values) {
        int level = values.get(ContrastSettings.FEATURE_LEVEL);
        int side = ContrastSettings.gridSide(run, values);
        int asked = values.get(ContrastSettings.GRID);
        return Notes.with(Recipe.encoderAlone(recipe, run, values), recipe.name() + " reads level " + level
                + " of the U-Net averaged to a grid of " + side + " positions a side" + (side < asked
                        ? ", which are all that the level has of such patches (grid is " + asked + ")" : "")
                + ": our own reading, as it is not published which map of a U-Net its comparison read.");
    }
}
