package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.image.Palette;

/** A TIFF file. Its header says what it means ({@link TiffHeader}) and which reader its pages need. */
final class TiffImage implements StoredImage {

    private final File file;
    private final TiffHeader header;
    private final TiffPlanes planes;

    /** @throws UnreadableException if the file is damaged, or of a kind that no reader here knows */
    TiffImage(File file, TiffHeader header) throws IOException {
        this.file = file;
        this.header = header;
        planes = header.planes(file);
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
        return header.geometry;
    }

    @Override
    public Palette palette() {
        return header.palette;
    }

    @Override
    public boolean isImageJs() {
        try {
            return header.isImageJs() && header.inflates(file);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String notice() {
        return header.notice;
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    @Override
    public void check() throws IOException {
        long needed = header.end();
        if (file.length() < needed) {
            throw UnreadableException.truncated(file.length(), needed);
        }
    }

    @Override
    public boolean hasRows() {
        return planes.hasRows() && header.layout.channels == 1;
    }

    @Override
    public void readRows(int firstRow, int rows, float[] out) throws IOException {
        check();
        planes.readRows(header.layout.plane(0, 0, 0), firstRow, rows, out, 0,
                Math.multiplyExact(rows, header.geometry.width()));
        if (header.calibrated != null) {
            calibrate(out);
        }
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        check();
        int plane = header.geometry.plane();
        for (int channel = 0; channel < header.layout.channels; channel++) {
            for (int slice = 0; slice < count; slice++) {
                CancelledException.ifInterrupted();
                planes.read(header.layout.plane(channel, firstSlice + slice, frame), out,
                        (channel * header.channels * count + slice) * plane, count * plane);
            }
        }
        if (header.calibrated != null) {
            calibrate(out);
        }
    }

    private void calibrate(float[] out) {
        int zero = header.type == SampleType.INT16 ? 32768 : 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = header.calibrated[(int) out[i] + zero];
        }
    }
}
