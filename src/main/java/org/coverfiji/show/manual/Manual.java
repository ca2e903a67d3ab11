package org.coverfiji.show.manual;

import java.net.URL;

/** The manual's pages, which the jar brings with it, so that they open without a network. */
public final class Manual {

    /** Page that says how to begin. */
    public static final String START = "tutorial";

    private static final String FOLDER = "/manual/";

    private Manual() {
    }

    /** Where a page is, by its name without ending; null if there is no such page. */
    public static URL page(String name) {
        return Manual.class.getResource(FOLDER + name + ".html");
    }
}
