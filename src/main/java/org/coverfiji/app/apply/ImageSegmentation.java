package org.coverfiji.app.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePlusFactory;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.label.LabelCorrection;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.show.LabelImages;
import org.coverfiji.show.LabelOverlay;
import org.coverfiji.show.SlicePlaces;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;

/**
 * The segmentation of all that one file or window holds: a single image, or the slices and time points that the model
 * takes for images of their own, put together again.
 */
public final class ImageSegmentation {

    private final String name;
    private final List<String> classNames;
    private final List<FloatImage> images;
    private final List<LabelImage> labels = new ArrayList<>();
    private final List<FloatImage> probabilities = new ArrayList<>();
    private final int slices;
    /** Distance of slices, in the images' unit. */
    private final double sliceSpacing;

    /**
     * Segments.
     *
     * @param images raw intensities, of one size; planes in the order of slices, then time points
     * @param name titles and file names start with it
     * @param geometry of the file or window that they are from
     * @param withProbabilities whether to keep the class probabilities too
     * @throws CoverException if the images do not fit the classifier or each other
     */
    public ImageSegmentation(PixelClassifier classifier, List<FloatImage> images, String name, Geometry geometry,
            boolean withProbabilities) {
        this.name = name;
        this.images = images;
        slices = images.get(0).dimensions() == 2 ? geometry.slices() : 1;
        sliceSpacing = geometry.spacing()[0];
        classNames = classifier.classes();
        for (FloatImage image : images) {
            if (!Arrays.equals(image.size(), images.get(0).size())) {
                throw new CoverException("The images in " + name + " differ in size; segment them one at a time.");
            }
            if (withProbabilities) {
                FloatImage classes = classifier.probabilities(image);
                probabilities.add(classes);
                labels.add(Segmenter.labelsOf(classes));
            } else {
                labels.add(classifier.labels(image));
            }
        }
    }

    public String name() {
        return name;
    }

    /** The classes' names, from class 0 on. */
    public List<String> classNames() {
        return classNames;
    }

    /** The classes as an 8- or 16-bit image with a colour for each, on the image's grid. */
    public ImagePlus labelImage() {
        ImagePlus image = LabelImages.toImagePlus(name + " labels", labels, slices, images.get(0));
        if (slices > 1) {
            image.getCalibration().pixelDepth = sliceSpacing;
        }
        return image;
    }

    /** The class probabilities, one channel each, as a float hyperstack; only where they were asked for. */
    public ImagePlus probabilityImage() {
        if (probabilities.isEmpty()) {
            throw new IllegalStateException("probabilities were not kept");
        }
        if (images.get(0).dimensions() == 2 && slices > 1) {
            return ImagePlusFactory.create(name + " probabilities", volumes(), classNames);
        }
        return ImagePlusFactory.create(name + " probabilities", probabilities, classNames);
    }

    /** Planes of probabilities put together to one volume per time point. */
    private List<FloatImage> volumes() {
        List<FloatImage> volumes = new ArrayList<>();
        for (int first = 0; first < probabilities.size(); first += slices) {
            FloatImage plane = probabilities.get(first);
            float[] data = new float[Math.multiplyExact(plane.data().length, slices)];
            for (int slice = 0; slice < slices; slice++) {
                for (int channel = 0; channel < plane.channels(); channel++) {
                    System.arraycopy(probabilities.get(first + slice).data(), channel * plane.pixels(), data,
                            (channel * slices + slice) * plane.pixels(), plane.pixels());
                }
            }
            volumes.add(new FloatImage(name, data, plane.channels(),
                    new int[] {slices, plane.size()[0], plane.size()[1]},
                    new double[] {sliceSpacing, plane.spacing()[0], plane.spacing()[1]}, plane.unit())
                    .withTimeAndOrigin(plane.timeAndOrigin()));
        }
        return volumes;
    }

    /** The classes' colours, to lay on the image; the background stays clear. */
    public Overlay overlay(SlicePlaces places, double opacity) {
        return LabelOverlay.colours(labels, places, opacity);
    }

    /** Tells these labels from others, as {@link LabelCorrection#fingerprint()} does. */
    public String fingerprint() {
        return LabelCorrection.fingerprint(labels);
    }

    /**
     * Outlines, one ROI per class and slice, marked as predicted.
     *
     * @param places of the image on which they lie
     * @param title of the image's window, or its file's name
     */
    public List<Roi> contours(SlicePlaces places, String title) {
        return LabelOverlay.contours(labels, places, title, classNames);
    }

    /**
     * Pixels, their share, and area (2D) or volume in the image's unit: a row per class for all of the image; for a
     * stack then also a row per class for every time point and slice.
     */
    public Table measurements() {
        FloatImage first = images.get(0);
        double pixelSize = Arrays.stream(first.spacing()).reduce(1, (a, b) -> a * b);
        ClassMeasurements measurements = new ClassMeasurements(name, classNames, pixelSize,
                first.dimensions() == 2 ? "area" : "volume", first.unit());
        int depth = first.dimensions() == 2 ? slices : first.size()[0];
        long[][] planes = labels.stream().flatMap(label -> planes(label).stream()).toArray(long[][]::new);
        return measurements.table(planes, depth);
    }

    /** Pixels of every class, slice by slice. */
    private List<long[]> planes(LabelImage label) {
        int depth = label.dimensions() == 2 ? 1 : label.size()[0];
        int plane = label.pixels() / depth;
        List<long[]> counts = new ArrayList<>();
        for (int slice = 0; slice < depth; slice++) {
            long[] own = new long[classNames.size()];
            for (int i = slice * plane; i < (slice + 1) * plane; i++) {
                own[label.get(i)]++;
            }
            counts.add(own);
        }
        return counts;
    }
}
