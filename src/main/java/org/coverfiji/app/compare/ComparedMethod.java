package org.coverfiji.app.compare;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.setting.Setting;

/**
 * One of those that are compared: a network from scratch, one that is pretrained by a method, with settings of its own
 * where it is an ablation, or a model that was pretrained before. Immutable.
 */
public final class ComparedMethod {

    /** The network without pretraining, with which all others are compared. */
    public static final String SCRATCH = "scratch";

    private static final String ALL = "all";

    /** Perhaps a label, a name, and perhaps settings in parentheses; commas in those divide nothing here. */
    private static final Pattern ONE = Pattern.compile(
            "\\s*(?:([^,()=]+?)\\s*=\\s*)?([^,()=]+?)\\s*(?:\\(([^()]*)\\))?\\s*(?:,|$)");

    private final String label;
    private final Recipe recipe;
    private final File model;
    private final String settings;
    private final boolean ofAblation;

    private ComparedMethod(String label, Recipe recipe, File model, String settings, boolean ofAblation) {
        this.label = label;
        this.recipe = recipe;
        this.model = model;
        this.settings = settings;
        this.ofAblation = ofAblation;
    }

    public static ComparedMethod scratch() {
        return new ComparedMethod(SCRATCH, null, null, "", false);
    }

    /**
     * A method.
     *
     * @param label null for the method's name and settings
     * @param settings of the method as a macro writes them, such as {@code consistency:0}; empty for its defaults
     */
    public static ComparedMethod of(String label, Recipe recipe, String settings) {
        String own = settings == null ? "" : settings.trim();
        return new ComparedMethod(label != null ? label : own.isEmpty() ? recipe.name()
                : recipe.name() + " (" + own + ")", recipe, null, own, false);
    }

    /** One of an {@link Ablation}. */
    static ComparedMethod variant(String label, Recipe recipe, String settings) {
        return new ComparedMethod(label, recipe, null, settings, true);
    }

    /** A model that must not have seen the test images. */
    public static ComparedMethod pretrainedBefore(String label, File model) {
        return new ComparedMethod(label, null, model, "", false);
    }

    /**
     * Methods as a macro writes them, such as {@code scratch, SimCLR, COVER, without L_con = COVER(consistency:0)}.
     * Scratch is always there, and first; {@code all} stands for all methods that there are, and the name of an
     * {@link Ablation} for its variants.
     *
     * @param dimensions of the network, 2 or 3
     * @throws CoverException if there is no such method, or one is given twice
     */
    public static List<ComparedMethod> parse(String text, int dimensions) {
        Map<String, ComparedMethod> methods = new LinkedHashMap<>();
        List<ComparedMethod> implied = new ArrayList<>();
        methods.put(SCRATCH, scratch());
        Matcher one = ONE.matcher(text);
        int at = 0;
        while (at < text.length() && one.find(at) && one.start() == at) {
            at = one.end();
            if (one.group(2).equalsIgnoreCase(SCRATCH) && one.group(1) == null && one.group(3) == null) {
                continue;
            }
            List<ComparedMethod> several = one.group(1) == null && one.group(3) == null
                    ? several(one.group(2), dimensions) : List.of();
            if (!several.isEmpty()) {
                implied.addAll(several);
                continue;
            }
            ComparedMethod method = of(one.group(1), recipe(one.group(2)), one.group(3));
            if (methods.put(method.label(), method) != null) {
                throw new CoverException("methods gives " + method.label() + " twice; give it once.");
            }
        }
        if (at < text.length() && !text.substring(at).isBlank()) {
            throw new CoverException("methods is '" + text + "', but must be names with commas between, such as"
                    + " scratch, SimCLR, COVER(consistency:0).");
        }
        implied.forEach(method -> methods.putIfAbsent(method.label(), method));
        return Collections.unmodifiableList(new ArrayList<>(methods.values()));
    }

    private static Recipe recipe(String name) {
        return Recipes.find(name).orElseThrow(() -> new CoverException("methods has " + name + ", but must be one of "
                + Recipes.names() + "; or " + SCRATCH + ", " + ALL + ", " + Arrays.stream(Ablation.values())
                        .map(Ablation::toString).collect(Collectors.joining(", ")) + "."));
    }

    /** What a word for several stands for; none for the name of one method. */
    private static List<ComparedMethod> several(String word, int dimensions) {
        return word.equalsIgnoreCase(ALL) ? Recipes.all().stream().map(recipe -> of(null, recipe, ""))
                .collect(Collectors.toList())
                : Ablation.named(word).map(ablation -> ablation.methods(dimensions)).orElse(List.of());
    }

    /** What tables call it. */
    public String label() {
        return label;
    }

    /** Null without a pretraining of its own. */
    public Recipe recipe() {
        return recipe;
    }

    /** The model that was pretrained before; null for none. */
    public File model() {
        return model;
    }

    public boolean isScratch() {
        return recipe == null && model == null;
    }

    /** Whether it is of an {@link Ablation}, which has a table of its own. */
    public boolean isOfAblation() {
        return ofAblation;
    }

    /** Its own settings, as a macro writes them. */
    public String settings() {
        return settings;
    }

    /** Whether the method has a setting of this key that it does not give itself. */
    boolean leavesOpen(String key) {
        return recipe != null && recipe.settings().stream().map(Setting::key).anyMatch(key::equals)
                && !MethodSettings.gives(recipe, settings, key);
    }

    @Override
    public String toString() {
        return label;
    }
}
