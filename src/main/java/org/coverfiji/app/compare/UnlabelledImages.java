package org.coverfiji.app.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.DicomPatient;
import org.coverfiji.image.label.GroupPattern;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;

/** Images without labels to pretrain on, none of which is a test image or of a test image's group. */
final class UnlabelledImages {

    private UnlabelledImages() {
    }

    /**
     * @param testContents fingerprints of the test images
     * @param testGroups groups and DICOM patients of the test images
     * @throws CoverException if none is left
     */
    static List<FloatImage> read(TaskSettings settings, Set<String> testContents, Set<String> testGroups,
            Consumer<String> log) {
        ImageReader reader = new ImageReader(settings.dimensions(), 0);
        GroupPattern pattern = GroupPattern.of(settings.group());
        List<FloatImage> images = new ArrayList<>();
        int left = 0;
        for (FileGroup files : reader.group(ImageFiles.list(settings.unlabelled(), true, null))) {
            boolean tested = testGroups.contains(pattern != null ? pattern.group(files.first())
                    : DicomPatient.of(files.first()));
            for (FloatImage image : reader.readWhole(files).images()) {
                if (tested || testContents.contains(DataFingerprint.ofContent(image))) {
                    left++;
                } else {
                    images.add(image);
                }
            }
        }
        if (left > 0) {
            log.accept(left + " of the images in " + settings.unlabelled() + " are test images or of their groups;"
                    + " pretraining does not see them.");
        }
        if (images.isEmpty()) {
            throw new CoverException("unlabelled is " + settings.unlabelled() + ", but all its images are test images;"
                    + " give others.");
        }
        return images;
    }
}
