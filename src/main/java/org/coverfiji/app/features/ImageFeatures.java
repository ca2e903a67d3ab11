package org.coverfiji.app.features;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Resampling;
import org.coverfiji.math.Covariance;
import org.coverfiji.math.PrincipalComponents;

/**
 * The features of one image. Points are in the image's own pixels, array order, whole numbers at the pixels' centres;
 * a pixel's vector holds all levels' features, coarsest first, each level standardised and weighing the same
 * (1/√channels), interpolated linearly. Immutable; any thread may ask.
 */
public final class ImageFeatures {

    /** Vectors that principal components are computed from. */
    private static final int SAMPLE = 20_000;

    private static final int PORTION = 256;

    private final FloatImage image;
    private final FeatureMaps maps;

    /** @param image whose geometry and name results have */
    ImageFeatures(FloatImage image, FeatureMaps maps) {
        this.image = image;
        this.maps = maps;
    }

    /** Features of a vector: those of all levels. */
    public int features() {
        return maps.features();
    }

    public String name() {
        return image.name();
    }

    /** Extents of the image in array order. */
    public int[] size() {
        return image.size();
    }

    /** Extents of the image as the network saw it, which a model whose training images were resized changes. */
    public int[] preparedSize() {
        return maps.size();
    }

    /** A level's features at their own resolution, 0 = deepest … 4 = full; on the grid of the prepared image. */
    public LevelMap level(int level) {
        return maps.level(level);
    }

    /** A point of the image in pixels of the prepared image. */
    public double[] prepared(double... point) {
        return scaled(point, image.size(), maps.size());
    }

    /** A point of the prepared image in pixels of the image. */
    public double[] original(double... point) {
        return scaled(point, maps.size(), image.size());
    }

    private static double[] scaled(double[] point, int[] from, int[] to) {
        double[] scaled = new double[point.length];
        Arrays.setAll(scaled, axis -> (point[axis] + 0.5) * to[axis] / from[axis] - 0.5);
        return scaled;
    }

    /**
     * The vector of length 1 at a point; zeros where all features are 0.
     *
     * @throws CoverException if the point is not in the image
     */
    public float[] at(double... point) {
        return unit(vector(point));
    }

    /** Vectors of length 1, as {@link #at} gives them, one after the other. */
    public float[] sample(int[][] points) {
        float[] vectors = new float[Math.multiplyExact(points.length, features())];
        for (int p = 0; p < points.length; p++) {
            System.arraycopy(at(doubles(points[p])), 0, vectors, p * features(), features());
        }
        return vectors;
    }

    /**
     * The mean direction of several points' vectors, of length 1: each counts alike, however long its features are.
     *
     * @throws CoverException if there are none, or one is not in the image
     */
    public float[] mean(int[][] points) {
        if (points.length == 0) {
            throw new CoverException("The region holds no pixel of " + image.name() + "; choose one that does.");
        }
        float[] sum = new float[features()];
        for (int[] point : points) {
            float[] vector = at(doubles(point));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        return unit(sum);
    }

    private float[] vector(double[] point) {
        int[] size = image.size();
        if (point.length != size.length) {
            throw new CoverException("The point " + text(point) + " has " + point.length + " coordinates, but "
                    + image.name() + " has " + size.length + " dimensions; give it " + size.length + ".");
        }
        for (int axis = 0; axis < size.length; axis++) {
            if (!(point[axis] > -1 && point[axis] < size[axis])) {
                throw new CoverException("The point " + text(point) + " lies outside " + image.name() + ", which has "
                        + text(Arrays.stream(size).asDoubleStream().toArray()) + " pixels; give one inside.");
            }
        }
        return maps.at(prepared(point));
    }

    /** As people write points: x first. */
    private static String text(double[] arrayOrder) {
        StringBuilder text = new StringBuilder();
        for (int axis = arrayOrder.length - 1; axis >= 0; axis--) {
            double value = arrayOrder[axis];
            text.append(text.length() == 0 ? "" : ",")
                    .append(value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value));
        }
        return text.toString();
    }

    static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            float scale = (float) (1 / Math.sqrt(squares));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= scale;
            }
        }
        return vector;
    }

    private static double[] doubles(int[] point) {
        return Arrays.stream(point).asDoubleStream().toArray();
    }

    /**
     * How alike every pixel is to a vector: the cosine of its features and the vector's, −1…1.
     *
     * @param vector of length 1 and of this model, from this image or another
     * @return one channel with the image's geometry
     */
    public FloatImage similarity(float[] vector) {
        if (vector.length != features()) {
            throw new IllegalArgumentException(vector.length + " features for " + features());
        }
        return onImage(maps.cosines(vector), 1);
    }

    private FloatImage onImage(float[] data, int channels) {
        int[] own = image.size();
        int[] prepared = maps.size();
        if (Arrays.equals(own, prepared)) {
            return image.withData(data, channels);
        }
        double[] spacing = image.spacing();
        return image.withData(Resampling.toSize(new FloatImage(image.name(), data, channels, prepared, spacing,
                image.unit()), own).data(), channels);
    }

    /** Every pixel's first principal components, as channels, with this image's own components. */
    public FloatImage reduced(int count) {
        return reduced(components(List.of(this), 1), count);
    }

    /** Every pixel's first principal components, as channels. */
    public FloatImage reduced(PrincipalComponents components, int count) {
        if (count > features()) {
            throw new CoverException("There are only " + features() + " features, not " + count
                    + "; ask for at most that many components.");
        }
        return onImage(maps.projected(components, count), count);
    }

    /**
     * Principal components that images share, of a random sample of their pixels' features.
     *
     * @param images of one model
     */
    public static PrincipalComponents components(List<ImageFeatures> images, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int features = images.get(0).features();
        Covariance covariance = new Covariance(features);
        float[] portion = new float[PORTION * features];
        for (ImageFeatures image : images) {
            int wanted = Math.max(1, SAMPLE / images.size());
            for (int done = 0; done < wanted; done += PORTION) {
                int count = Math.min(PORTION, wanted - done);
                for (int i = 0; i < count; i++) {
                    double[] point = doubles(randomPoint(image.size(), random));
                    System.arraycopy(image.vector(point), 0, portion, i * features, features);
                }
                covariance.add(portion, count);
            }
        }
        double[] weights = new double[features];
        // The maps have the levels' weights in them.
        Arrays.fill(weights, 1);
        return new PrincipalComponents(covariance, weights,
                images.size() == 1 ? images.get(0).name() : "the images");
    }

    /** Random pixels of the image, some perhaps twice; the same for a seed. */
    public int[][] randomPoints(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] points = new int[count][];
        Arrays.setAll(points, i -> randomPoint(image.size(), random));
        return points;
    }

    private static int[] randomPoint(int[] size, SplittableRandom random) {
        return Arrays.stream(size).map(random::nextInt).toArray();
    }
}
