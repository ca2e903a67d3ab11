package org.coverfiji.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/** The recipes that there are. */
public final class Recipes {

    private Recipes() {
    }

    /** In the order of their list. */
    public static List<Recipe> all() {
        List<Recipe> all = new ArrayList<>();
        ServiceLoader.load(Recipe.class, Recipe.class.getClassLoader()).forEach(all::add);
        return all;
    }

    /**
     * The recipe of that name, upper or lower case; blanks and hyphens do not count, so that MoCov2 is MoCo v2.
     *
     * @throws CoverException if there is none
     */
    public static Recipe named(String name) {
        return find(name).orElseThrow(() -> new CoverException("method is " + name + ", but must be one of " + names()
                + "."));
    }

    /** As {@link #named}; empty if there is none. */
    public static Optional<Recipe> find(String name) {
        return all().stream().filter(recipe -> letters(recipe.name()).equals(letters(name))).findFirst();
    }

    /** All names, for people. */
    public static String names() {
        return all().stream().map(Recipe::name).collect(Collectors.joining(", "));
    }

    private static String letters(String name) {
        return name.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
