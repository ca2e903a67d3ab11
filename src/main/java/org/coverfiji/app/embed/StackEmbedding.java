package org.coverfiji.app.embed;

import java.io.File;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePlusFactory;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.math.PrincipalComponents;

import ij.ImagePlus;

/**
 * Embeds what one image file or window holds: a single image, or the slices or time points that are images of their
 * own. Those share their principal components and colours, so that they can be compared, and become one stack again.
 */
public final class StackEmbedding {

    private final Embedder embedder;
    private final boolean reduced;

    /** @param listener hears of tiles; may cancel by throwing an exception */
    public StackEmbedding(Embedder embedder, EmbedSettings settings, TileListener listener) {
        this.embedder = embedder;
        reduced = settings.features() > 0;
        embedder.setListener(listener);
    }

    /**
     * Holds against the memory that there is what it takes to embed all that a file or window holds, before it is read.
     *
     * @param name for messages
     * @param geometry as the header tells it
     * @param format of what is written; null where it is only shown
     * @throws CoverException if it does not fit
     */
    public void requireMemory(String name, Geometry geometry, EmbeddingFormat format) {
        memory(geometry, format).windows(name, geometry.size(embedder.dimensions()), note -> { });
    }

    /** What that takes where memory suffices for windows as they are wanted. */
    public InferenceEstimate estimate(Geometry geometry, EmbeddingFormat format) {
        return memory(geometry, format).estimate(geometry.size(embedder.dimensions()));
    }

    private EmbeddingMemory memory(Geometry geometry, EmbeddingFormat format) {
        EmbeddingMemory.Result result = format == EmbeddingFormat.OME_ZARR ? EmbeddingMemory.Result.PARTS
                : format == null || format.hasTiff() ? EmbeddingMemory.Result.HYPERSTACK
                        : EmbeddingMemory.Result.ARRAY;
        return embedder.memory(geometry.images(embedder.dimensions()), result);
    }

    /**
     * @param images raw intensities, of one size; planes in the order of slices, then time points
     * @param name titles and file names start with it
     * @param geometry of the file or window that they are from
     * @throws CoverException if the images do not fit the model or each other
     */
    public Result of(List<FloatImage> images, String name, Geometry geometry) {
        if (images.size() == 1) {
            return new Result(embedder.embed(images.get(0)), name, 1);
        }
        PrincipalComponents components = reduced ? embedder.components(images) : null;
        float[] data = null;
        FloatImage first = null;
        int channels = 0;
        for (int i = 0; i < images.size(); i++) {
            FloatImage part = embedder.embed(images.get(i), components);
            if (first == null) {
                first = part;
                channels = part.channels();
                data = new float[stackLength(name, part, images.size())];
            }
            requireSameSize(name, first, part);
            for (int c = 0; c < channels; c++) {
                System.arraycopy(part.data(), c * part.pixels(), data, (c * images.size() + i) * part.pixels(),
                        part.pixels());
            }
        }
        return new Result(stack(first, data, channels, images.size(), geometry.spacing()[0]), name,
                geometry.frames());
    }

    /**
     * Writes the embedding as OME-Zarr, without holding it in memory.
     *
     * @param target the folder to write
     * @param format one of those that are chunked
     * @param colours whether its colours are wanted; without components there are none
     * @return the first three components as red, green and blue; null if they are not wanted, or there are none
     * @throws CoverException if the images do not fit the model or each other, or the folder cannot be written
     */
    public ImagePlus write(List<FloatImage> images, String name, Geometry geometry, File target,
            EmbeddingFormat format, boolean colours) {
        ZarrEmbedding embedding = new ZarrEmbedding(embedder, images, geometry, colours && reduced);
        embedding.write(target, format, name, reduced ? embedder.components(images) : null);
        ImagePlus shown = embedding.colours(name + " PCA");
        return shown == null ? null : withFrames(shown, geometry.frames());
    }

    /** Says of a result which model and settings made it. */
    String maker() {
        return embedder.maker();
    }

    private static int stackLength(String name, FloatImage part, int count) {
        long length = (long) part.data().length * count;
        if (length > Integer.MAX_VALUE - 8) {
            throw new CoverException("The embedding of " + name + " has " + length + " values, too many for one stack; "
                    + "set features to keep fewer, or embed fewer slices.");
        }
        return (int) length;
    }

    private static ImagePlus withFrames(ImagePlus image, int frames) {
        if (frames > 1) {
            image.setDimensions(image.getNChannels(), image.getNSlices() / frames, frames);
            image.setOpenAsHyperStack(true);
        }
        return image;
    }

    private static void requireSameSize(String name, FloatImage first, FloatImage part) {
        if (!Arrays.equals(first.size(), part.size())) {
            throw new CoverException("The images in " + name + " cannot be stacked; embed them one at a time.");
        }
    }

    /** Planes or volumes, one behind the other along the depth. */
    static FloatImage stack(FloatImage first, float[] data, int channels, int count, double depth) {
        int[] size = first.size();
        double[] spacing = first.spacing();
        FloatImage stack = first.dimensions() == 3
                ? new FloatImage(first.name(), data, channels, new int[] {count * size[0], size[1], size[2]},
                        spacing, first.unit(), first.orientation())
                : new FloatImage(first.name(), data, channels, new int[] {count, size[0], size[1]},
                        new double[] {depth, spacing[0], spacing[1]}, first.unit());
        return stack.withTimeAndOrigin(first.timeAndOrigin());
    }

    /** An embedding and what is shown of it. */
    public final class Result {

        private final FloatImage embedding;
        private final String name;
        private final int frames;

        private Result(FloatImage embedding, String name, int frames) {
            this.embedding = embedding;
            this.name = name;
            this.frames = frames;
        }

        public String name() {
            return name;
        }

        String maker() {
            return embedder.maker();
        }

        /** [feature, (slice,) y, x]; time points lie one behind the other along the slices. */
        public FloatImage embedding() {
            return embedding;
        }

        /** The embedding as a float hyperstack with one channel per feature. */
        public ImagePlus image() {
            ImagePlus image = ImagePlusFactory.create(embedding);
            image.setTitle(name + " embedding");
            return withFrames(image, frames);
        }

        /** The first three principal components as red, green and blue. */
        public ImagePlus colours() {
            return withFrames(embedder.colours(embedding, name + " PCA"), frames);
        }
    }
}
