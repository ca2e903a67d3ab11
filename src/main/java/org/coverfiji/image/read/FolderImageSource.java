package org.coverfiji.image.read;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageOrigin;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.UsualPixelSize;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.format.StoredImage;


/**
 * Images that are read from disk when they are asked for, so that more of them than fit into memory can be trained
 * on; those used last are kept, up to a number of bytes. The headers of all files are read at the start. Files that
 * cannot be read and constant images are skipped: sets of moderate size are read through once at the start, so that
 * {@link #size()} does not count them; in larger ones another image takes the place of an unusable one whenever it
 * turns up, always the same.
 */
public final class FolderImageSource implements ImageSource {

    static final String CONSTANT = "it is constant; there is nothing to learn from it";

    /** Read through at the start up to so many pixels (about as many as 128 images of 1024 × 1024). */
    private static final long MODERATE_PIXELS = 1L << 27;

    private final ImageIndex index;
    private final ImagePreparation preparation;
    private final ImageCache cache;
    /** Where the usable images are in the index. */
    private final int[] usable;
    /** Why images turned out unusable when they were read, by their place in the index. */
    private final Map<Integer, String> unusable = new TreeMap<>();

    /**
     * @param files and reader as {@link ImageIndex} takes them
     * @param preparation what becomes of every image
     * @param cacheBytes how much of the prepared images to keep in memory; see {@link #defaultCacheBytes()}
     * @throws CoverException if there is no usable image
     */
    public FolderImageSource(List<File> files, ImageReader reader, ImagePreparation preparation, long cacheBytes) {
        this(new ImageIndex(files, reader), preparation, cacheBytes);
    }

    /** As above, of files whose headers are read already. */
    public FolderImageSource(ImageIndex index, ImagePreparation preparation, long cacheBytes) {
        this(index, preparation, cacheBytes, index.pixels() <= MODERATE_PIXELS);
    }

    private FolderImageSource(ImageIndex index, ImagePreparation preparation, long cacheBytes, boolean readThrough) {
        this.preparation = preparation;
        this.index = index;
        cache = new ImageCache(cacheBytes, this::load);
        usable = readThrough ? usableImages() : allImages();
        if (usable.length == 0) {
            throw new CoverException((index.entries().size() == 1 ? "The only image cannot be used: "
                    : "None of " + index.entries().size() + " images can be used; the first: ")
                    + skipped().get(0) + ".");
        }
    }

    /** The same where only a few of the images will be asked for: none is read before. */
    public static FolderImageSource unread(ImageIndex index, ImagePreparation preparation, long cacheBytes) {
        return new FolderImageSource(index, preparation, cacheBytes, false);
    }

    /** A quarter of the memory that Java may use. */
    public static long defaultCacheBytes() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    @Override
    public int size() {
        return usable.length;
    }

    /** @throws CoverException if no image can be read any more, not even another in the place of this one */
    @Override
    public FloatImage get(int number) {
        for (int i = 0; i < usable.length; i++) {
            FloatImage image = entry(usable[(number + i) % usable.length]);
            if (image != null) {
                return image;
            }
        }
        throw new CoverException("No image can be read any more; the first: " + skipped().get(0) + ".");
    }

    @Override
    public ImageOrigin origin(int number) {
        ImageIndex.Entry entry = index.entries().get(usable[number]);
        StoredImage stored = index.stored(entry.stored);
        File file = stored.files().get(0);
        String folder = file.getAbsoluteFile().getParent();
        int count = perFrame(stored);
        return new ImageOrigin(folder, file + "#" + entry.index / count, entry.index % count, count);
    }

    /** The channels of every image. */
    public int channels() {
        return index.reader().channels();
    }

    /** Of the prepared images, by their headers alone. */
    public UsualPixelSize pixelSize() {
        UsualPixelSize.Collector sizes = new UsualPixelSize.Collector();
        for (int place : usable) {
            Geometry geometry = index.stored(index.entries().get(place).stored).geometry();
            int dimensions = index.reader().dimensions();
            sizes.add(preparation.spacing(geometry.size(dimensions), geometry.spacing(dimensions)), geometry.unit());
        }
        return sizes.median();
    }

    /** Unreadable files and constant images met so far, each as "name: reason". */
    public List<String> skipped() {
        List<String> all = new ArrayList<>(index.skipped());
        synchronized (unusable) {
            all.addAll(unusable.values());
        }
        return all;
    }

    /** Sentences for the user on how files are read, such as that slices are missing. */
    public List<String> notes() {
        return index.notes();
    }

    /** Tells this training set from others. Reads a little of every file. */
    public DataFingerprint fingerprint() {
        return DataFingerprint.ofFiles(index.files(), index.entries().size(), index.pixels());
    }

    private int[] allImages() {
        int[] all = new int[index.entries().size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    private int[] usableImages() {
        int[] found = new int[index.entries().size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (entry(i) != null) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** The image at a place of the index, or null if it is not usable. */
    private FloatImage entry(int place) {
        synchronized (unusable) {
            if (unusable.containsKey(place)) {
                return null;
            }
        }
        int first = unit(place);
        return cache.get(first).get(place - first);
    }

    /** Images that can only be read together are loaded together: the place of the first of them. */
    private int unit(int place) {
        ImageIndex.Entry entry = index.entries().get(place);
        StoredImage stored = index.stored(entry.stored);
        return stored.isSequential() ? place - entry.index % perFrame(stored) : place;
    }

    private int perFrame(StoredImage stored) {
        return index.reader().count(stored.geometry()) / stored.geometry().frames();
    }

    private List<FloatImage> load(int first) {
        ImageIndex.Entry entry = index.entries().get(first);
        StoredImage stored = index.stored(entry.stored);
        List<FloatImage> prepared = new ArrayList<>();
        try {
            if (stored.isSequential()) {
                for (FloatImage raw : index.reader().readFrame(stored, entry.index / perFrame(stored))) {
                    prepared.add(prepare(raw, first + prepared.size()));
                }
            } else {
                prepared.add(prepare(index.reader().read(stored, entry.index), first));
            }
        } catch (IOException e) {
            prepared.clear();
            int count = stored.isSequential() ? perFrame(stored) : 1;
            for (int i = 0; i < count; i++) {
                skip(first + i, stored.files().get(0) + ": " + ImageReader.reason(e));
                prepared.add(null);
            }
        }
        return prepared;
    }

    private FloatImage prepare(FloatImage raw, int place) {
        FloatImage image = preparation.applyUnlessConstant(raw);
        if (image == null) {
            skip(place, raw.name() + ": " + CONSTANT);
        }
        return image;
    }

    private void skip(int place, String reason) {
        synchronized (unusable) {
            unusable.put(place, reason);
        }
    }
}
