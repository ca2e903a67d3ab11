package org.coverfiji.app.features;

import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.Geometry;

/**
 * The features of what one image file or window holds: a plane, the planes of a stack, a volume, time points of either.
 * They are computed when they are asked for, and there as long as the extractor keeps them. Any thread may ask.
 */
public final class FeatureStack {

    /** Of a region so many pixels are looked at, evenly chosen: more change its mean hardly. */
    private static final int REGION_SAMPLE = 4096;

    private final FeatureExtractor extractor;
    private final List<FloatImage> images;
    private final Geometry geometry;
    private final List<Reference<ImageFeatures>> features = new ArrayList<>();
    private boolean keeping;

    /**
     * @param images raw intensities; planes in the order of slices, then time points
     * @param geometry of the file or window that they are from
     */
    public FeatureStack(FeatureExtractor extractor, List<FloatImage> images, Geometry geometry) {
        this.extractor = extractor;
        this.images = images;
        this.geometry = geometry;
        images.forEach(image -> features.add(new WeakReference<>(null)));
    }

    /**
     * From now on features are kept as long as Java's memory allows, however many they are: for whoever asks again and
     * again, for one image and for another.
     *
     * @return this
     */
    public synchronized FeatureStack keeping() {
        keeping = true;
        return this;
    }

    /** How many images there are: planes or volumes. */
    public int count() {
        return images.size();
    }

    /** Raw intensities. */
    public FloatImage image(int index) {
        return images.get(index);
    }

    /** An image as the network sees it. */
    public FloatImage prepared(int index) {
        return extractor.model().prepared(images.get(index));
    }

    public Geometry geometry() {
        return geometry;
    }

    /** Whether the images are volumes. */
    public boolean hasVolumes() {
        return images.get(0).dimensions() == 3;
    }

    /** Computes the features of an image, if they are not there. */
    public synchronized ImageFeatures get(int index) {
        ImageFeatures present = features.get(index).get();
        if (present == null) {
            present = extractor.of(images.get(index));
            features.set(index, keeping ? new SoftReference<>(present) : new WeakReference<>(present));
        }
        return present;
    }

    /**
     * Which image a place is in.
     *
     * @throws CoverException if it lies outside
     */
    public int indexOf(Place place) {
        boolean inside = place.x() > -1 && place.y() > -1 && place.x() < geometry.width()
                && place.y() < geometry.height() && place.slice() >= 0 && place.slice() < geometry.slices()
                && place.frame() < geometry.frames();
        if (!inside) {
            throw new CoverException("The point " + place + " lies outside " + images.get(0).name() + ", which has "
                    + geometry.width() + " × " + geometry.height() + " pixels"
                    + (geometry.slices() > 1 ? ", " + geometry.slices() + " slices"
                            : place.slice() == 0 ? "" : " and one slice")
                    + (geometry.frames() == 1 ? "" : ", " + geometry.frames() + " time points") + "; give one inside.");
        }
        return hasVolumes() ? place.frame() : place.frame() * geometry.slices() + (int) place.slice();
    }

    /** A place's point in its image, array order. */
    public double[] point(Place place) {
        return hasVolumes() ? new double[] {place.slice(), place.y(), place.x()}
                : new double[] {place.y(), place.x()};
    }

    /** Where a point of one of the images, array order, is in the file or window. */
    public Place place(int index, double... point) {
        return hasVolumes() ? new Place(point[2], point[1], point[0], index)
                : new Place(point[1], point[0], index % geometry.slices(), index / geometry.slices());
    }

    /**
     * The mean direction of the vectors at some places, of length 1; of many, that of an even choice.
     *
     * @throws CoverException if there are none, or one lies outside
     */
    public float[] mean(List<Place> places) {
        if (places.isEmpty()) {
            throw new CoverException("There is no pixel to look for in " + images.get(0).name()
                    + "; give a point, or a region that holds pixels.");
        }
        int count = Math.min(places.size(), REGION_SAMPLE);
        float[] sum = null;
        for (int i = 0; i < count; i++) {
            Place place = places.get((int) ((long) i * places.size() / count));
            float[] vector = get(indexOf(place)).at(point(place));
            if (sum == null) {
                sum = vector;
            } else {
                for (int f = 0; f < sum.length; f++) {
                    sum[f] += vector[f];
                }
            }
        }
        return ImageFeatures.unit(sum);
    }

    @Override
    public String toString() {
        return images.get(0).name() + ", " + images.size() + " × " + Arrays.toString(images.get(0).size());
    }
}
