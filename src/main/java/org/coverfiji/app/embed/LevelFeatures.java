package org.coverfiji.app.embed;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.coverfiji.app.features.LevelScale;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.tile.LinearUpsampling;
import org.coverfiji.math.PrincipalComponents;
import org.coverfiji.model.FeatureStatistics;

/**
 * Pixel features of tiles: one level's maps or those of all levels, coarsest first, standardised per channel and
 * up-sampled linearly (half-pixel centres) to full resolution.
 */
final class LevelFeatures {

    private final FeatureNetwork network;
    private final LevelScale scale;
    private final int[] levels;

    /** @param level 0…4 or {@link EmbedSettings#ALL_LEVELS} */
    LevelFeatures(FeatureNetwork network, NetworkConfiguration configuration, FeatureStatistics statistics, int level) {
        this.network = network;
        scale = new LevelScale(configuration, statistics);
        levels = level == EmbedSettings.ALL_LEVELS ? new int[] {0, 1, 2, 3, 4} : new int[] {level};
    }

    /** Features per pixel. */
    int channels() {
        return scale.channels(levels);
    }

    /** What a feature weighs when principal components are sought. */
    double[] weights() {
        return scale.weights(levels);
    }

    /** All features, [n, channels, (D,) H, W]. */
    Tensor all(Tensor tiles) {
        Tensor[] maps = standardized(tiles);
        Tensor result = withChannels(tiles, channels());
        int pixels = pixels(tiles);
        for (int n = 0; n < tiles.size(0); n++) {
            int to = n * channels() * pixels;
            for (int level : levels) {
                float[] up = LinearUpsampling.upsample(entry(maps[level], n), maps[level].size(1), extents(maps[level]),
                        NetworkConfiguration.levelStride(level));
                System.arraycopy(up, 0, result.data(), to, up.length);
                to += up.length;
            }
        }
        return result;
    }

    /**
     * The features' first principal components, [n, count, (D,) H, W]. Projecting and up-sampling are both linear, so
     * each level is projected at its own resolution and the full set of features never exists.
     */
    Tensor projected(Tensor tiles, PrincipalComponents components, int count) {
        Tensor[] maps = standardized(tiles);
        Tensor result = withChannels(tiles, count);
        int pixels = pixels(tiles);
        for (int n = 0; n < tiles.size(0); n++) {
            int tile = n;
            IntStream.range(0, count).parallel().forEach(k -> {
                int start = (tile * count + k) * pixels;
                Arrays.fill(result.data(), start, start + pixels, (float) -components.offset(k));
                addLevels(maps, tile, components, k, result.data(), start);
            });
        }
        return result;
    }

    private void addLevels(Tensor[] maps, int n, PrincipalComponents components, int component, float[] target,
            int targetStart) {
        int firstFeature = 0;
        for (int level : levels) {
            Tensor map = maps[level];
            int channels = map.size(1);
            int pixels = pixels(map);
            float[] projected = new float[pixels];
            components.addProjection(component, firstFeature, map.data(), n * channels * pixels, channels, pixels,
                    projected, 0);
            float[] up = LinearUpsampling.upsample(projected, 1, extents(map), NetworkConfiguration.levelStride(level));
            for (int i = 0; i < up.length; i++) {
                target[targetStart + i] += up[i];
            }
            firstFeature += channels;
        }
    }

    /**
     * The features at some points of one tile, vector after vector.
     *
     * @param tile [1, C, (D,) H, W]
     * @param points each in pixels of the tile, array order
     */
    float[] at(Tensor tile, int[][] points) {
        Tensor[] maps = standardized(tile);
        float[] vectors = new float[Math.multiplyExact(points.length, channels())];
        for (int p = 0; p < points.length; p++) {
            int start = p * channels();
            for (int level : levels) {
                int channels = maps[level].size(1);
                LinearUpsampling.at(maps[level].data(), channels, extents(maps[level]),
                        NetworkConfiguration.levelStride(level), points[p], vectors, start);
                start += channels;
            }
        }
        return vectors;
    }

    /** The network's maps; those of the wanted levels are standardised in place. */
    private Tensor[] standardized(Tensor tiles) {
        Tensor[] maps = network.features(tiles);
        scale.standardize(maps, levels);
        return maps;
    }

    private static Tensor withChannels(Tensor tiles, int channels) {
        int[] shape = tiles.shape();
        shape[1] = channels;
        return Tensor.zeros(shape);
    }

    private static float[] entry(Tensor maps, int n) {
        int length = maps.data().length / maps.size(0);
        return Arrays.copyOfRange(maps.data(), n * length, (n + 1) * length);
    }

    private static int[] extents(Tensor maps) {
        return Arrays.copyOfRange(maps.shape(), 2, maps.rank());
    }

    private static int pixels(Tensor maps) {
        return maps.data().length / (maps.size(0) * maps.size(1));
    }
}
