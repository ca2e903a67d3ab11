package org.coverfiji.train.crop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.coverfiji.image.ImageOrigin;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.EpochOrder;
import org.coverfiji.train.view.ViewRandom;

/**
 * How images are taken from volumes that all show the same from their first slice to their last: every volume is cut
 * into parts, and a step takes one place of every part of some volumes. Where there is no such order, every image is a
 * part by itself. Immutable; safe for use by several threads.
 */
public abstract class Partition {

    /** Of volumes so many are looked at to tell whether all are deep enough. */
    private static final int LOOKED_AT = 16;

    private final int parts;
    private final int volumes;

    private Partition(int parts, int volumes) {
        this.parts = parts;
        this.volumes = volumes;
    }

    /** A place that is taken. */
    static final class Place {

        final int image;
        final Crop crop;

        Place(int image, Crop crop) {
            this.image = image;
            this.crop = crop;
        }
    }

    /** Parts of a volume; 0 without an order. */
    public int parts() {
        return parts;
    }

    /** How many volumes there are in order; 0 without an order. */
    public int volumes() {
        return volumes;
    }

    public boolean ordered() {
        return parts > 0;
    }

    /**
     * The place of a sample. With an order, the samples of a step are volume after volume, each part after part.
     *
     * @param draw number of the volume, or without an order of the image, since the run began
     */
    abstract Place place(long draw, int part, ViewRandom random);

    /** Every image a part by itself: in 2D its middle, in 3D a patch of it. */
    public static Partition none(ImageSource images, int[] patch, long seed) {
        EpochOrder order = new EpochOrder(images.size(), seed);
        return new Partition(0, 0) {
            @Override
            Place place(long draw, int part, ViewRandom random) {
                int image = order.image(draw);
                int[] size = images.get(image).size();
                return new Place(image, size.length == 2 ? Crop.central(size) : patch(size, patch, 0, 1, random));
            }
        };
    }

    /**
     * 2D images that are slices of stacks. Without an order where fewer than two stacks have a usable slice in every
     * part.
     */
    public static Partition stacks(ImageSource images, int parts, int[] patch, long seed) {
        Map<String, List<List<Integer>>> stacks = new LinkedHashMap<>();
        for (int image = 0; image < images.size(); image++) {
            ImageOrigin origin = images.origin(image);
            List<List<Integer>> stack = stacks.computeIfAbsent(origin.series(), name -> empty(parts));
            stack.get((int) ((long) origin.place() * parts / origin.count())).add(image);
        }
        return slices(images, new ArrayList<>(stacks.values()), parts, patch, seed);
    }

    /** 2D images of which each folder's, in their order, are the slices of a volume; as {@link #stacks} else. */
    public static Partition folders(ImageSource images, int parts, int[] patch, long seed) {
        Map<String, List<Integer>> folders = new TreeMap<>();
        for (int image = 0; image < images.size(); image++) {
            folders.computeIfAbsent(images.origin(image).folder(), name -> new ArrayList<>()).add(image);
        }
        List<List<List<Integer>>> volumes = new ArrayList<>();
        for (List<Integer> folder : folders.values()) {
            List<List<Integer>> volume = empty(parts);
            for (int i = 0; i < folder.size(); i++) {
                volume.get((int) ((long) i * parts / folder.size())).add(folder.get(i));
            }
            volumes.add(volume);
        }
        return slices(images, volumes, parts, patch, seed);
    }

    private static List<List<Integer>> empty(int parts) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static Partition slices(ImageSource images, List<List<List<Integer>>> found, int parts, int[] patch,
            long seed) {
        List<List<List<Integer>>> volumes = new ArrayList<>(found);
        volumes.removeIf(volume -> volume.stream().anyMatch(List::isEmpty));
        if (volumes.size() < 2) {
            return none(images, patch, seed);
        }
        EpochOrder order = new EpochOrder(volumes.size(), seed);
        return new Partition(parts, volumes.size()) {
            @Override
            Place place(long draw, int part, ViewRandom random) {
                List<Integer> slices = volumes.get(order.image(draw)).get(part);
                int image = slices.get(random.index(slices.size()));
                return new Place(image, Crop.central(images.get(image).size()));
            }
        };
    }

    /**
     * 3D images of which patches are taken; a part is a range of places along the first axis. Without an order where
     * there is only one image, or those looked at are less than twice as deep as a patch: the parts would be nearly the
     * same.
     */
    public static Partition depth(ImageSource images, int parts, int[] patch, long seed) {
        boolean deep = images.size() > 1;
        for (int image = 0; image < Math.min(LOOKED_AT, images.size()); image++) {
            deep &= images.get(image).size()[0] >= 2 * patch[0];
        }
        if (!deep) {
            return none(images, patch, seed);
        }
        EpochOrder order = new EpochOrder(images.size(), seed);
        return new Partition(parts, images.size()) {
            @Override
            Place place(long draw, int part, ViewRandom random) {
                int image = order.image(draw);
                return new Place(image, patch(images.get(image).size(), patch, part, parts, random));
            }
        };
    }

    /** A patch in one of the equal ranges of places along the first axis, anywhere along the others. */
    private static Crop patch(int[] size, int[] patch, int part, int parts, ViewRandom random) {
        int[] start = new int[size.length];
        for (int axis = 1; axis < size.length; axis++) {
            start[axis] = random.index(size[axis] - patch[axis] + 1);
        }
        int places = size[0] - patch[0] + 1;
        start[0] = (int) ((part + random.uniform(0, 1)) * places / parts);
        return new Crop(start, Arrays.copyOf(patch, patch.length), new boolean[patch.length]);
    }
}
