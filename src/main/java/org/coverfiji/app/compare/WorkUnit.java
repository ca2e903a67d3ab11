package org.coverfiji.app.compare;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;

/** A method with one pretraining on one task, and all fine-tunings that start from it. */
final class WorkUnit {

    final TaskSettings settings;
    final ComparedTask task;
    final ComparedMethod method;
    final int pretrainingSeed;
    /** Null without a pretraining of its own. */
    final PretrainSettings pretraining;
    final List<PlannedRun> runs = new ArrayList<>();
    private final File given;

    /** @param data tells what pretraining sees from other images */
    WorkUnit(TaskSettings settings, ComparedTask task, ComparedMethod method, int pretrainingSeed, String data,
            RunFolder folder) {
        this.settings = settings;
        this.task = task;
        this.method = method;
        this.pretrainingSeed = pretrainingSeed;
        given = method.model();
        if (given != null) {
            requireSameSize(ModelFile.readDescription(given));
        }
        pretraining = method.recipe() == null ? null : pretraining(data, folder);
        String start = pretraining != null ? "; pretrained: " + words(pretraining, data) : given != null
                ? "; start: model " + PlannedRun.checksum(ModelFile.read(given).fingerprint()) : "";
        for (int labels : settings.numbers()) {
            for (ComparedProtocol protocol : settings.protocols()) {
                for (int seed = 1; labels <= task.available() && seed <= settings.seeds(); seed++) {
                    runs.add(new PlannedRun(settings, method, protocol, labels, pretrainingSeed, seed,
                            settings.budget(protocol, task.patch()) + "; images " + task.fingerprint() + start));
                }
            }
        }
    }

    /** Else the network from scratch would be of another size. */
    private void requireSameSize(ModelDescription description) {
        description.requireKind(ModelDescription.PRETRAINED, given.toString());
        NetworkConfiguration network = description.network();
        if (network.dimensions() != settings.dimensions() || network.widths()[0] != settings.width()) {
            throw new CoverException(given + " holds a " + network.dimensions() + "D network of width "
                    + network.widths()[0] + ", but the network from scratch would be " + settings.dimensions()
                    + "D of width " + settings.width() + "; give the model's dimensions and width.");
        }
    }

    /** The same images and settings give the same file, whichever the task. */
    private PretrainSettings pretraining(String data, RunFolder folder) {
        File place = folder.model("unnamed");
        PretrainSettings.Builder builder = settings.pretraining(method, pretrainingSeed, task.patch())
                .images(task.unlabelled());
        String name = PlannedRun.plain(method.label()) + "-p" + pretrainingSeed + "-"
                + PlannedRun.checksum(words(builder.output(place).build(), data));
        File output = folder.model(name);
        return builder.output(output).resume(output.exists()).build();
    }

    /**
     * What decides a pretraining, in words. Without the precision, which is the same in all comparisons, so that those
     * that were begun before there was a choice go on.
     */
    static String words(PretrainSettings settings, String data) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("method", settings.recipe().name());
        map.putAll(settings.toMap());
        map.remove("precision");
        map.putAll(settings.methodMap());
        return TaskSettings.words(map) + ", on " + data;
    }

    /** What fine-tuning starts from; null from scratch. */
    File start() {
        return pretraining == null ? given : pretraining.output();
    }

    /** Of a step of the pretraining; null without one. */
    ResourceEstimate pretrainingCost() {
        return pretraining == null ? null : ComparisonCost.pretraining(settings, pretraining, task.channels(),
                task.unlabelled().size());
    }

    /** Of a step of fine-tuning. */
    ResourceEstimate cost(ComparedProtocol protocol) {
        return ComparisonCost.fineTuning(settings, protocol, task.channels(), task.patch());
    }

    @Override
    public String toString() {
        return settings.name() + ", " + method + (pretrainingSeed > 1 ? ", pretraining seed " + pretrainingSeed : "");
    }
}
