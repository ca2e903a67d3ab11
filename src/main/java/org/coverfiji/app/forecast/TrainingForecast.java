package org.coverfiji.app.forecast;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.ComparisonCost;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.app.finetune.FineTuneSettings;
import org.coverfiji.app.finetune.TaskBackbone;
import org.coverfiji.app.pretrain.PretrainPlan;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.view.PatchPlan;

import ij.ImagePlus;



/**
 * Says before a training run what it will cost and which settings cannot work, from the settings, the headers of a
 * pretrained model and of the first image. Loads no engine.
 */
public final class TrainingForecast {

    /** Looked at, while somebody types. */
    private static final int MOST_SLICES = 1000;

    private final Forecast.Builder forecast = new Forecast.Builder();
    private String imageName = "";
    private Geometry image;
    private int files = 1;

    /**
     * Looks at the first of the files that a folder and a filter name; where none is named, at the open image.
     *
     * @param input null or empty for none
     * @param open null for none
     */
    public TrainingForecast images(File input, boolean recursive, String nameFilter, ImagePlus open) {
        ImageReader reader = new ImageReader(3, 0);
        forecast.attempt(all -> {
            if (input != null && !input.getPath().isEmpty()) {
                List<File> listed = ImageFiles.list(input, recursive, nameFilter);
                List<File> looked = beside(listed);
                List<FileGroup> groups = reader.group(looked);
                files = (int) Math.ceil((double) groups.size() * listed.size() / looked.size());
                FileGroup first = groups.get(0);
                take(first.name(), reader.geometry(first));
            } else if (open != null) {
                take(open.getTitle(), reader.geometry(open));
            }
        });
        return this;
    }

    /** The first file and those of its folder that may be slices of the same series. */
    private static List<File> beside(List<File> files) {
        File folder = files.get(0).getParentFile();
        return files.stream().filter(file -> Objects.equals(file.getParentFile(), folder)).limit(MOST_SLICES)
                .collect(Collectors.toList());
    }

    private void take(String name, Geometry geometry) {
        imageName = name;
        image = geometry;
    }

    /** @param settings are built here, so that what is wrong with them becomes a warning */
    public Forecast pretraining(Supplier<PretrainSettings> settings) {
        return forecast.attempt(all -> {
            PretrainSettings given = settings.get();
            NetworkConfiguration network = given.network(channels(given.channels()));
            boolean usable = !objects(network, given.channels());
            PretrainPlan plan = PretrainPlan.of(given, usable ? shape(given.dimensions()) : null, checkpoint(given));
            PretrainSettings built = plan.settings();
            tellAutomatic(built, network);
            if (usable) {
                checkSize(built.patch(), built.resize());
            }
            tell(built.estimate(network, files), built.iterations(), built.device(), plan.outlook());
            built.requireMemory(network.inputChannels(), files);
        }).build();
    }

    private void tellAutomatic(PretrainSettings built, NetworkConfiguration network) {
        forecast.automatic("patch", PatchPlan.write(built.patch())).automatic("width", built.width());
        if (image != null) {
            forecast.automatic("channels", network.inputChannels());
        }
        built.methodValues().toMap(built.recipe().settings())
                .forEach((key, value) -> forecast.automatic(built.recipe().name() + "/" + key, value));
    }

    /** As if all files were like the first; null if that is not known. */
    private UsualShape shape(int dimensions) {
        if (image == null) {
            return null;
        }
        UsualShape.Collector shapes = new UsualShape.Collector();
        shapes.add(image.size(dimensions), image.spacing(dimensions), image.unit());
        return shapes.median();
    }

    /** What a run would go on from; null for none. */
    private static ModelDescription checkpoint(PretrainSettings settings) {
        return settings.resume() && settings.output().exists() ? ModelFile.readDescription(settings.output()) : null;
    }

    /** @param settings of segmentation */
    public Forecast segmentation(Supplier<? extends FineTuneSettings> settings) {
        return fineTuning(settings, true);
    }

    /** @param settings of classification */
    public Forecast classification(Supplier<? extends FineTuneSettings> settings) {
        return fineTuning(settings, false);
    }

    /** @param settings of a comparison */
    public Forecast comparison(Supplier<CompareSettings> settings) {
        return forecast.attempt(all -> forecast.cost(ComparisonCost.forecast(settings.get(), channels(0)))).build();
    }

