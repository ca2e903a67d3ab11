package org.coverfiji.kills;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.SegmentationFiles;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.ComparisonListener;
import org.coverfiji.app.compare.RunRow;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.file.Table;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.LogListener;

/** A process that works as a user's command does, and goes on from whatever an earlier one left in its folder. */
public final class Workload {

    /** What it can do: pretraining by methods with different state, and all else that runs for long. */
    static final List<String> KINDS = List.of("COVER", "MoCo v2", "DeepCluster", "fine-tune", "compare", "segment");
    /** Printed once the engine is there and the work begins. */
    static final String READY = "ready";
    /** Printed before the seconds that a piece of work took. */
    static final String TOOK = "took ";
    static final String MODEL = "model.cover";

    private static final String FINE_TUNE = "fine-tune";
    private static final int STEPS = 12;

    private final Engine engine;
    private final File data;
    private final File output;

    private Workload(Engine engine, File data, File output) {
        this.engine = engine;
        this.data = data;
        this.output = output;
    }

    /** @param arguments the folder of the images, that of the results, and what is to be done there */
    public static void main(String[] arguments) {
        try {
            Engine engine = EngineLoader.load("cpu");
            System.out.println(READY);
            for (String kind : List.of(arguments).subList(2, arguments.length)) {
                File output = new File(arguments[1], kind);
                Files.createDirectories(output.toPath());
                long begin = System.nanoTime();
                new Workload(engine, new File(arguments[0]), output).run(kind);
                System.out.println(TOOK + 1e-9 * (System.nanoTime() - begin));
            }
            System.exit(0);
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void run(String kind) throws IOException {
        switch (kind) {
            case FINE_TUNE:
                fineTune();
                break;
            case "compare":
                compare();
                break;
            case "segment":
                segment();
                break;
            default:
                pretrain(kind);
        }
    }

    private void pretrain(String method) {
        PretrainSettings settings = PretrainSettings.builder(2).input(new File(data, "images")).method(method)
                .methodSettings(method.equals("MoCo v2") ? "hidden:16, embedding:8, queue:32" : "").patch(16).batch(2)
                .width(8).resize(0).iterations(STEPS).checkpointIterations(3).seed(7).output(new File(output, MODEL))
                .resume(true).build();
        new Pretrainer(engine, settings).addListener(CsvListener.beside(settings.output()))
                .addListener(new LogListener(System.out::println, 60)).run();
    }

    /** A checkpoint after every step. */
    private void fineTune() {
        SegmentationSettings settings = SegmentationSettings.builder().images(new File(data, "images"))
                .labels(new File(data, "labels")).group("^(p\\d)").patch(16).batch(2).width(8).iterations(STEPS)
                .validation(0.3).test(0.2).validationInterval(2).checkpointMinutes(1e-5).seed(7)
                .output(new File(output, MODEL)).resume(true).build();
        new SegmentationTrainer(engine, settings).addListener(CsvListener.beside(settings.output())).run();
    }

    private void compare() {
        TaskSettings task = TaskSettings.builder().set("name", "squares").set("images", new File(data, "images"))
                .set("labels", new File(data, "labels")).set("group", "^(p\\d)")
                .set("methods", "SimCLR(hidden:16),COVER").set("numbers", "2").set("seeds", 1).set("pretraining", 4)
                .set("iterations", 2).set("batch", 2).set("width", 8).set("patch", 16).build();
        new Comparison(engine, CompareSettings.of(List.of(task), output), new ComparisonListener() {
            @Override
            public void message(String text) {
                System.out.println(text);
            }

            @Override
            public void progress(double share, double remainingSeconds, String what) {
            }

            @Override
            public void made(RunRow row, Table rows) {
            }
        }).run();
    }

    /** With the model that the undisturbed fine-tuning made. */
    private void segment() throws IOException {
        File model = new File(data, MODEL);
        if (!model.exists()) {
            Files.copy(new File(new File(output.getParentFile(), FINE_TUNE), MODEL).toPath(), model.toPath());
        }
        File images = new File(data, "images");
        ModelFile file = ModelFile.read(model);
        ImageReader reader = new ImageReader(file.description().network());
        try (Segmenter segmenter = new Segmenter(engine, file, SegmentSettings.builder().flips(true).build())) {
            new SegmentationFiles(output, true, true).writeAll(images, reader.group(ImageFiles.list(images, false, "")),
                    reader, segmenter, true, System.out::println);
        }
    }
}
