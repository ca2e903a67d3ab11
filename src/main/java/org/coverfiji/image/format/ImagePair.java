package org.coverfiji.image.format;

import java.io.File;
import java.util.Locale;

/** The two files of a NIfTI or ANALYZE pair: name.hdr with the header, name.img with the values. */
public final class ImagePair {

    private final File header;
    private final File image;

    private ImagePair(File header, File image) {
        this.header = header;
        this.image = image;
    }

    /** The pair that a file belongs to, by the names of the files beside it; null if it has no partner. */
    public static ImagePair of(File file) {
        String name = file.getName();
        String ending = name.toLowerCase(Locale.ROOT);
        if (ending.endsWith(".hdr")) {
            File image = partner(file, ".img");
            return image == null ? null : new ImagePair(file, image);
        }
        if (ending.endsWith(".img")) {
            File header = partner(file, ".hdr");
            return header == null ? null : new ImagePair(header, file);
        }
        return null;
    }

    /** In the same spelling, capital or not. */
    private static File partner(File file, String ending) {
        String name = file.getName();
        boolean capital = Character.isUpperCase(name.charAt(name.length() - 1));
        File partner = new File(file.getParentFile(), name.substring(0, name.length() - ending.length())
                + (capital ? ending.toUpperCase(Locale.ROOT) : ending));
        return partner.isFile() ? partner : null;
    }

    public File header() {
        return header;
    }

    /** Which stands for the pair. */
    public File image() {
        return image;
    }
}
