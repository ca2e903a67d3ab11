package org.coverfiji.image;

import java.util.regex.Pattern;

/** The names of images without their endings. Only endings of images count: "scan.4001" and "scan.4002" are two. */
public final class ImageNames {

    private static final Pattern ENDING =
            Pattern.compile("(?i)(\\.ome)?\\.tiff?$|\\.nii(\\.gz)?$|\\.(png|jpe?g|jp2|bmp|"
            + "gif|p[bgnp]m|fits?|avi|zip|raw|dcm|dicom|dic|ima|hdr|img|nrrd|nhdr|mh[ad]|mnc|mrc|lsm|czi|lif|nd2|"
            + "oi[bf]|"
            + "ics|ids|vsi|svs|ndpi|scn|stk|ims|dv|dm[34]|zvi|flex|par|rec)(\\.gz)?$");

    private ImageNames() {
    }

    /** A file's name or a window's title without the ending of an image file, if it has one. */
    public static String withoutEnding(String name) {
        String cut = ENDING.matcher(name).replaceFirst("");
        return cut.isEmpty() ? name : cut;
    }
}
