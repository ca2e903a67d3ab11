package org.coverfiji.app.similar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.FeatureUse;
import org.coverfiji.app.features.Place;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePlusFactory;
import org.coverfiji.image.format.Geometry;

import ij.ImagePlus;

/**
 * Where what one file or window holds is like a query, which may come from another of the same model.
 *
 * <pre>
 * float[] query = stack.mean(List.of(new Place(120, 85, 0, 0)));
 * ImagePlus map = new SimilaritySearch(stack, query).image("scan");
 * </pre>
 */
public final class SimilaritySearch {

    /** The map, its hyperstack and colours; on the way, lengths, and the coarse levels' parts of the products. */
    public static final FeatureUse USE = new FeatureUse("to be searched", 3, 4.0 / 3, 0);

    private final FeatureStack stack;
    private final float[] query;
    /** Those that were asked for: image and best places come from the same ones. */
    private final FloatImage[] maps;

    /** @param query a vector of length 1, as {@link FeatureStack#mean} gives it */
    public SimilaritySearch(FeatureStack stack, float[] query) {
        this.stack = stack;
        this.query = query.clone();
        maps = new FloatImage[stack.count()];
    }

    /** The cosine of every pixel of one plane or volume and the query, −1…1; nobody may write into it. */
    public FloatImage map(int index) {
        if (maps[index] == null) {
            maps[index] = stack.get(index).similarity(query);
        }
        return maps[index];
    }

    /** All maps as a 32-bit hyperstack that is called <i>name similarity</i>. */
    public ImagePlus image(String name) {
        ImagePlus image = empty(stack, name);
        for (int index = 0; index < stack.count(); index++) {
            put(map(index), image, index);
        }
        return image;
    }

    /** The hyperstack for a stack's maps, zeros so far. */
    public static ImagePlus empty(FeatureStack stack, String name) {
        Geometry geometry = stack.geometry();
        List<FloatImage> frames = new ArrayList<>();
        for (int frame = 0; frame < geometry.frames(); frame++) {
            frames.add(zeros(stack, geometry));
        }
        return ImagePlusFactory.create(name + " similarity", frames, null);
    }

    private static FloatImage zeros(FeatureStack stack, Geometry geometry) {
        FloatImage first = stack.image(0);
        if (stack.hasVolumes() || geometry.slices() == 1) {
            return first.withData(new float[first.pixels()], 1);
        }
        double[] spacing = first.spacing();
        return new FloatImage(first.name(), new float[first.pixels() * geometry.slices()], 1,
                geometry.size(3), new double[] {geometry.spacing()[0], spacing[0], spacing[1]}, first.unit())
                .withTimeAndOrigin(first.timeAndOrigin());
    }

    /** Puts the map of one plane or volume at its place in the hyperstack. */
    public static void put(FloatImage map, ImagePlus image, int index) {
        int plane = image.getWidth() * image.getHeight();
        int slices = map.pixels() / plane;
        for (int slice = 0; slice < slices; slice++) {
            System.arraycopy(map.data(), slice * plane, image.getStack().getPixels(index * slices + slice + 1), 0,
                    plane);
        }
    }

    /**
     * The best places, best first, no two of one plane or volume closer than a sixteenth of its longest side.
     *
     * @return at most so many
     */
    public List<Match> best(int count) {
        List<Match> matches = new ArrayList<>();
        for (int index = 0; index < stack.count(); index++) {
            FloatImage map = map(index);
            for (int pixel : Peaks.of(map, count)) {
                matches.add(new Match(place(index, pixel, map.size()), map.data()[pixel]));
            }
        }
        // The sort is stable: of equal ones the first.
        matches.sort(Comparator.comparingDouble(match -> -match.similarity()));
        return matches.subList(0, Math.min(count, matches.size()));
    }

    private Place place(int index, int pixel, int[] size) {
        int width = size[size.length - 1];
        int height = size[size.length - 2];
        double y = pixel / width % height;
        double x = pixel % width;
        return size.length == 3 ? stack.place(index, pixel / (width * height), y, x) : stack.place(index, y, x);
    }
}
