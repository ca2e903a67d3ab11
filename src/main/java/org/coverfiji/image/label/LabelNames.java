package org.coverfiji.image.label;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people add to the names of label files, and what is left without it. Lower case throughout. */
final class LabelNames {

    private static final Pattern EXTENSION = Pattern.compile("(\\.ome)?\\.(?=\\w*[a-z])\\w{1,5}$|\\.nii\\.gz$");
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
        String name = fileName.toLowerCase(Locale.ROOT);
        String gzipped = name.replaceFirst("\\.nii\\.gz$", "");
        return gzipped.length() < name.length() ? gzipped : EXTENSION.matcher(name).replaceFirst("");
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
