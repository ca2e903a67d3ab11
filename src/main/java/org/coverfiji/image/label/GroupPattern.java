package org.coverfiji.image.label;

import java.io.File;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.coverfiji.CoverException;

/** Finds the group (patient, slide, …) of an image in its file's name. Immutable. */
public final class GroupPattern {

    private final Pattern pattern;

    private GroupPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @param text regular expression that finds the group in a file's name (its first capture group, or all of the
     *        match)
     * @return null for an empty text
     * @throws CoverException if it is no regular expression
     */
    public static GroupPattern of(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return new GroupPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new CoverException("The group pattern \"" + text + "\" is no regular expression ("
                    + e.getDescription() + "); for instance, ^([^_]+)_ takes what comes before the first _.", e);
        }
    }

    /** @throws CoverException if the pattern does not match */
    public String group(File file) {
        return group(file.getName());
    }

    /** @throws CoverException if the pattern does not match */
    public String group(String name) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.find()) {
            throw new CoverException("The group pattern \"" + pattern + "\" does not match the file name "
                    + name + "; correct the pattern, so that it finds every file's group.");
        }
        String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        return group == null ? "" : group;
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
