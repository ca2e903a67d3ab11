package org.coverfiji.image;

import java.io.File;
import java.util.ArrayList;
import java.util.List;


/** Grey 2D images of a folder. */
public final class FolderImageSource implements ImageSource {

    private final MemoryImageSource images;
    private final List<String> skipped = new ArrayList<>();

    public FolderImageSource(List<File> files, ImageReader reader, Normalization normalization, int resize,
            int[] minimumSize) {
        List<FloatImage> read = new ArrayList<>();
        for (File file : files) {
            try {
                read.addAll(reader.read(file));
            } catch (RuntimeException e) {
                skipped.add(e.getMessage());
            }
        }
        images = new MemoryImageSource(read, normalization, resize, minimumSize);
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
        return skipped;
    }
}
