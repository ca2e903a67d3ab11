package org.coverfiji.app.pretrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.image.UsualShape;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.train.view.PatchPlan;

/**
 * What becomes of settings that are left to be found out, as far as a checkpoint, the images' headers and rules can
 * tell; what is left is for a {@link Probe}. Immutable.
 */
public final class PretrainPlan {

    /** Before what is said of a choice in model files. */
    static final String CHOSEN = "Chosen before the run: ";

    /** Images of fewer pixels along their longer side are small enough. */
    private static final int SMALL = 192;
    /** Images that are hardly longer than a patch are not worth resizing. */
    private static final double LONG = 1.5;
    /** Largest of the sizes that are tried, in patches. */
    private static final int MOST_PATCHES = 4;
    /** Where nothing can be tried: images of more patches than this are resized to two. */
    private static final int TOO_MANY_PATCHES = 3;
    private static final int FEW_PATCHES = 2;

    /** Short runs take one of so many steps of the run, and each no more than this. */
    private static final int SHARE = 10;
    private static final int MOST_STEPS = 50;
    /** Fewer tell nothing. */
    private static final int LEAST_STEPS = 20;
    private final PretrainSettings settings;
    private final List<String> notes;
    /** Sizes to try, the least change first; empty where none are to be tried. */
    private final List<Integer> sizes;

    private PretrainPlan(PretrainSettings settings, List<String> notes, List<Integer> sizes) {
        this.settings = settings;
        this.notes = List.copyOf(notes);
        this.sizes = List.copyOf(sizes);
    }

    /**
     * Plans.
     *
     * @param images what stands for them; null while they are not known
     * @param checkpoint that the run goes on from, whose choices it takes; null for none
     */
    public static PretrainPlan of(PretrainSettings settings, UsualShape images, ModelDescription checkpoint) {
        List<String> notes = new ArrayList<>();
        PretrainSettings known = checkpoint == null ? settings : asBefore(settings, checkpoint, notes);
        if (images == null) {
            return new PretrainPlan(known, notes, List.of());
        }
        if (known.automaticPatch()) {
            int[] patch = PatchPlan.of(images.resized(known.resize()));
            if (!Arrays.equals(patch, known.patch())) {
                notes.add("patch " + UsualShape.text(patch) + ", because the images are usually "
                        + UsualShape.text(images.resized(known.resize()).size()) + " pixels.");
            }
            known = known.toBuilder().patch(patch).build();
        }
        List<Integer> sizes = known.automaticResize() ? sizes(known, images) : List.of();
        if (sizes.isEmpty() && known.automaticResize()) {
            known = known.toBuilder().resize(0).build();
        }
        PretrainPlan plan = new PretrainPlan(known, notes, sizes);
        return plan.leavesAChoice() && plan.steps() == 0 ? plan.byRule(images) : plan;
    }

    /** The choices of the run that goes on, where these settings leave them open. */
    private static PretrainSettings asBefore(PretrainSettings settings, ModelDescription before, List<String> notes) {
        PretrainSettings.Builder builder = settings.toBuilder();
        if (settings.automaticPatch()) {
            builder.patch(before.patch());
        }
        if (settings.automaticResize()) {
            builder.resize(before.resize());
        }
        Map<String, String> old = before.settings();
        if (settings.automaticRate() && old.containsKey(PretrainSettings.RATE.key())) {
            builder.set(PretrainSettings.RATE.key(), old.get(PretrainSettings.RATE.key()));
        }
        String motion = CoverRecipe.MOTION.key();
        if (settings.automaticMotion() && before.methodSettings().containsKey(motion)) {
            builder.set(motion, before.methodSettings().get(motion));
        }
        before.notes().stream().filter(note -> note.startsWith(CHOSEN))
                .forEach(note -> notes.add(note.substring(CHOSEN.length())));
        return builder.build();
    }

