package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * DICOM files, one slice each, as one volume: sorted by their position along the slices' normal, or by instance
 * number where positions are missing. Where every position occurs equally often, its files are time points.
 */
final class DicomSeries implements StoredImage {

    private static final double SAME_POSITION = 1e-3;

    private final DicomImage[][] slices;
    private final Geometry geometry;

    /** @param images single slices of one series, in any order, at least one */
    DicomSeries(List<DicomImage> images) throws UnreadableException {
        List<DicomImage> sorted = new ArrayList<>(images);
        sorted.sort(Comparator.comparingInt(DicomImage::instanceNumber).thenComparing(DicomImage::name));
        boolean located = images.stream().noneMatch(image -> Double.isNaN(image.location()));
        if (located) {
            sorted.sort(Comparator.comparingDouble(DicomImage::location));
        }
        int frames = located ? frames(sorted) : 1;
        slices = new DicomImage[frames][sorted.size() / frames];
        for (int z = 0; z < slices[0].length; z++) {
            List<DicomImage> same = new ArrayList<>(sorted.subList(z * frames, (z + 1) * frames));
            same.sort(Comparator.comparingInt(DicomImage::instanceNumber).thenComparing(DicomImage::name));
            for (int frame = 0; frame < frames; frame++) {
                slices[frame][z] = same.get(frame);
            }
        }
        Geometry first = slices[0][0].geometry();
        double[] spacing = first.spacing();
        int depth = slices[0].length;
        if (located && depth > 1) {
            spacing[0] = (slices[0][depth - 1].location() - slices[0][0].location()) / (depth - 1);
        }
        geometry = new Geometry(first.width(), first.height(), first.channels(), depth, frames)
                .withColour(first.isColour()).withSpacing(spacing, first.unit())
                .withOrientation(slices[0][0].orientation(spacing[0]));
    }

    private static int frames(List<DicomImage> sorted) throws UnreadableException {
        int frames = 0;
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size()
                    || sorted.get(i).location() - sorted.get(i - 1).location() > SAME_POSITION) {
                if (frames != 0 && frames != i - from) {
                    throw new UnreadableException("its DICOM series has " + sorted.size() + " slices, but not equally"
                            + " many at every position; put one volume into a folder");
                }
                frames = i - from;
                from = i;
            }
        }
        return frames;
    }

    @Override
    public String name() {
        DicomImage first = slices[0][0];
        File folder = first.files().get(0).getAbsoluteFile().getParentFile();
        return slices[0].length * slices.length == 1 ? first.name() : folder.getName() + "/" + first.name();
    }

    @Override
    public List<File> files() {
        List<File> files = new ArrayList<>();
        Arrays.stream(slices).flatMap(Arrays::stream).forEach(slice -> files.addAll(slice.files()));
        return Collections.unmodifiableList(files);
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    @Override
    public void check() throws IOException {
        for (DicomImage[] frame : slices) {
            for (DicomImage slice : frame) {
                try {
                    slice.check();
                } catch (UnreadableException e) {
                    throw new UnreadableException("of its slice " + slice.name() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        int plane = geometry.plane();
        float[] slice = new float[plane * geometry.channels()];
        for (int z = 0; z < count; z++) {
            slices[frame][firstSlice + z].read(0, 0, 1, slice);
            for (int channel = 0; channel < geometry.channels(); channel++) {
                System.arraycopy(slice, channel * plane, out, (channel * count + z) * plane, plane);
            }
        }
    }
}
