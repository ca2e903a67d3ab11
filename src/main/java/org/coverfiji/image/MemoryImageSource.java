package org.coverfiji.image;

import java.util.ArrayList;
import java.util.List;

/** Images in memory. */
public final class MemoryImageSource implements ImageSource {

    private final List<FloatImage> images = new ArrayList<>();

    public MemoryImageSource(List<FloatImage> images, Normalization normalization, int resize, int[] minimumSize) {
        for (FloatImage image : images) {
            FloatImage sized = resize > 0 ? Resampling.toLongSide(image, resize) : image;
            this.images.add(normalization.apply(sized));
        }
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public FloatImage get(int index) {
        return images.get(index);
    }

    public List<String> skipped() {
        return new ArrayList<>();
    }
}
