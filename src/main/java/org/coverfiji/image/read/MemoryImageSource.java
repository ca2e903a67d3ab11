package org.coverfiji.image.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.UsualPixelSize;

/** Images that are in memory already, such as the open one. */
public final class MemoryImageSource implements ImageSource {

    private final List<FloatImage> images = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final DataFingerprint fingerprint;

    /**
     * @param raw not yet normalised, all with the same channels
     * @throws CoverException if there is none that is not constant, or channels differ
     */
    public MemoryImageSource(List<FloatImage> raw, ImagePreparation preparation) {
        for (FloatImage image : raw) {
            if (image.channels() != raw.get(0).channels()) {
                throw new CoverException("The image " + image.name() + " has " + image.channels() + " channels, but "
                        + raw.get(0).name() + " has " + raw.get(0).channels() + "; give images of one kind.");
            }
            FloatImage prepared = preparation.applyUnlessConstant(image);
            if (prepared == null) {
                skipped.add(image.name() + ": " + FolderImageSource.CONSTANT);
            } else {
                images.add(prepared);
            }
        }
        if (images.isEmpty()) {
            throw new CoverException(skipped.isEmpty() ? "There is no image to train on; open one or choose a folder."
                    : "There is no image to train on: " + skipped.get(0) + ".");
        }
        fingerprint = DataFingerprint.ofImages(raw);
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public FloatImage get(int index) {
        return images.get(index);
    }

    /** Of the prepared images. */
    public UsualPixelSize pixelSize() {
        return UsualPixelSize.of(images);
    }

    public int channels() {
        return images.get(0).channels();
    }

    /** Constant images, each as "name: reason". */
    public List<String> skipped() {
        return Collections.unmodifiableList(skipped);
    }

    /** Over the images' names and values. */
    public DataFingerprint fingerprint() {
        return fingerprint;
    }
}
