package org.coverfiji.app.pretrain;

import java.util.List;
import java.util.function.Supplier;

import org.coverfiji.image.ImageSource;
import org.coverfiji.image.UsualPixelSize;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.MemoryImageSource;

/** The images that settings name, ready for views, with what a report says of them. */
final class TrainingImages {

    private static final int SHOWN = 5;

    private final ImageSource source;
    private final Supplier<List<String>> skipped;
    private final List<String> notes;
    private final String fingerprint;
    private final UsualPixelSize pixelSize;

    private TrainingImages(ImageSource source, Supplier<List<String>> skipped, List<String> notes,
            String fingerprint, UsualPixelSize pixelSize) {
        this.source = source;
        this.skipped = skipped;
        this.notes = notes;
        this.fingerprint = fingerprint;
        this.pixelSize = pixelSize;
    }

    TrainingImages(FolderImageSource source) {
        this(source, source::skipped, source.notes(), source.fingerprint().toString(), source.pixelSize());
    }

    TrainingImages(MemoryImageSource source) {
        this(source, source::skipped, List.of(), source.fingerprint().toString(), source.pixelSize());
    }

    ImageSource source() {
        return source;
    }

    /** Why images were left out, one line each; may grow while images are read. */
    List<String> skipped() {
        return skipped.get();
    }

    /** The first few of {@link #skipped()} in one line. */
    String skippedSummary() {
        List<String> all = skipped();
        String shown = String.join("; ", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? shown + "; and " + (all.size() - SHOWN) + " more" : shown;
    }

    /** Sentences on how files were read. */
    List<String> notes() {
        return notes;
    }

    String fingerprint() {
        return fingerprint;
    }

    /** Of the prepared images. */
    UsualPixelSize pixelSize() {
        return pixelSize;
    }
}
