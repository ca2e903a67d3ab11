package org.coverfiji.app.next;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.files.EachFile;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelFile;

/**
 * Ranks images by what labelling them would add.
 *
 * <pre>
 * try (NextImages next = new NextImages(engine, ModelFile.read(pretrained), null, Uncertainty.ENTROPY)) {
 *     Ranking ranking = next.rank(labelled, others, reader, Criterion.COVERAGE, 10);
 * }
 * </pre>
 *
 * A file is one image, whose slices and time points count alike.
 */
public final class NextImages implements AutoCloseable {

    private final FeatureExtractor extractor;
    /** Null for none. */
    private final TaskModel task;
    private TileListener listener = TileListener.SILENT;
    private Consumer<String> log = message -> { };

    /**
     * @param features model whose features are compared
     * @param task segmentation or classification model; null for none
     * @throws CoverException if one of them cannot serve for that
     */
    public NextImages(Engine engine, ModelFile features, ModelFile task, Uncertainty measure) {
        extractor = new FeatureExtractor(engine, features);
        try {
            this.task = task == null ? null : new TaskModel(engine, task, measure);
        } catch (RuntimeException e) {
            extractor.close();
            throw e;
        }
    }

    /** Is told of every image; may stop the work by throwing an exception. */
    public NextImages setListener(TileListener newListener) {
        listener = newListener;
        return this;
    }

    /** Takes lines for the user, such as that an image was passed over. */
    public NextImages setLog(Consumer<String> newLog) {
        log = newLog;
        extractor.setLog(newLog);
        return this;
    }

    /**
     * Looks at all images and ranks those without labels.
     *
     * @param labelled by their names; may be empty
     * @param others by their names
     * @param reader of the models' dimensions and channels
     * @param count how many of the others are wanted, at most
     * @throws CoverException if no image can be used, or there is none to rank
     */
    public Ranking rank(Map<String, FileGroup> labelled, Map<String, FileGroup> others, ImageReader reader,
            Criterion by, int count) {
        if (others.isEmpty()) {
            throw new CoverException("All " + labelled.size() + " images have labels, so that there is none to label"
                    + " next; give others as input.");
        }
        int total = labelled.size() + others.size();
        List<ImageProfile> known = profiles(labelled, reader, false, 0, total);
        List<ImageProfile> open = profiles(others, reader, true, labelled.size(), total);
        listener.tilesDone(total, total);
        return Ranking.of(known, open, by, count);
    }

    private List<ImageProfile> profiles(Map<String, FileGroup> images, ImageReader reader, boolean judged, int before,
            int total) {
        Map<FileGroup, String> names = new LinkedHashMap<>();
        images.forEach((name, files) -> names.put(files, name));
        List<ImageProfile> profiles = new ArrayList<>();
        int[] begun = {before};
        EachFile.run(new ArrayList<>(names.keySet()), files -> {
            int done = begun[0]++;
            TileListener inside = (tile, tiles) -> listener.tilesDone(done, total);
            inside.tilesDone(0, 1);
            extractor.setListener(inside);
            if (task != null) {
                task.setListener(inside);
            }
            FileImages read = reader.readWhole(files);
            read.notes().forEach(log);
            profiles.add(profile(names.get(files), read.images(), judged && task != null));
        }, log);
        return profiles;
    }

    private ImageProfile profile(String name, List<FloatImage> images, boolean judged) {
        List<double[]> features = images.stream().map(image -> ImageProfile.pooled(extractor.of(image)))
                .collect(Collectors.toList());
        return new ImageProfile(name, ImageProfile.mean(features), judged
                ? images.stream().mapToDouble(task::uncertainty).average().orElse(Double.NaN) : Double.NaN);
    }

    /** The task model; null for none. */
    TaskModel task() {
        return task;
    }

    @Override
    public void close() {
        extractor.close();
        if (task != null) {
            task.close();
        }
    }
}
