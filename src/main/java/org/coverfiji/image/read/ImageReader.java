package org.coverfiji.image.read;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;
import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageRows;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.format.NoImageException;
import org.coverfiji.image.format.OpenedImage;
import org.coverfiji.image.format.StoredImage;
import org.coverfiji.image.format.StoredImages;

import ij.ImagePlus;

/**
 * Turns files and open images into what a network of given dimensions and channels takes. Time points are images of
 * their own, and so are the slices of a stack for a 2D network; channels are input channels. RGB is three channels,
 * or luminance for a network with one; grey becomes three equal channels for a network with three. Values are the
 * calibrated ones (NIfTI scaling, DICOM rescaling, ImageJ's calibration), not normalised.
 */
public final class ImageReader {

    private static final int MAXIMUM_LENGTH = Integer.MAX_VALUE - 8;

    private static final String LOST_NAME = "its name has characters that the system's locale cannot express; set the"
            + " environment variable LC_ALL to a UTF-8 locale (such as C.UTF-8) before starting, or rename the file";

    private final int dimensions;
    private final int channels;

    /** Reads images as the network takes them. */
    public ImageReader(NetworkConfiguration network) {
        this(network.dimensions(), network.inputChannels());
    }

    /**
     * @param dimensions 2 or 3
     * @param channels what the network takes, 0 for whatever an image has
     */
    public ImageReader(int dimensions, int channels) {
        if (dimensions != 2 && dimensions != 3 || channels < 0) {
            throw new IllegalArgumentException(dimensions + " dimensions, " + channels + " channels");
        }
        this.dimensions = dimensions;
        this.channels = channels;
    }

    public int dimensions() {
        return dimensions;
    }

    /** 0 for whatever an image has. */
    public int channels() {
        return channels;
    }

    /**
     * @param file an image file, or a folder that holds a DICOM series
     * @return at least one image
     * @throws CoverException if the file cannot be read, or has other channels or dimensions
     */
    public List<FloatImage> read(File file) {
        if (!file.isDirectory()) {
            return read(FileGroup.of(file));
        }
        List<FloatImage> images = new ArrayList<>();
        for (FileGroup group : group(ImageFiles.list(file, false, null))) {
            CancelledException.ifInterrupted();
            try {
                images.addAll(readAll(StoredImages.open(group.files()), group));
            } catch (NoImageException e) {
                // Contours and reports lie beside DICOM series.
                continue;
            } catch (IOException e) {
                throw unreadable(group, reason(e));
            }
        }
        if (images.isEmpty()) {
            throw new CoverException("The folder " + file + " holds no images; choose another.");
        }
        return images;
    }

    /**
     * What of the files is one image: in 3D, the slices of a DICOM series in one folder; else every file.
     *
     * @return in the order of the first file of each
     */
    public List<FileGroup> group(List<File> files) {
        return dimensions == 3
                ? StoredImages.volumes(files).stream().map(FileGroup::new).collect(Collectors.toList())
                : files.stream().map(FileGroup::of).collect(Collectors.toList());
    }

    /**
     * @return at least one image
     * @throws CoverException if a file cannot be read, or has other channels or dimensions
     */
    public List<FloatImage> read(FileGroup files) {
        return readAll(open(files), files);
    }

    /**
     * The images and what else the files say.
     *
     * @throws CoverException as {@link #read(FileGroup)}
     */
    public FileImages readWhole(FileGroup files) {
        StoredImage stored = open(files);
        return new FileImages(readAll(stored, files), stored.geometry(), notes(stored, files));
    }

    /**
     * Which slices and time points the files' images are, as their headers say.
     *
     * @throws CoverException if a file cannot be read
     */
    public Geometry geometry(FileGroup files) {
        return open(files).geometry();
    }

    /**
     * A 2D image that is read row by row, however large it is.
     *
     * @throws CoverException if the file cannot be read, is no single image, or is of a kind that is only read whole
     */
    public ImageRows rows(FileGroup files) {
        StoredImage stored = open(files);
        Geometry geometry = stored.geometry();
        String objection = dimensions != 2 || count(geometry) != 1
                ? "it holds several images too large for the memory; save each as a file of its own"
                : !stored.hasRows() ? "its " + pixels(geometry) + " pixels do not fit into the memory, and files of its"
                        + " kind are read as a whole only; save it as TIFF, crop or shrink it, or give Java more memory"
                        : channelObjection(geometry);
        if (objection != null) {
            throw new CoverException("Cannot use " + files + ": " + objection + ".");
        }
        try {
            stored.check();
        } catch (IOException e) {
            throw unreadable(files, reason(e));
        }
        Notices.tell(files, stored.notice());
        return new StoredRows(stored, files.toString(), channels);
    }

