package org.coverfiji.image.label;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.image.ImageNames;

/** What people add to the names of label files, and what is left without it. Lower case throughout. */
final class LabelNames {

    private static final String LABEL = "(ground_?truth|segmentations?|labelmap|labels?|masks?|seg|gt)";
    private static final String IMAGE = "(images?|img|0000)";
    private static final String SEPARATOR = "[_\\-. ]";

    private static final Pattern LABEL_MARK = mark(LABEL);
    private static final Pattern IMAGE_MARK = mark(IMAGE);

    private LabelNames() {
    }

    private static Pattern mark(String words) {
        return Pattern.compile("^" + words + SEPARATOR + "(?=.)|(?<=.)" + SEPARATOR + words + "$");
    }

    /** Without extension. */
    static String plain(String fileName) {
        return ImageNames.withoutEnding(fileName).toLowerCase(Locale.ROOT);
    }

    /** Without extension and the mark of a label at its beginning or end. */
    static String withoutLabelMark(String fileName) {
        return without(LABEL_MARK, fileName);
    }

    /** Without extension and the mark of an image at its beginning or end. */
    static String withoutImageMark(String fileName) {
        return without(IMAGE_MARK, fileName);
    }

    static boolean isMarkedAsLabel(String fileName) {
        return LABEL_MARK.matcher(plain(fileName)).find();
    }

    private static String without(Pattern mark, String fileName) {
        Matcher matcher = mark.matcher(plain(fileName));
        return matcher.replaceFirst("");
    }
}
