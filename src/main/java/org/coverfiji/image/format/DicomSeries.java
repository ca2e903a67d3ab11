package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;

/**
 * Frames of DICOM files, of one or of many, as one volume: sorted by their position along the slices' normal, or, where
 * positions are missing, by instance number. Where every position occurs equally often, its frames are time points.
 */
final class DicomSeries implements StoredImage {

    private static final double SAME_POSITION = 1e-3;

    private static final Comparator<DicomFrame> ACQUISITION = Comparator.comparingInt(DicomFrame::instanceNumber)
            .thenComparing(frame -> frame.file().getName()).thenComparingInt(DicomFrame::index);

    private final List<DicomFile> files;
    private final List<String> notes = new ArrayList<>();
    /** Frames of the first time point by growing position, then of the next. */
    private final List<DicomFrame> frames;
    private final Geometry geometry;
    private String objection;

    /** @param files of one series, in any order, at least one */
    DicomSeries(List<DicomFile> files) throws UnreadableException {
        this.files = files;
        List<DicomFrame> all = withoutCopies(files.stream().flatMap(file -> file.frames().stream())
                .sorted(ACQUISITION).collect(Collectors.toList()));
        DicomFrame first = all.get(0);
        boolean parallel = all.stream().allMatch(first::isParallel);
        if (!parallel) {
            objection = "its frames lie in different directions, so that they are no volume; use it in 2D";
        }
        double[] normal = first.normal();
        boolean located = parallel && all.stream().noneMatch(frame -> Double.isNaN(frame.location(normal)));
        List<List<DicomFrame>> positions = located ? positions(all, normal) : singles(all);
        int times = positions.get(0).size();
        if (positions.stream().anyMatch(position -> position.size() != times)) {
            objection = uneven(positions);
            frames = positions.stream().flatMap(List::stream).collect(Collectors.toList());
            geometry = geometry(frames.get(0), frames.size(), 1, null);
        } else {
            frames = new ArrayList<>();
            for (int time = 0; time < times; time++) {
                for (List<DicomFrame> position : positions) {
                    frames.add(position.get(time));
                }
            }
            SliceSpacing spacing = located && positions.size() > 1 ? SliceSpacing.of(positions.stream()
                    .mapToDouble(position -> position.get(0).location(normal)).toArray(),
                    slice -> frames.get(slice).name()) : null;
            geometry = geometry(frames.get(0), positions.size(), times, spacing);
        }
        if (files.get(0).isInverted()) {
            notes.add("its smallest value means white (MONOCHROME1); the values stay as stored, as in ImageJ");
        }
    }

    /** A file that was copied beside itself counts once. */
    private List<DicomFrame> withoutCopies(List<DicomFrame> sorted) {
        Map<String, DicomFrame> known = new LinkedHashMap<>();
        List<DicomFrame> different = new ArrayList<>();
        for (DicomFrame frame : sorted) {
            String key = frame.instance() + " " + frame.instanceNumber() + " " + frame.location(frame.normal());
            DicomFrame same = frame.instance().isEmpty() ? null : known.putIfAbsent(key, frame);
            if (same == null || same.file() == frame.file()) {
                different.add(frame);
            } else {
                notes.add("its slice " + frame.name() + " is a copy of " + same.name() + " and left out");
            }
        }
        return different;
    }

    private static List<List<DicomFrame>> singles(List<DicomFrame> all) {
        return all.stream().map(List::of).collect(Collectors.toList());
    }

    /** Frames that lie at the same place together, by growing position. */
    private static List<List<DicomFrame>> positions(List<DicomFrame> all, double[] normal) {
        List<DicomFrame> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingDouble(frame -> frame.location(normal)));
        List<List<DicomFrame>> positions = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (DicomFrame frame : sorted) {
            if (frame.location(normal) - last > SAME_POSITION) {
                positions.add(new ArrayList<>());
            }
            positions.get(positions.size() - 1).add(frame);
            last = frame.location(normal);
        }
        positions.forEach(same -> same.sort(ACQUISITION));
        return positions;
    }

    private static String uneven(List<List<DicomFrame>> positions) {
        int fewest = positions.stream().mapToInt(List::size).min().getAsInt();
        List<DicomFrame> several = positions.stream().filter(same -> same.size() > fewest).findFirst().get();
        return "its DICOM series has slices, but not equally many at every position: "
                + several.stream().map(DicomFrame::name).collect(Collectors.joining(" and ")) + " lie at one, but only "
                + fewest + " at another; keep one volume in the folder";
    }

    private Geometry geometry(DicomFrame first, int slices, int times, SliceSpacing measured)
            throws UnreadableException {
        double[] spacing = first.spacing();
        if (measured != null) {
            spacing[0] = measured.distance();
            if (measured.note() != null) {
                notes.add(measured.note());
            }
            objection = objection == null ? measured.objection() : objection;
        }
        DicomFile file = first.image();
        return new Geometry(file.width(), file.height(), file.channels(), slices, times)
                .withColour(file.channels() == 3).withSpacing(spacing, first.unit())
                .withOrientation(first.orientation(spacing[0]));
    }

    @Override
    public boolean isImageJs() {
        try {
            for (File file : files()) {
                if (!DicomWalk.leadsToPixels(file)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        File first = frames.get(0).file();
        return files.size() == 1 ? first.getName() : first.getAbsoluteFile().getParentFile().getName() + "/"
                + first.getName();
    }

    @Override
    public List<File> files() {
        return Collections.unmodifiableList(new ArrayList<>(files.stream().map(DicomFile::file)
                .collect(Collectors.toCollection(TreeSet::new))));
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public String volumeObjection() {
        return objection;
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        int plane = geometry.plane();
        float[] slice = new float[plane * geometry.channels()];
        for (int z = 0; z < count; z++) {
            CancelledException.ifInterrupted();
            frames.get(frame * geometry.slices() + firstSlice + z).read(slice);
            for (int channel = 0; channel < geometry.channels(); channel++) {
                System.arraycopy(slice, channel * plane, out, (channel * count + z) * plane, plane);
            }
        }
    }
}
