package org.coverfiji.app.correct;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.files.FileNames;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageNames;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.show.LabelImages;

import ij.ImagePlus;
import ij.io.FileInfo;

/**
 * A folder of labelled images that grows: {@code images} and {@code labels} hold a TIFF file each for every image,
 * under one name; {@code classes.txt} has the classes' names, a line each, whose numbers are the labels' values.
 */
public final class LabelCollection {

    private static final String CLASSES = "classes.txt";

    private final File folder;
    private final List<String> classNames;

    /**
     * @param folder is made when the first image is saved
     * @throws CoverException if the folder's labels are of other classes
     */
    public LabelCollection(File folder, List<String> classNames) {
        this.folder = folder;
        this.classNames = List.copyOf(classNames);
        requireClasses();
    }

    /** Folder of the images. */
    public File images() {
        return new File(folder, "images");
    }

    /** Folder of the labels. */
    public File labels() {
        return new File(folder, "labels");
    }

    private void requireClasses() {
        File file = new File(folder, CLASSES);
        if (!file.isFile()) {
            return;
        }
        List<String> found;
        try {
            found = Files.readAllLines(file.toPath(), StandardCharsets.UTF_8).stream().map(String::strip)
                    .filter(line -> !line.isEmpty()).collect(Collectors.toList());
        } catch (IOException e) {
            throw new CoverException("Cannot read " + file + "; it must hold the classes' names as UTF-8 text.", e);
        }
        if (!found.equals(classNames)) {
            throw new CoverException("The labels in " + folder + " are of the classes " + String.join(", ", found)
                    + ", not " + String.join(", ", classNames) + "; choose another folder for these.");
        }
    }

    /**
     * Adds an image with its labels. The labels of an image that is there already are replaced.
     *
     * @param planes of the image, slice after slice and time point after time point
     * @return the file of the labels
     * @throws CoverException if another image has this name there, or the files cannot be written
     */
    public File save(ImagePlus image, List<LabelImage> planes) {
        List<FloatImage> content = new ImageReader(2, 0).convert(image);
        String name = name(image).replaceAll("[\\\\/:*?\"<>|]", "_") + ".tif";
        File imageFile = new File(images(), name);
        if (imageFile.exists() && !isSame(imageFile, content)) {
            throw new CoverException("There is another image " + imageFile + "; rename the window "
                    + image.getTitle() + " (Image > Rename) to save its labels too.");
        }
        for (File part : List.of(folder, images(), labels())) {
            FileNames.makeFolder("folder", part);
        }
        AtomicFile.write(new File(folder, CLASSES),
                out -> out.write((String.join("\n", classNames) + "\n").getBytes(StandardCharsets.UTF_8)));
        File labelFile = new File(labels(), name);
        ImagePlus labelImage = LabelImages.toImagePlus(name, planes, image.getNSlices(), content.get(0));
        labelImage.getCalibration().pixelDepth = image.getCalibration().pixelDepth;
        TiffWriter.write(labelFile, labelImage);
        if (!imageFile.exists()) {
            TiffWriter.write(imageFile, plain(image));
        }
        return labelFile;
    }

    /** Its title, without the number that ImageJ adds where the same file is open already. */
    private static String name(ImagePlus image) {
        String title = ImageNames.withoutEnding(image.getTitle());
        FileInfo info = image.getOriginalFileInfo();
        String file = info == null || info.fileName == null ? "" : ImageNames.withoutEnding(info.fileName);
        return !file.isEmpty() && title.matches(Pattern.quote(file) + "-\\d+") ? file : title;
    }

    private static boolean isSame(File file, List<FloatImage> content) {
        return fingerprint(new ImageReader(2, 0).read(file)).equals(fingerprint(content));
    }

    private static List<String> fingerprint(List<FloatImage> images) {
        return images.stream().map(DataFingerprint::ofContent).collect(Collectors.toList());
    }

    /** Without ROI and overlay: predictions are no part of the image. */
    private static ImagePlus plain(ImagePlus image) {
        ImagePlus copy = image.createImagePlus();
        copy.setStack(image.getStack(), image.getNChannels(), image.getNSlices(), image.getNFrames());
        copy.setOpenAsHyperStack(image.isHyperStack());
        return copy;
    }

    /**
     * All images so far.
     *
     * @param reader of the model's dimensions and channels
     * @throws CoverException if there is none, or none can be used
     */
    public LabelledImages read(ImageReader reader) {
        return LabelledImages.read(LabelPairs.match(images(), labels(), reader), LabelClasses.of(classNames), reader);
    }
}
