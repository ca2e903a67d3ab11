package org.coverfiji.model.exchange;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.engine.api.NetworkConfiguration;

/**
 * The names of the published program's network, and ours. Backbones have the same; the published projections are
 * counted from the finest level, {@code projblock5} for our {@code proj.0}.
 */
final class PublishedNames {

    private static final String PUBLISHED = "projblock";
    private static final String OWN = "proj.";
    private static final String PART = "\\.(?:proj|norm)\\.(?:weight|bias)";
    private static final Pattern PUBLISHED_PROJECTION = Pattern.compile(PUBLISHED + "([1-5])(" + PART + ")");
    private static final Pattern OWN_PROJECTION = Pattern.compile("proj\\.([0-4])(" + PART + ")");

    /** Coordinates, which are made anew. */
    private static final Pattern GRID = Pattern.compile("mov[^.]*(?:\\.\\d+)?\\.grid");

    private PublishedNames() {
    }

    /** Our name of what is no part of the backbone; as it is where the published program has none of its own. */
    static String own(String published) {
        Matcher projection = PUBLISHED_PROJECTION.matcher(published);
        return projection.matches()
                ? OWN + (NetworkConfiguration.LEVELS - Integer.parseInt(projection.group(1))) + projection.group(2)
                : published;
    }

    /** The published program's name of a weight of ours. */
    static String published(String own) {
        Matcher projection = OWN_PROJECTION.matcher(own);
        return projection.matches()
                ? PUBLISHED + (NetworkConfiguration.LEVELS - Integer.parseInt(projection.group(1)))
                        + projection.group(2) : own;
    }

    /** Whether it is one of our projections'. */
    static boolean isProjection(String own) {
        return OWN_PROJECTION.matcher(own).matches();
    }

    /** Whether it holds nothing that was learnt. */
    static boolean isGrid(String name) {
        return GRID.matcher(name).matches();
    }
}
