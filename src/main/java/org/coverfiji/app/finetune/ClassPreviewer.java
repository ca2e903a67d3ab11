package org.coverfiji.app.finetune;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.MemoryShortage;
import org.coverfiji.app.apply.WholeImages;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.label.ClassPreview;

/** Answers a request for previews between iterations of training to classify, always with the same images. */
final class ClassPreviewer implements TrainingListener {

    private static final int MOST_IMAGES = 6;

    private final TaskNetwork network;
    private final WholeImages images;
    private final List<Integer> shown;
    private final List<String> classNames;
    private final PreviewRequest<ClassPreview> request;

    /** @param images of which some are shown, of every class in turn */
    ClassPreviewer(TaskNetwork network, WholeImages images, List<String> classNames,
            PreviewRequest<ClassPreview> request) {
        this.network = network;
        this.images = images;
        this.classNames = classNames;
        this.request = request;
        shown = choose(images.labels(), classNames.size());
    }

    /** The first image of every class, then the second ones. */
    static List<Integer> choose(int[] labels, int classes) {
        List<Integer> chosen = new ArrayList<>();
        for (int round = 1; round <= labels.length; round++) {
            int[] seen = new int[classes];
            for (int i = 0; i < labels.length; i++) {
                if (++seen[labels[i]] == round && chosen.size() < MOST_IMAGES) {
                    chosen.add(i);
                }
            }
        }
        return chosen;
    }

    @Override
    public void iterationDone(Progress progress) {
        request.answer(progress, () -> {
            List<ClassPreview.Judged> judged = new ArrayList<>();
            int[] labels = images.labels();
            shown.forEach(i -> judged.add(new ClassPreview.Judged(images.images().get(i), labels[i], predict(i))));
            return new ClassPreview(progress.iteration(), judged, classNames);
        });
    }

    /** Too little memory for a preview must not end training. */
    private float[] predict(int i) {
        return MemoryShortage.told(() -> network.predict(WholeImages.batch(images.images().get(i))).data(),
                () -> "There is not enough memory for a preview.");
    }
}
