package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.List;

import org.coverfiji.image.Palette;

/** A file that only ImageJ's own opener reads, always as a whole. */
final class ForeignImage implements StoredImage {

    private final File file;
    private final boolean pluginsOnly;
    private final Geometry geometry;
    private final Palette palette;
    private SoftReference<OpenedImage> opened;

    /** @param pluginsOnly leave ImageJ's own readers out (in Fiji, Bio-Formats remains) */
    ForeignImage(File file, boolean pluginsOnly) throws IOException {
        this.file = file;
        this.pluginsOnly = pluginsOnly;
        OpenedImage image = new OpenedImage(QuietOpener.open(file, pluginsOnly));
        opened = new SoftReference<>(image);
        geometry = image.geometry();
        palette = image.palette();
    }

    @Override
    public String name() {
        return file.getName();
    }

    @Override
    public List<File> files() {
        return Collections.singletonList(file);
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public Palette palette() {
        return palette;
    }

    @Override
    public boolean isSequential() {
        return true;
    }

    @Override
    public synchronized void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        OpenedImage image = opened.get();
        if (image == null) {
            image = new OpenedImage(QuietOpener.open(file, pluginsOnly));
            opened = new SoftReference<>(image);
        }
        image.read(frame, firstSlice, count, out);
    }
}