    private static long pixels(Geometry geometry) {
        return (long) geometry.width() * geometry.height();
    }

    /**
     * What stands for the images of files, as they are stored; those that cannot be read aside.
     *
     * @return null if none can
     */
    public UsualShape shape(List<FileGroup> files) {
        UsualShape.Collector shapes = new UsualShape.Collector();
        for (FileGroup group : files) {
            CancelledException.ifInterrupted();
            try {
                Geometry geometry = geometry(group);
                shapes.add(geometry.size(dimensions), geometry.spacing(dimensions), geometry.unit());
            } catch (CoverException e) {
                CancelledException.ifBehind(e);
                // Who reads the image says so.
                continue;
            }
        }
        return shapes.isEmpty() ? null : shapes.median();
    }

    static List<String> notes(StoredImage stored, FileGroup files) {
        return stored.notes().stream().map(note -> files + ": " + note + ".").collect(Collectors.toList());
    }

    private static StoredImage open(FileGroup files) {
        if (!files.first().exists()) {
            throw absent(files.first());
        }
        try {
            return StoredImages.open(files.files());
        } catch (IOException e) {
            throw unreadable(files, reason(e));
        }
    }

    /** @throws CoverException if the image is null or empty */
    public Geometry geometry(ImagePlus image) {
        try {
            return new OpenedImage(image).geometry();
        } catch (IOException e) {
            throw new CoverException("Cannot use the open image: " + e.getMessage() + ".", e);
        }
    }

    /** @throws CoverException if the image is null or empty, or has other channels or dimensions */
    public List<FloatImage> convert(ImagePlus image) {
        try {
            return readAll(new OpenedImage(image), null);
        } catch (IOException e) {
            throw new CoverException("Cannot use the open image: " + e.getMessage() + ".", e);
        }
    }

    /** The images behind files, in their order. */
    List<StoredImage> open(List<File> files, Map<File, String> failures) {
        List<StoredImage> images = new ArrayList<>();
        for (FileGroup group : group(files)) {
            CancelledException.ifInterrupted();
            try {
                images.add(StoredImages.open(group.files()));
            } catch (IOException e) {
                failures.put(group.first(), hasLostName(group.first()) ? LOST_NAME : reason(e));
            }
        }
        return images;
    }

    /** How many images the stored one gives. */
    int count(Geometry geometry) {
        return geometry.images(dimensions);
    }

    /** Why this reader cannot take such an image, or null if it can. */
    public String objection(Geometry geometry) {
        if (dimensions == 3 && geometry.slices() == 1) {
            return geometry.frames() > 1
                    ? "it has " + geometry.frames() + " time points of one slice, but 3D images are needed; if they are"
                            + " slices, say so in Image > Properties"
                    : "it is a single 2D image, but 3D images are needed";
        }
        long values = (long) geometry.width() * geometry.height() * geometry.channels()
                * (dimensions == 3 ? geometry.slices() : 1);
        if (values > MAXIMUM_LENGTH) {
            return "it has " + values + " values, more than one array holds; crop or shrink it";
        }
        return channelObjection(geometry);
    }

    private String channelObjection(Geometry geometry) {
        return Channels.canConvert(geometry, channels) ? null
                : "it has " + Counted.of(geometry.channels(), "channel") + ", but "
                        + Counted.of(channels, "is needed", "are needed");
    }

    /** Why this reader cannot take a stored image, or null if it can. */
    String objection(StoredImage stored) {
        String objection = objection(stored.geometry());
        return objection == null && dimensions == 3 ? stored.volumeObjection() : objection;
    }

    /** One of the images of a stored one. */
    FloatImage read(StoredImage stored, int index) throws IOException {
        int slices = stored.geometry().slices();
        int frame = dimensions == 3 ? index : index / slices;
        int slice = dimensions == 3 ? 0 : index % slices;
        return image(stored, frame, slice, values(stored, frame, slice, dimensions == 3 ? slices : 1));
    }

