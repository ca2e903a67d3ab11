package org.coverfiji.app.embed;

import java.io.File;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.zarr.OmeZarrWriter;
import org.coverfiji.image.zarr.ZarrShape;
import org.coverfiji.math.PrincipalComponents;
import org.coverfiji.show.PcaColours;

import ij.ImagePlus;

/** Writes the embedding of what one image file or window holds as OME-Zarr, without ever holding it in memory. */
final class ZarrEmbedding {

    private static final int COLOURS = 3;

    private final Embedder embedder;
    private final List<FloatImage> images;
    private final Geometry geometry;
    private final int[] size;
    /** The first three components of all images; null if they are not wanted. */
    private final float[][] shown;

    /**
     * @param images raw intensities, of one size
     * @param colours whether to keep the first three features, which are components
     */
    ZarrEmbedding(Embedder embedder, List<FloatImage> images, Geometry geometry, boolean colours) {
        this.embedder = embedder;
        this.images = images;
        this.geometry = geometry;
        FloatImage first = images.get(0);
        size = first.size();
        shown = colours ? new float[Math.min(COLOURS, embedder.channels())][Math.multiplyExact(first.pixels(),
                images.size())] : null;
    }

    /**
     * @param format whether it is packed
     * @param components that the images share; null for all features
     */
    void write(File target, EmbeddingFormat format, String name, PrincipalComponents components) {
        FloatImage first = images.get(0);
        ZarrShape shape = new ZarrShape(embedder.channels(), size, images.size(), geometry.frames());
        double[] spacing = first.dimensions() == 3 ? first.spacing()
                : new double[] {geometry.spacing()[0], first.spacing()[0], first.spacing()[1]};
        try (OmeZarrWriter zarr = new OmeZarrWriter(target, name, shape, spacing, first.unit(),
                format == EmbeddingFormat.OME_ZARR_PACKED)) {
            for (int i = 0; i < images.size(); i++) {
                requireSameSize(images.get(i), name);
                EmbeddingSink chunks = new ChunkedRows(zarr, i, size);
                int image = i;
                embedder.embed(images.get(i), components, zarr.chunkChannels(),
                        (firstFeature, firstRow, rows, features) -> {
                            keep(image, firstFeature, firstRow, rows, features);
                            chunks.accept(firstFeature, firstRow, rows, features);
                        });
            }
            zarr.finish();
        }
    }

    private void requireSameSize(FloatImage image, String name) {
        if (!Arrays.equals(size, image.size())) {
            throw new CoverException("The images in " + name + " cannot be stacked; embed them one at a time.");
        }
    }

    private void keep(int image, int firstFeature, int firstRow, int rows, float[][] features) {
        if (shown == null) {
            return;
        }
        int pixels = images.get(0).pixels();
        int rowLength = pixels / size[0];
        for (int f = 0; f < features.length && firstFeature + f < shown.length; f++) {
            System.arraycopy(features[f], 0, shown[firstFeature + f], image * pixels + firstRow * rowLength,
                    rows * rowLength);
        }
    }

    /** Null if they were not kept. */
    ImagePlus colours(String title) {
        if (shown == null) {
            return null;
        }
        int pixels = shown[0].length;
        float[] data = new float[Math.multiplyExact(shown.length, pixels)];
        for (int c = 0; c < shown.length; c++) {
            System.arraycopy(shown[c], 0, data, c * pixels, pixels);
        }
        FloatImage first = images.get(0);
        FloatImage components = images.size() == 1 ? first.withData(data, shown.length)
                : StackEmbedding.stack(first, data, shown.length, images.size(), geometry.spacing()[0]);
        return PcaColours.toImage(components, title);
    }
}
