package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.List;
import java.util.function.Supplier;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.UsualPixelSize;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
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

    /** @throws CoverException if the input is missing or has no usable image */
    static TrainingImages open(PretrainSettings settings) {
        ImagePreparation preparation =
                new ImagePreparation(settings.normalization(), settings.resize(), settings.patch());
        return settings.input() == null ? ofMemory(settings, preparation) : ofFiles(settings, preparation);
    }

    private static TrainingImages ofFiles(PretrainSettings settings, ImagePreparation preparation) {
        List<File> files = ImageFiles.list(settings.input(), settings.recursive(), settings.nameFilter());
        FolderImageSource source = new FolderImageSource(files,
                new ImageReader(settings.dimensions(), settings.channels()), preparation,
                FolderImageSource.defaultCacheBytes());
        return new TrainingImages(source, source::skipped, source.notes(), source.fingerprint().toString(),
                source.pixelSize());
    }

    private static TrainingImages ofMemory(PretrainSettings settings, ImagePreparation preparation) {
        for (FloatImage image : settings.images()) {
            if (image.dimensions() != settings.dimensions()) {
                throw new CoverException("The image " + image.name() + " is " + image.dimensions()
                        + "D, but dimensions is " + settings.dimensions() + "D; choose " + image.dimensions() + "D.");
            }
            if (settings.channels() > 0 && image.channels() != settings.channels()) {
                throw new CoverException("The image " + image.name() + " has " + image.channels()
                        + " channels, but channels is " + settings.channels() + "; give "
                        + image.channels() + ", or 0 to take what there is.");
            }
        }
        MemoryImageSource source = new MemoryImageSource(settings.images(), preparation);
        return new TrainingImages(source, source::skipped, List.of(), source.fingerprint().toString(),
                source.pixelSize());
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
