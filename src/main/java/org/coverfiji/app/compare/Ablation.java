package org.coverfiji.app.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.setting.SettingValues;

/** COVER varied as the paper varies it: one part after the other, the size of the window, the number of vectors. */
public enum Ablation {

    /** The paper's chain of components. */
    PARTS("COVER parts", "COVER's parts, each added to those above it: consistency alone (L_con), self-vector"
            + " regression from the coarsest level (SeVR), the vector pyramid (VPA), several vectors per level (MVI).",
            "L_con", "vector_weight:0", "L_con + SeVR", "aggregation:coarsest, heads:1,1,1,1,1",
            "L_con + SeVR + VPA", "heads:1,1,1,1,1", "L_con + SeVR + VPA + MVI", ""),
    /** N, the side of the window in which a pixel's match is sought. */
    WINDOWS("COVER windows", "The side N of the window in which a pixel's match is sought, in pixels of each level.",
            "N = 3", "amplitude:1", "N = 5", "amplitude:2", "N = 7", "amplitude:3", "N = 9", "amplitude:4"),
    /** J, the vectors of the levels, deepest first. */
    HEADS("COVER heads", "The number J of vectors of each level, deepest first.",
            "J = 2,2,2,1,1", "heads:2,2,2,1,1", "J = 4,4,4,1,1", "heads:4,4,4,1,1", "J = 8,8,8,2,2", "heads:8,8,8,2,2",
            "J = 12,12,12,3,3", "heads:12,12,12,3,3");

    private static final String METHOD = "COVER";

    private final String text;
    private final String caption;
    /** Names of the variants, each before its settings. */
    private final List<String> variants;

    Ablation(String text, String caption, String... variants) {
        this.text = text;
        this.caption = caption;
        this.variants = Arrays.asList(variants);
    }

    /** Which is meant, in any case; empty for none. */
    static Optional<Ablation> named(String name) {
        return Arrays.stream(values()).filter(one -> one.text.equalsIgnoreCase(name)).findFirst();
    }

    /** What it varies, in sentences. */
    public String caption() {
        return caption;
    }

    /**
     * The variants; the one that is COVER as it is bears its name, so that it is not made twice.
     *
     * @param dimensions 2 or 3
     */
    public List<ComparedMethod> methods(int dimensions) {
        Recipe recipe = Recipes.named(METHOD);
        List<ComparedMethod> methods = new ArrayList<>();
        for (int i = 0; i < variants.size(); i += 2) {
            methods.add(isUsual(recipe, dimensions, variants.get(i + 1)) ? ComparedMethod.of(null, recipe, "")
                    : ComparedMethod.variant(variants.get(i), recipe, variants.get(i + 1)));
        }
        return methods;
    }

    /** What a variant is called beside the others, by its place among them. */
    public String name(int place) {
        return variants.get(2 * place);
    }

    private static boolean isUsual(Recipe recipe, int dimensions, String settings) {
        SettingValues usual = recipe.defaults(dimensions);
        SettingValues own = MethodSettings.of(recipe, dimensions, Collections.<String, String>emptyMap(), settings);
        Map<String, String> values = own.toMap(recipe.settings());
        return values.equals(usual.toMap(recipe.settings()));
    }

    @Override
    public String toString() {
        return text;
    }
}
