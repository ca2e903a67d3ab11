package org.coverfiji.image.read;

import java.util.Collections;
import java.util.List;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.Geometry;

/** What an {@link ImageReader} makes of one file or series. Immutable. */
public final class FileImages {

    private final List<FloatImage> images;
    private final Geometry geometry;
    private final List<String> notes;

    FileImages(List<FloatImage> images, Geometry geometry, List<String> notes) {
        this.images = Collections.unmodifiableList(images);
        this.geometry = geometry;
        this.notes = Collections.unmodifiableList(notes);
    }

    /** At least one. */
    public List<FloatImage> images() {
        return images;
    }

    /** Of the whole: which slices and time points the images are. */
    public Geometry geometry() {
        return geometry;
    }

    /** Sentences for the user, such as that slices are missing; mostly none. */
    public List<String> notes() {
        return notes;
    }
}
