package org.coverfiji.command;

import org.scijava.module.ModuleItem;

/**
 * Attributes of a parameter's declaration that tell a dialog how to ask for it, so that all that is to be said of a
 * parameter stands in one place. Its label is for people, its name for macros.
 *
 * <pre>{@code
 * @Parameter(label = "Patch", min = "0", persist = false, description = "side of a training patch",
 *         attrs = {@Attr(name = UNIT, value = "pixels"), @Attr(name = AUTOMATIC, value = "0 = 128 in 2D, 32 in 3D")})
 * private int patch;
 * }</pre>
 */
public final class DialogHints {

    /** Of a command: Fiji's recorder leaves it alone, because its dialog records it, alike in every host. */
    public static final String NO_RECORD = "no-record";

    /** Everybody needs it: it does not stand under Advanced. */
    public static final String BASIC = "basic";

    /** What follows the value: pixels, a file's ending. */
    public static final String UNIT = "unit";

    /** The value that stands for an automatic one, and what that is: {@code 0 = 128 in 2D, 32 in 3D}. */
    public static final String AUTOMATIC = "automatic";

    /** What only those need to know who write macros. */
    public static final String FOR_MACROS = "macros";

    /** The command cannot work without it; with the value {@link #FOLDER} or {@link #IMAGE}, only on those. */
    public static final String NEEDED = "needed";

    /** It has a meaning only for {@link #FOLDER} or for {@link #IMAGE}. */
    public static final String ONLY_FOR = "only";

    /** Work on the images of a folder, or on an image file. */
    public static final String FOLDER = "folder";

    /** Work on the open image. */
    public static final String IMAGE = "image";

    /** It is files' paths with commas between. */
    public static final String FILES = "files";

    /** It is a setting of those methods that have one of its key, and is asked for with them alone. */
    public static final String OF_METHOD = "of-method";

    private static final String MEANS = " = ";
    private static final String EMPTY = "empty";

    private DialogHints() {
    }

    /** The value, as text, that stands for an automatic one; null if none does. */
    public static String automatic(ModuleItem<?> item) {
        String text = item.get(AUTOMATIC);
        if (text == null) {
            return null;
        }
        String value = text.substring(0, text.indexOf(MEANS));
        return value.equals(EMPTY) ? "" : value;
    }

    /** What the automatic value is; empty if there is none. */
    public static String meaning(ModuleItem<?> item) {
        String text = item.get(AUTOMATIC);
        return text == null ? "" : text.substring(text.indexOf(MEANS) + MEANS.length());
    }

    /** What a parameter is for, with what is known to those who write macros. */
    public static String forMacros(ModuleItem<?> item) {
        StringBuilder text = new StringBuilder(item.getDescription());
        for (String attribute : new String[] {FOR_MACROS, AUTOMATIC}) {
            if (item.get(attribute) != null) {
                text.append("; ").append(item.get(attribute));
            }
        }
        return text.toString();
    }
}
