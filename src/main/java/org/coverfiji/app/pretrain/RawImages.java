package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.app.training.GivenImages;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.label.Shuffle;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageIndex;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.read.MemoryImageSource;

/** The images that settings name, before it is decided how they are prepared: of files the headers alone. */
final class RawImages {

    /** Null for images in memory. */
    private final ImageIndex index;
    private final List<FloatImage> images;

    private RawImages(ImageIndex index, List<FloatImage> images) {
        this.index = index;
        this.images = images;
    }

    /** @throws CoverException if the input is missing, or no image can be used */
    static RawImages of(PretrainSettings settings) {
        if (settings.input() == null) {
            settings.images().forEach(image -> check(image, settings));
            return new RawImages(null, settings.images());
        }
        List<File> files = ImageFiles.list(settings.input(), settings.recursive(), settings.nameFilter());
        return new RawImages(new ImageIndex(files, new ImageReader(settings.dimensions(), settings.channels())),
                List.of());
    }

    private static void check(FloatImage image, PretrainSettings settings) {
        GivenImages.requireDimensions(image.name(), image.size(), settings.dimensions());
        if (settings.channels() > 0 && image.channels() != settings.channels()) {
            throw new CoverException("The image " + image.name() + " has " + Counted.of(image.channels(), "channel")
                    + ", but channels is " + settings.channels() + "; give "
                    + image.channels() + ", or 0 to take what there is.");
        }
    }

    /** What stands for them. */
    UsualShape shape() {
        return index == null ? UsualShape.of(images) : index.shape();
    }

    /** All of them, prepared as the settings say. */
    TrainingImages prepared(PretrainSettings settings) {
        if (index == null) {
            return new TrainingImages(new MemoryImageSource(images, preparation(settings)));
        }
        return new TrainingImages(new FolderImageSource(index, preparation(settings),
                FolderImageSource.defaultCacheBytes()));
    }

    /**
     * A few of them, prepared as the settings say, in an order that the settings' seed gives.
     *
     * @param most how many at most
     */
    List<FloatImage> some(PretrainSettings settings, int most) {
        ImageSource source = index == null ? null
                : FolderImageSource.unread(index, preparation(settings), FolderImageSource.defaultCacheBytes());
        List<Integer> order = IntStream.range(0, source == null ? images.size() : source.size()).boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        Shuffle.shuffle(order, settings.seed());
        ImagePreparation preparation = preparation(settings);
        return order.stream().limit(most)
                .map(number -> source == null ? preparation.apply(images.get(number)) : source.get(number))
                .collect(Collectors.toList());
    }

    private static ImagePreparation preparation(PretrainSettings settings) {
        return new ImagePreparation(settings.normalization(), settings.resize(), settings.patch());
    }
}
