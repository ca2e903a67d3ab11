package org.coverfiji.show.live;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.coverfiji.engine.api.AffineMap;
import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.show.FieldColours;
import org.coverfiji.train.pair.PairSampler;
import org.coverfiji.train.view.BatchPreview;

/**
 * The pictures of methods that bring images onto each other: both images, the second one brought onto the first, the
 * displacements that do it, and the first one spoilt and restored. Of volumes the middle slice.
 */
public final class RegistrationPictures implements Preview {

    /** What the network gives: fields, of which the last brings the second image onto the first. */
    private static final String FIELD = "field";
    private static final String FIELDS = "fields";
    private static final String AFFINE = "affine";
    private static final String RESTORED = "restored";

    private final BatchPreview preview;
    private final int[] size;
    private final int slice;
    private final int width;
    private final int plane;

    /** @param preview of a pair, with the outputs of GVSL or GEMINI */
    public RegistrationPictures(BatchPreview preview) {
        this.preview = preview;
        int[] shape = preview.batch().get(PairSampler.CLEAN).shape();
        size = Arrays.copyOfRange(shape, 2, shape.length);
        slice = Grey.middle(size);
        width = size[size.length - 1];
        plane = width * size[size.length - 2];
    }

    @Override
    public long iteration() {
        return preview.iteration();
    }

    @Override
    public List<String> choices() {
        return List.of(preview.image().name());
    }

    @Override
    public List<Picture> pictures(int choice, int side) {
        double[][] positions = positions();
        float[][] moves = moves(positions);
        return Arrays.asList(new Picture("First image" + Grey.where(size), image(PairSampler.CLEAN)),
                new Picture("Other image", image(PairSampler.PARTNER)),
                new Picture("Other image, registered", Grey.paint(registered(positions), width)),
                new Picture("First image, spoilt", image(PairSampler.CORRUPTED)),
                new Picture("Restored", Grey.paint(preview.outputs().get(RESTORED))),
                new Picture(String.format(Locale.ROOT, "Displacements, up to %.1f px", largest(moves)),
                        FieldColours.paint(moves[0], moves[1], null, width, Math.max(1, largest(moves)))));
    }

    @Override
    public List<Picture> keys(int choice, int side) {
        double rim = Math.max(1, largest(moves(positions())));
        return List.of(new Picture(String.format(Locale.ROOT, "direction and size (rim: %.0f px)", rim),
                FieldColours.wheel(side)));
    }

    private BufferedImage image(String name) {
        return Grey.paint(preview.batch().get(name));
    }

    /** Where the registration reads the second image, by pixel of the plane: the affine map at p + ψ(p). */
    private double[][] positions() {
        Tensor field = preview.outputs().containsKey(FIELD) ? preview.outputs().get(FIELD)
                : preview.outputs().get(FIELDS);
        int volume = field.data().length / (field.size(0) * size.length);
        int start = (field.size(0) - 1) * size.length * volume + slice * plane;
        double[] matrix = matrix();
        AffineMap map = new AffineMap(size, false);
        double[][] positions = new double[plane][];
        for (int i = 0; i < plane; i++) {
            double[] position = place(i);
            for (int axis = 0; axis < size.length; axis++) {
                position[axis] += field.data()[start + axis * volume + i];
            }
            positions[i] = matrix == null ? position : map.position(matrix, position);
        }
        return positions;
    }

    /** Null where there is no affine map. */
    private double[] matrix() {
        Tensor numbers = preview.outputs().get(AFFINE);
        if (numbers == null) {
            return null;
        }
        AffineMatrix affine = new AffineMatrix(size.length);
        double[] own = new double[affine.numbers()];
        Arrays.setAll(own, i -> numbers.data()[i]);
        return affine.of(own);
    }

    private double[] place(int i) {
        double[] place = new double[size.length];
        place[0] = slice;
        place[size.length - 2] = i / width;
        place[size.length - 1] = i % width;
        return place;
    }

    private float[][] registered(double[][] positions) {
        Tensor partner = preview.batch().get(PairSampler.PARTNER);
        int volume = partner.data().length / partner.size(1);
        float[][] registered = new float[partner.size(1)][plane];
        for (int channel = 0; channel < registered.length; channel++) {
            LinearSampler sampler = new LinearSampler(partner.data(), channel * volume, size);
            for (int i = 0; i < plane; i++) {
                registered[channel][i] = sampler.at(positions[i]);
            }
        }
        return registered;
    }

    /** Downwards and to the right, by pixel of the plane. */
    private float[][] moves(double[][] positions) {
        float[][] moves = new float[2][plane];
        for (int i = 0; i < plane; i++) {
            moves[0][i] = (float) (positions[i][size.length - 2] - i / width);
            moves[1][i] = (float) (positions[i][size.length - 1] - i % width);
        }
        return moves;
    }

    private static double largest(float[][] moves) {
        double largest = 0;
        for (int i = 0; i < moves[0].length; i++) {
            largest = Math.max(largest, Math.hypot(moves[0][i], moves[1][i]));
        }
        return largest;
    }
}
