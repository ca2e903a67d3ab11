package org.coverfiji.app.embed;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/** The files that an embedding is written to. */
public enum EmbeddingFormat {

    /** A float hyperstack for ImageJ, and an array for Python. */
    TIFF_AND_NUMPY("TIFF and NumPy"),
    TIFF("TIFF"),
    NUMPY("NumPy"),
    /** A folder of chunks, which are written as windows finish: an embedding may be larger than the memory. */
    OME_ZARR("OME-Zarr"),
    /** The same, with chunks packed by zlib: slower, and somewhat smaller. */
    OME_ZARR_PACKED("OME-Zarr zlib");

    private final String title;

    EmbeddingFormat(String title) {
        this.title = title;
    }

    /** @throws CoverException if there is none of that name */
    public static EmbeddingFormat named(String name) {
        return Arrays.stream(values()).filter(format -> format.title.equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new CoverException("format is " + name + "; it must be " + Arrays.stream(values())
                        .map(format -> format.title).collect(Collectors.joining(", ")) + "."));
    }

    boolean hasTiff() {
        return this == TIFF_AND_NUMPY || this == TIFF;
    }

    boolean hasNumpy() {
        return this == TIFF_AND_NUMPY || this == NUMPY;
    }

    /** Whether it is written as windows finish, and not shown. */
    public boolean isChunked() {
        return this == OME_ZARR || this == OME_ZARR_PACKED;
    }

    @Override
    public String toString() {
        return title;
    }
}
