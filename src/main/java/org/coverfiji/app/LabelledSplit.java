package org.coverfiji.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.coverfiji.image.label.LabelledImage;

/** Which labelled images are trained on and which are held back: a pure function of their order and the seed. */
final class LabelledSplit {

    private final List<LabelledImage> training = new ArrayList<>();
    private final List<LabelledImage> validation = new ArrayList<>();

    /** Images that are given apart. */
    LabelledSplit(List<LabelledImage> training, List<LabelledImage> validation) {
        this.training.addAll(training);
        this.validation.addAll(validation);
    }

    /**
     * Holds back a part, rounded down. Slices and time points of one file stay together, where there are several
     * files.
     */
    LabelledSplit(List<LabelledImage> images, double fraction, long seed) {
        Map<String, List<LabelledImage>> files = new LinkedHashMap<>();
        for (LabelledImage image : images) {
            String file = image.image().name().replaceFirst("( t\\d+)?( z\\d+)?$", "");
            files.computeIfAbsent(file, name -> new ArrayList<>()).add(image);
        }
        List<List<LabelledImage>> groups = new ArrayList<>(files.values());
        if (groups.size() == 1) {
            groups.clear();
            images.forEach(image -> groups.add(Collections.singletonList(image)));
        }
        shuffle(groups, seed);
        int wanted = (int) (images.size() * fraction + 1e-9);
        for (List<LabelledImage> group : groups) {
            if (validation.size() + group.size() <= wanted) {
                validation.addAll(group);
            } else {
                training.addAll(group);
            }
        }
    }

    static <T> void shuffle(List<T> list, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }

    List<LabelledImage> training() {
        return training;
    }

    List<LabelledImage> validation() {
        return validation;
    }
}
