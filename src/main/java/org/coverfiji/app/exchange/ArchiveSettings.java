package org.coverfiji.app.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

/** What only people know of a model that is to be shared. Immutable. */
public final class ArchiveSettings {

    private static final int SHORTEST_NAME = 5;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_DESCRIPTION = 1024;

    private final String name;
    private final String description;
    private final List<String> authors;
    private final String licence;
    private final FloatImage sample;

    /**
     * @param name 5 to 128 letters, digits, blanks, _, +, - and parentheses
     * @param description what the model is for; may be empty
     * @param authors names with commas between
     * @param licence an identifier of the SPDX list such as {@code CC-BY-4.0}
     * @param sample an image like those that the model is for, raw intensities; a part of it becomes public
     * @throws CoverException if a value is missing or not what the format allows
     */
    public ArchiveSettings(String name, String description, String authors, String licence, FloatImage sample) {
        this.name = name.trim();
        this.description = description.trim();
        this.authors = Arrays.stream(authors.split(",")).map(String::trim).filter(author -> !author.isEmpty())
                .collect(Collectors.toList());
        this.licence = SpdxLicences.named(licence);
        this.sample = sample;
        if (!this.name.matches("[A-Za-z0-9_+\\- ()]{" + SHORTEST_NAME + "," + LONGEST_NAME + "}")) {
            throw new CoverException("name is \"" + name + "\"; it must have " + SHORTEST_NAME + " to " + LONGEST_NAME
                    + " letters, digits, blanks, _, +, - and parentheses.");
        }
        if (this.description.length() > LONGEST_DESCRIPTION) {
            throw new CoverException("description has " + this.description.length() + " characters; it may have "
                    + LONGEST_DESCRIPTION + ".");
        }
        if (this.authors.isEmpty() || authors.contains("/") || authors.contains("\\")) {
            throw new CoverException("authors is \"" + authors + "\"; it must be at least one name, without slashes;"
                    + " several have commas between.");
        }
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    List<String> authors() {
        return authors;
    }

    String licence() {
        return licence;
    }

    FloatImage sample() {
        return sample;
    }
}