    /** None, and sizes at which four, two and one patch lie side by side; empty where there is no choice. */
    private static List<Integer> sizes(PretrainSettings settings, UsualShape images) {
        List<Integer> sizes = new ArrayList<>();
        int longest = longest(images);
        int side = Arrays.stream(settings.patch()).max().getAsInt();
        if (settings.dimensions() == 2 && longest >= Math.max(SMALL, LONG * side)) {
            sizes.add(0);
            for (int patches = MOST_PATCHES; patches >= 1; patches /= 2) {
                if (longest >= LONG * patches * side) {
                    sizes.add(patches * side);
                }
            }
        }
        return sizes;
    }

    private static int longest(UsualShape images) {
        return Arrays.stream(images.size()).max().getAsInt();
    }

    /** Where short runs can tell nothing. */
    private PretrainPlan byRule(UsualShape images) {
        List<String> more = new ArrayList<>(notes);
        String without = "; short runs would find it out, but " + (settings.recipe().tellsError(settings.methodValues())
                ? Counted.of(settings.iterations(), "iteration") + (settings.iterations() == 1 ? " is" : " are")
                        + " too few for them."
                : "this method predicts no displacement to judge them by.");
        PretrainSettings.Builder builder = settings.toBuilder();
        if (settings.automaticResize()) {
            int side = Arrays.stream(settings.patch()).max().getAsInt();
            int size = longest(images) > TOO_MANY_PATCHES * side ? FEW_PATCHES * side : 0;
            builder.resize(size);
            more.add("resize " + size(size) + ", because the images are usually " + UsualShape.text(images.size())
                    + " pixels" + without);
        }
        if (settings.automaticMotion()) {
            builder.set(CoverRecipe.MOTION, CoverRecipe.MOTION.standard());
            more.add("motion " + CoverRecipe.MOTION.standard() + ", the usual one" + without);
        }
        if (settings.automaticRate()) {
            builder.learningRate(settings.learningRate());
            more.add("learning_rate " + settings.learningRate() + ", the usual one" + without);
        }
        return new PretrainPlan(builder.build(), more, List.of());
    }

    /** As far as they are known. */
    public PretrainSettings settings() {
        return settings;
    }

    /** Whether something is left that only short runs can tell. */
    boolean leavesAChoice() {
        return settings.automaticResize() || settings.automaticMotion() || settings.automaticRate();
    }

    /** Of each of the short runs that make all choices; 0 where they would be too short to tell anything. */
    int steps() {
        int runs = Math.max(1, sizes.size()) + (settings.automaticMotion() ? Choices.MOTIONS.size() - 1 : 0)
                + (settings.automaticRate() ? Choices.RATES.size() - 1 : 0);
        long steps = Math.min(MOST_STEPS, settings.iterations() / (SHARE * runs));
        return settings.recipe().tellsError(settings.methodValues()) && steps >= LEAST_STEPS ? (int) steps : 0;
    }

    /** Sizes to try, the least change first. */
    List<Integer> sizes() {
        return sizes;
    }

    /** The same with values that were found out. */
    PretrainPlan with(PretrainSettings chosen, String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new PretrainPlan(chosen, more, sizes);
    }

    /** What was chosen and why, a sentence each, for log, model and forecast. */
    public List<String> notes() {
        return notes.stream().map(note -> CHOSEN + note).collect(Collectors.toList());
    }

    /** What a forecast says of choices, made and to be made; empty if there are none. */
    public String outlook() {
        List<String> said = new ArrayList<>(notes());
        List<String> open = new ArrayList<>();
        if (settings.automaticResize()) {
            open.add(sizes.isEmpty() ? "resize"
                    : "resize (" + sizes.stream().map(PretrainPlan::size).collect(Collectors.joining(", ")) + ")");
        }
        if (settings.automaticMotion()) {
            open.add(CoverRecipe.MOTION.key());
        }
        if (settings.automaticRate()) {
            open.add(PretrainSettings.RATE.key());
        }
        if (!open.isEmpty()) {
            said.add("First short runs choose " + String.join(", ", open) + ".");
        }
        return String.join(" ", said);
    }

    /** As people read it. */
    static String size(int resize) {
        return resize == 0 ? "none" : String.valueOf(resize);
    }
}