    /** All images of one time point at once. */
    List<FloatImage> readFrame(StoredImage stored, int frame) throws IOException {
        if (dimensions == 3) {
            return List.of(read(stored, frame));
        }
        int slices = stored.geometry().slices();
        float[] block = values(stored, frame, 0, slices);
        int own = block.length / slices / plane(stored);
        List<FloatImage> images = new ArrayList<>(slices);
        for (int slice = 0; slice < slices; slice++) {
            float[] data = new float[plane(stored) * own];
            for (int channel = 0; channel < own; channel++) {
                System.arraycopy(block, (channel * slices + slice) * plane(stored), data, channel * plane(stored),
                        plane(stored));
            }
            images.add(image(stored, frame, slice, data));
        }
        return images;
    }

    private List<FloatImage> readAll(StoredImage stored, FileGroup files) {
        Object place = files == null ? stored.name() : files;
        String objection = objection(stored);
        if (objection != null) {
            throw new CoverException("Cannot use " + place + ": " + objection + ".");
        }
        try {
            stored.check();
            Notices.tell(place, stored.notice());
            List<FloatImage> images = new ArrayList<>();
            for (int index = 0; index < count(stored.geometry()); index++) {
                if (!stored.isSequential()) {
                    images.add(read(stored, index));
                } else if (index < stored.geometry().frames()) {
                    images.addAll(readFrame(stored, index));
                }
            }
            return images;
        } catch (IOException e) {
            throw unreadable(place, reason(e));
        }
    }

    private static int plane(StoredImage stored) {
        return stored.geometry().width() * stored.geometry().height();
    }

    /** Some slices of one time point, [channels, count, height, width], in the channels that are wanted. */
    private float[] values(StoredImage stored, int frame, int firstSlice, int count) throws IOException {
        CancelledException.ifInterrupted();
        int own = stored.geometry().channels();
        long length = (long) plane(stored) * count * Math.max(own, channels);
        if (length > MAXIMUM_LENGTH) {
            throw new IOException("it has " + length + " values, more than one array holds; crop or shrink it");
        }
        try {
            float[] data = new float[plane(stored) * count * own];
            stored.read(frame, firstSlice, count, data);
            return channels == 0 ? data : Channels.convert(data, own, channels);
        } catch (OutOfMemoryError e) {
            throw new IOException("its " + (length >> 18) + " MB do not fit into Java's memory; raise that in"
                    + " Edit > Options > Memory & Threads, or shrink the image", e);
        } catch (CoverException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IOException("it is damaged; copy or export it again", e);
        }
    }

    private FloatImage image(StoredImage stored, int frame, int slice, float[] data) {
        Geometry geometry = stored.geometry();
        String name = stored.name() + (geometry.frames() > 1 ? " t" + (frame + 1) : "")
                + (dimensions == 2 && geometry.slices() > 1 ? " z" + (slice + 1) : "");
        double[] spacing = geometry.spacing();
        int own = channels == 0 ? geometry.channels() : channels;
        FloatImage image = dimensions == 3
                ? new FloatImage(name, data, own, new int[] {geometry.slices(), geometry.height(), geometry.width()},
                        spacing, geometry.unit(), geometry.orientation())
                : new FloatImage(name, data, own, new int[] {geometry.height(), geometry.width()},
                        new double[] {spacing[1], spacing[2]}, geometry.unit());
        return image.withTimeAndOrigin(geometry.timeAndOrigin()).withPalette(stored.palette());
    }

    /**
     * Why a file cannot be read.
     *
     * @throws CancelledException if the reading was interrupted, which says nothing about the file
     */
    static String reason(IOException e) {
        CancelledException.ifInterrupted();
        return e.getMessage() == null ? "it cannot be read" : e.getMessage();
    }

    private static CoverException absent(File file) {
        return hasLostName(file) ? unreadable(file, LOST_NAME)
                : new CoverException("There is no file " + file + "; check the path.");
    }

    /** Java puts a question mark, or the replacement character, for what the locale does not know. */
    private static boolean hasLostName(File file) {
        return !file.exists() && (file.getName().indexOf('?') >= 0 || file.getName().indexOf('\ufffd') >= 0);
    }

    private static CoverException unreadable(Object place, String reason) {
        return new CoverException("Cannot read " + place + ": " + reason + ".");
    }
}