    private Forecast fineTuning(Supplier<? extends FineTuneSettings> settings, boolean segmentation) {
        return forecast.attempt(all -> {
            FineTuneSettings built = settings.get();
            TaskBackbone described = TaskBackbone.described(built);
            NetworkConfiguration network = described.network(channels(0));
            boolean usable = !objects(network, described.channels());
            TaskBackbone backbone = described.plannedFor(usable ? shape(network.dimensions()) : null);
            int[] patch = segmentation ? backbone.patch() : backbone.wholeImage();
            forecast.automatic("patch", PatchPlan.write(backbone.patch())).automatic("width", network.levelChannels(4))
                    .automatic("learning_rate", built.learningRate())
                    .automatic("resize", !segmentation ? patch[0] : backbone.resize() == 0 ? "not resized"
                            : backbone.resize());
            // Whole images are made to fit, whatever their size.
            if (usable && segmentation) {
                checkSize(patch, backbone.resize());
            }
            long images = segmentation ? labelledBytes(network, backbone.resize()) : 0;
            tell(backbone.estimate(network, patch).withImages(images), steps(built, segmentation), built.device(),
                    built.automaticPatch() ? patch(patch) : "");
            backbone.requireMemory(network, patch, images);
        }).build();
    }

    /** A classification's last layer goes first, in as many steps of about half the time of one of all weights. */
    private static long steps(FineTuneSettings settings, boolean segmentation) {
        boolean two = !segmentation && settings.protocol() == Protocol.FULL;
        return two ? settings.iterations() * 3L / 2 : settings.iterations();
    }

    private static String patch(int[] sides) {
        return "The patch is " + UsualShape.text(sides) + " pixels.";
    }

    /** Of labelled images, which stay in memory: as if all files were like the first. */
    private long labelledBytes(NetworkConfiguration network, int resize) {
        if (image == null) {
            return 0;
        }
        int[] size = image.size(network.dimensions());
        int[] scaled = resize > 0 ? Resampling.sizeOfLongSide(size, resize) : size;
        long images = (long) files * image.frames() * (network.dimensions() == 2 ? image.slices() : 1);
        return ResourceEstimate.labelledBytes(network.inputChannels(),
                images * Arrays.stream(scaled).mapToLong(side -> side).reduce(1, (a, b) -> a * b));
    }

    private int channels(int asked) {
        return asked > 0 ? asked : image == null ? 1 : image.channels();
    }

    /** @param more sentences; empty for none */
    private void tell(ResourceEstimate estimate, long iterations, String device, String more) {
        forecast.cost("Needs " + estimate.describe(iterations, device.equals("cuda") ? "cuda" : "cpu") + "."
                + (more.isEmpty() ? "" : " " + more));
    }

    private boolean objects(NetworkConfiguration network, int channels) {
        String objection = image == null ? null : new ImageReader(network.dimensions(), channels).objection(image);
        if (objection != null) {
            forecast.warn("Cannot use " + imageName + ": " + objection + ".");
        }
        return objection != null;
    }

    private void checkSize(int[] patch, int resize) {
        if (image == null) {
            return;
        }
        int[] size = image.size(patch.length);
        double factor = resize > 0 ? resize / (double) Arrays.stream(size).max().getAsInt() : 1;
        int[] resized = Arrays.stream(size).map(side -> (int) Math.round(side * factor)).toArray();
        for (int axis = 0; axis < size.length; axis++) {
            if (resized[axis] < patch[axis]) {
                forecast.warn(padded(resized, patch, resize));
                return;
            }
        }
    }

    private String padded(int[] size, int[] patch, int resize) {
        StringBuilder sides = new StringBuilder();
        for (int axis = size.length - 1; axis >= 0; axis--) {
            sides.append(axis == size.length - 1 ? "" : " × ").append(size[axis]);
        }
        boolean cube = Arrays.stream(patch).distinct().count() == 1;
        int fitting = cube ? Arrays.stream(size).min().getAsInt() / NetworkConfiguration.SIDE_MULTIPLE
                * NetworkConfiguration.SIDE_MULTIPLE : 0;
        return String.format(Locale.ROOT,
                "%s%s is %s pixels, less than the patch of %s, so that mirror images fill the rest%s.", imageName,
                resize > 0 ? ", resized," : "", sides, PatchPlan.write(patch),
                fitting > 0 ? "; patch " + fitting + " would fit" : "");
    }
}
