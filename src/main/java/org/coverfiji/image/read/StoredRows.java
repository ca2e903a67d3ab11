package org.coverfiji.image.read;

import java.io.IOException;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.image.ImageRows;
import org.coverfiji.image.format.StoredImage;

/** A stored 2D image, read row by row in the channels that a network takes. */
final class StoredRows implements ImageRows {

    private final StoredImage stored;
    private final String place;
    private final int channels;

    /**
     * @param place the file, for messages
     * @param channels as a network takes them
     */
    StoredRows(StoredImage stored, String place, int channels) {
        this.stored = stored;
        this.place = place;
        this.channels = channels == 0 ? stored.geometry().channels() : channels;
    }

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int[] size() {
        return stored.geometry().size(2);
    }

    @Override
    public double[] spacing() {
        return stored.geometry().spacing(2);
    }

    @Override
    public String unit() {
        return stored.geometry().unit();
    }

    @Override
    public float[] read(int firstRow, int rows) {
        CancelledException.ifInterrupted();
        int own = stored.geometry().channels();
        float[] values = new float[Math.multiplyExact(Math.multiplyExact(rows, stored.geometry().width()), own)];
        try {
            stored.readRows(firstRow, rows, values);
        } catch (IOException e) {
            throw new CoverException("Cannot read " + place + ": " + ImageReader.reason(e) + ".", e);
        }
        return Channels.convert(values, own, channels);
    }
}
